import { computed, onBeforeUnmount, ref, shallowRef, triggerRef, watch, type ComputedRef, type Ref } from 'vue'
import type { BrowseRow } from '#shared/contracts/browse.ts'
import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import { engine, isCancelled, useProject } from '../../platform/index.ts'

const pageSize = 120
/** About 12,000 rows are kept; what was seen longest ago goes first. */
const keptPages = 100

/**
 * The places that fit a filter, by their position: any of a million is read when it comes into sight. Rows that are not
 * here yet are undefined.
 */
export function usePlaces(filter: ComputedRef<Filter>, order: Ref<BrowseOrder>, seed: Ref<number>) {
  const project = useProject()
  const total = ref(0)
  const failure = shallowRef<unknown>(null)
  const reading = ref(true)
  const pages = shallowRef(new Map<number, readonly BrowseRow[]>())
  let wanted: [number, number] = [0, pageSize]
  let generation = 0
  let controller = new AbortController()
  const inFlight = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const question = computed(() => JSON.stringify([project.handle, filter.value, order.value, seed.value]))
  watch(question, () => restart(true))
  watch(() => [project.revision.places, project.revision.captions], () => restart(false))

  /** Reads anew. Rows in sight stay until the new ones are here, unless they answer another question. */
  function restart(forget: boolean): void {
    generation++
    controller.abort()
    controller = new AbortController()
    inFlight.clear()
    failure.value = null
    if (forget) {
      pages.value = new Map()
      reading.value = true
    }
    void read(Math.floor(wanted[0] / pageSize), !forget)
    if (forget) return
    for (const page of pagesOf(wanted).slice(1)) void read(page, true)
  }

  function ensure(first: number, last: number): void {
    wanted = [first, Math.max(first + 1, last)]
    clearTimeout(timer)
    // While the scroll bar flies, only where it rests is read.
    timer = setTimeout(() => {
      for (const page of pagesOf(wanted)) if (!pages.value.has(page)) void read(page, false)
    }, 24)
  }

  async function read(page: number, again: boolean): Promise<void> {
    const handle = project.handle
    if (handle === null || (!again && inFlight.has(page))) return
    const mine = generation
    inFlight.add(page)
    try {
      const answer = await engine.call(
        'browse.places',
        { project: handle, filter: filter.value, order: order.value, seed: seed.value, start: page * pageSize, count: pageSize },
        { signal: controller.signal }
      )
      if (mine !== generation) return
      total.value = answer.total
      pages.value.delete(page)
      pages.value.set(page, answer.rows)
      for (const old of pages.value.keys()) {
        if (pages.value.size <= keptPages) break
        pages.value.delete(old)
      }
      triggerRef(pages)
      failure.value = null
      reading.value = false
    } catch (thrown) {
      if (mine !== generation || isCancelled(thrown)) return
      failure.value = thrown
      reading.value = false
    } finally {
      if (mine === generation) inFlight.delete(page)
    }
  }

  function rowAt(index: number): BrowseRow | undefined {
    return pages.value.get(Math.floor(index / pageSize))?.[index % pageSize]
  }

  restart(true)
  onBeforeUnmount(() => {
    controller.abort()
    clearTimeout(timer)
  })
  return { total, reading, failure, ensure, rowAt, restart, pages }
}

function pagesOf([first, last]: readonly [number, number]): number[] {
  const from = Math.floor(first / pageSize)
  return Array.from({ length: Math.floor((last - 1) / pageSize) - from + 1 }, (_, i) => from + i)
}
