import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { QueryResult } from '#shared/domain/run.ts'
import { engine } from '../../platform/index.ts'

export type QueryOrder = 'query' | 'best' | 'worst'
const page = 200
/** How many queries the distributions are drawn from; more would not change a picture of this size. */
const drawn = 20_000

/** The queries of a run as a list of any length, read in pages as they come into sight. */
export function useRunQueries(project: string, run: Ref<string>) {
  const order = ref<QueryOrder>('worst')
  const total = ref(0)
  const failure = shallowRef<unknown>(null)
  const pages = shallowRef(new Map<number, readonly QueryResult[]>())
  const asked = new Set<number>()

  function reset(): void {
    asked.clear()
    pages.value = new Map()
    void need(0, 1)
  }
  watch([run, order], reset, { immediate: true })

  async function need(first: number, last: number): Promise<void> {
    const [wantedRun, wantedOrder] = [run.value, order.value]
    for (let at = Math.floor(first / page); at * page < Math.max(last, first + 1); at++) {
      if (asked.has(at) || (at > 0 && at * page >= total.value)) continue
      asked.add(at)
      try {
        const { total: all, rows } = await engine.call('runs.queries', { project, run: wantedRun, order: wantedOrder, start: at * page, count: page })
        if (wantedRun !== run.value || wantedOrder !== order.value) return
        total.value = all
        pages.value = new Map(pages.value).set(at, rows)
        failure.value = null
      } catch (thrown) {
        asked.delete(at)
        failure.value = thrown
        return
      }
    }
  }

  const rowAt = (index: number): QueryResult | undefined => pages.value.get(Math.floor(index / page))?.[index % page]
  return { order, total, failure, need, rowAt, reset, pages }
}

/** Ranks and errors of a run's queries, for its distributions. */
export function useRunDistribution(project: string, run: Ref<string>) {
  const ranks = shallowRef<readonly number[]>([])
  const errors = shallowRef<readonly number[]>([])
  const complete = ref(true)

  watch(
    run,
    async (wanted) => {
      const [rank, error]: [number[], number[]] = [[], []]
      ranks.value = []
      errors.value = []
      for (let start = 0; start < drawn; start += 500) {
        const read = await engine.call('runs.queries', { project, run: wanted, order: 'query', start, count: 500 }).catch(() => null)
        if (read === null || wanted !== run.value) return
        for (const row of read.rows) {
          rank.push(row.rank)
          if (row.errorM !== null) error.push(row.errorM)
        }
        complete.value = read.total <= drawn
        if (start + 500 >= Math.min(read.total, drawn)) break
      }
      ranks.value = rank
      errors.value = error
    },
    { immediate: true }
  )
  const drawnFrom = computed(() => ranks.value.length)
  return { ranks, errors, complete, drawnFrom }
}
