import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { engine, isCancelled, useProject } from '../../../platform/index.ts'
import { useComparison } from '../use-comparison.ts'

export type ListedQuery = MethodOutput<'analysis.queries'>['rows'][number]
export type ListOrder = 'won' | 'lost' | 'worst' | 'best' | 'error' | 'query'
const page = 100

/** The selected queries as a list of any length, read in pages as they come into sight. */
export function useQueryList() {
  const { project, a, b, selection } = useComparison()
  const store = useProject()
  const wanted = ref<ListOrder>('won')
  const orders = computed<readonly ListOrder[]>(() => (b.value === null ? ['worst', 'best', 'error', 'query'] : ['won', 'lost', 'worst', 'best', 'error', 'query']))
  const order = computed({ get: () => (orders.value.includes(wanted.value) ? wanted.value : 'worst'), set: (to) => (wanted.value = to) })
  // Who asks for the losses wants the largest first.
  watch(() => selection.value.outcome?.is, (is) => {
    if (is === 'lost' && order.value === 'won') order.value = 'lost'
    if (is === 'won' && order.value === 'lost') order.value = 'won'
  })
  const total = ref<number | null>(null)
  const failure = shallowRef<unknown>(null)
  const pages = shallowRef(new Map<number, readonly ListedQuery[]>())
  let asked = new Set<number>()
  let controller = new AbortController()
  /** Whether the pages are still those of the list before. */
  let old = true

  const question = computed(() => (a.value === null ? null : { project, selection: selection.value, run: a.value.run, ...(b.value === null ? {} : { other: b.value.run }), order: order.value }))
  watch(() => JSON.stringify([question.value, store.revision.captions, store.revision.places]), reset, { immediate: true })
  onScopeDispose(() => controller.abort())

  function reset(): void {
    controller.abort()
    controller = new AbortController()
    asked = new Set()
    old = true
    // The rows before stay in sight until the first of the new ones come.
    void need(0, 1)
  }

  async function need(first: number, last: number): Promise<void> {
    const [base, { signal }, mine] = [question.value, controller, asked]
    if (base === null) {
      total.value = 0
      pages.value = new Map()
      return
    }
    for (let at = Math.floor(first / page); at * page < Math.max(last, first + 1); at++) {
      if (mine.has(at) || (at > 0 && total.value !== null && at * page >= total.value)) continue
      mine.add(at)
      try {
        const found = await engine.call('analysis.queries', { ...base, start: at * page, count: page }, { signal })
        if (signal.aborted) return
        total.value = found.total
        pages.value = new Map(old ? [] : pages.value).set(at, found.rows)
        old = false
        failure.value = null
      } catch (thrown) {
        if (signal.aborted || isCancelled(thrown)) return
        mine.delete(at)
        failure.value = thrown
        return
      }
    }
  }

  /** Where a query stands in the list, or null where it is not in it. */
  async function find(query: number): Promise<number | null> {
    for (const [at, rows] of pages.value) {
      const found = rows.findIndex((row) => row.query === query)
      if (found >= 0) return at * page + found
    }
    const [base, { signal }] = [question.value, controller]
    if (base === null) return null
    const { at } = await engine.call('analysis.queries', { ...base, start: 0, count: 0, find: query }, { signal }).catch(() => ({ at: null }))
    return signal.aborted ? null : at
  }

  const rowAt = (index: number): ListedQuery | undefined => pages.value.get(Math.floor(index / page))?.[index % page]
  return { order, orders, total, failure, pages, need, find, rowAt, reset }
}
