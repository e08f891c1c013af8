import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { FoundCaption } from '#shared/contracts/bulk.ts'
import { readFind, type FindReplace } from '#shared/domain/find-replace.ts'
import { engine, isCancelled, useSettings } from '../../../platform/index.ts'
import type { BulkTarget } from './bulk-target.ts'

type Found = MethodOutput<'bulk.findReplace'>

/** Looking begins after this pause in typing, in ms. */
const settleMs = 200
/** What was found so far is shown as often, in ms. */
const patience = 250
const page = 50

/** What is looked for in the captions of a target, and what was found so far. */
export function useFind(project: string, target: () => BulkTarget | null) {
  const settings = useSettings()
  const asked = reactive<FindReplace>({ find: '', replace: '', matchCase: false, wholeWord: false, regex: false })
  const found = shallowRef<Omit<Found, 'items'> | null>(null)
  const items = shallowRef<ReadonlyMap<number, FoundCaption>>(new Map())
  const looking = ref(false)
  const failure = shallowRef<unknown>(null)
  const problem = computed(() => (asked.find === '' ? null : (readFind({ ...asked }).problem ?? null)))
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop = new AbortController()
  /** Names one search: asked again with it, the same goes on. */
  let opened = 0
  const pages = new Set<number>()

  watch([() => ({ ...asked }), target], () => later(), { deep: true })

  function later(): void {
    clearTimeout(timer)
    stop.abort()
    failure.value = null
    looking.value = false
    if (asked.find === '' || problem.value !== null) found.value = null
    else timer = setTimeout(() => void look(), settleMs)
  }

  /** Looks again: the texts have changed. */
  async function look(): Promise<void> {
    const of = target()
    if (of === null || asked.find === '' || problem.value !== null) return
    stop.abort()
    const mine = (stop = new AbortController())
    opened = Date.now() + Math.random()
    pages.clear()
    looking.value = true
    failure.value = null
    try {
      for (;;) {
        const { items: first, ...rest } = await ask(of, 0, patience, mine.signal)
        if (mine.signal.aborted) return
        found.value = rest
        // Later pages that are shown meanwhile stay.
        items.value = new Map([...(pages.size === 0 ? [] : items.value), ...first.map((item, i) => [i, item] as const)])
        pages.add(0)
        if (rest.progress === null) return
      }
    } catch (thrown) {
      if (!isCancelled(thrown) && !mine.signal.aborted) failure.value = thrown
    } finally {
      if (stop === mine) looking.value = false
    }
  }

  /** Reads the captions at these positions, where they were not read yet. */
  async function ensure(first: number, last: number): Promise<void> {
    const of = target()
    const { signal } = stop
    if (of === null || found.value === null) return
    for (let at = Math.floor(first / page); at * page < Math.min(last, found.value.captions); at++) {
      if (pages.has(at) || at === 0) continue
      pages.add(at)
      try {
        const { items: more } = await ask(of, at * page, patience, signal)
        if (signal.aborted) return
        items.value = new Map([...items.value, ...more.map((item, i) => [at * page + i, item] as const)])
      } catch {
        // Scrolled to again, it is read again.
        pages.delete(at)
      }
    }
  }

  function ask({ filter, captions }: BulkTarget, start: number, wait: number, signal: AbortSignal): Promise<Found> {
    const of = captions === undefined ? { filter } : { captions: [...captions] }
    return engine.call('bulk.findReplace', { project, annotator: settings.annotator, ...of, ...asked, opened, start, count: page, patience: wait }, { signal })
  }

  onScopeDispose(() => {
    clearTimeout(timer)
    stop.abort()
  })
  return { asked, found, items, looking, failure, problem, look, ensure }
}
