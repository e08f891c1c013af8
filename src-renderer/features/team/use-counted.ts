import { onActivated, onBeforeUnmount, onDeactivated, ref, shallowRef, watch, type WatchSource } from 'vue'
import type { TeamProgress } from '#shared/contracts/team.ts'
import { useProject } from '../../platform/index.ts'

/** Milliseconds after which the engine says how far it is. */
const patience = 300
/** After a change of the data it is counted again at the earliest after so long, and after five times what it took. */
const restMs = 2000

type Ask<R> = (patience: number, signal: AbortSignal) => Promise<{ progress: TeamProgress | null; result: R | null }>

/**
 * Something that the engine counts in steps: the newest result stays while it is counted again, `progress` tells how far
 * that is. Begins anew when `sources` change, and, with rests, when captions do. Ends when its component is not shown.
 */
export function useCounted<R>(ask: Ask<R>, sources: readonly WatchSource<unknown>[] = []) {
  const store = useProject()
  const result = shallowRef<R | null>(null)
  const progress = ref<TeamProgress | null>(null)
  const failure = shallowRef<unknown>(null)
  const counting = ref(false)
  let current: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = true
  let restUntil = 0

  async function read(): Promise<void> {
    stop()
    const mine = new AbortController()
    current = mine
    counting.value = true
    const began = Date.now()
    try {
      for (;;) {
        const answer = await ask(patience, mine.signal)
        if (current !== mine) return
        progress.value = answer.progress
        if (answer.result === null) continue
        result.value = answer.result
        failure.value = null
        break
      }
    } catch (thrown) {
      if (current === mine) failure.value = thrown
    } finally {
      if (current === mine) {
        restUntil = Date.now() + Math.max(restMs, 5 * (Date.now() - began))
        current = null
        progress.value = null
        counting.value = false
      }
    }
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    current?.abort()
    current = null
    counting.value = false
    progress.value = null
  }

  /** Ends the counting that is under way; what was counted before stays. */
  function cancel(): void {
    stop()
  }

  function later(): void {
    if (!shown || timer !== undefined || counting.value) return
    timer = setTimeout(() => {
      timer = undefined
      void read()
    }, Math.max(0, restUntil - Date.now()))
  }

  watch([...sources], () => void read(), { immediate: true })
  watch(() => store.revision.captions, later)
  onActivated(() => {
    if (shown) return
    shown = true
    later()
  })
  onDeactivated(() => {
    shown = false
    stop()
  })
  onBeforeUnmount(stop)
  return { result, progress, failure, counting, read, cancel }
}
