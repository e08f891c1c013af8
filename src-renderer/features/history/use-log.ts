import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import type { LogEntry } from '#shared/contracts/review-history.ts'
import type { EventKind } from '#shared/domain/review-events.ts'
import { engine, isCancelled, useProject } from '../../platform/index.ts'
import { refreshed } from './refreshed-log.ts'

export interface LogFilter {
  readonly annotator: string | null
  readonly kind: EventKind | null
  /** Days as the date field gives them (2026-03-01), in local time; both included. */
  readonly since: string
  readonly until: string
  readonly text: string
}

export const everything: LogFilter = { annotator: null, kind: null, since: '', until: '', text: '' }

const pageSize = 100
const pauseMs = 200

/** The log that fits a filter, newest first, page by page as it is scrolled; what happens meanwhile is put on top. */
export function useLog(project: string, filter: Ref<LogFilter>, viewer: () => string) {
  const store = useProject()
  const entries = shallowRef<readonly LogEntry[]>([])
  const complete = ref(false)
  const reading = ref(true)
  const failure = shallowRef<unknown>(null)
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  const question = computed(() => {
    const { annotator, kind, since, until, text } = filter.value
    return {
      ...(annotator === null ? {} : { annotator }),
      ...(kind === null ? {} : { kind }),
      ...(since === '' ? {} : { since: startOfDay(since, 0) }),
      ...(until === '' ? {} : { until: startOfDay(until, 1) }),
      ...(text.trim() === '' ? {} : { text: text.trim() })
    }
  })

  const page = (before: number | null, signal: AbortSignal) => engine.call('review.log', { project, ...question.value, viewer: viewer(), before, count: pageSize }, { signal })

  /** Reads from the newest on; the entries stay until the new ones are here. */
  async function restart(): Promise<void> {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    reading.value = true
    failure.value = null
    try {
      const first = await page(null, signal)
      if (signal.aborted) return
      entries.value = first
      complete.value = first.length < pageSize
    } catch (thrown) {
      if (!signal.aborted && !isCancelled(thrown)) {
        failure.value = thrown
        entries.value = []
        complete.value = true
      }
    } finally {
      if (!signal.aborted) reading.value = false
    }
  }

  /** Reads the next page, unless one is being read. */
  async function more(): Promise<void> {
    const last = entries.value.at(-1)
    if (reading.value || complete.value || last === undefined) return
    const { signal } = abort
    reading.value = true
    try {
      const next = await page(last.seq, signal)
      if (signal.aborted) return
      entries.value = [...entries.value, ...next]
      complete.value = next.length < pageSize
    } catch (thrown) {
      if (!signal.aborted && !isCancelled(thrown)) failure.value = thrown
    } finally {
      if (!signal.aborted) reading.value = false
    }
  }

  /** Puts what happened since on top, and marks what was undone. */
  async function refresh(): Promise<void> {
    if (reading.value) return
    const { signal } = abort
    try {
      const newest = await page(null, signal)
      if (signal.aborted) return
      const merged = refreshed(entries.value, newest, newest.length < pageSize)
      if (merged === null) await restart()
      else entries.value = merged
    } catch (thrown) {
      if (!signal.aborted && !isCancelled(thrown)) failure.value = thrown
    }
  }

  watch(question, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void restart(), pauseMs)
  })
  watch(viewer, () => void restart())
  watch(() => store.revision.captions, () => void refresh())
  void restart()
  onBeforeUnmount(() => {
    clearTimeout(timer)
    abort.abort()
  })
  return { entries, complete, reading, failure, more, restart }
}

/** Local midnight of a day, or of one some days later. */
function startOfDay(day: string, later: number): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).getTime()
}
