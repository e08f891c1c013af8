import { onActivated, onDeactivated, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { isCancelled, useProject } from '../../platform/index.ts'

/** What takes longer than this is shown as being computed. */
const slowMs = 100

/**
 * The answer to a question that follows what it is asked of: `question` gives its arguments, or null where there is
 * nothing to ask. The last answer stays while the next is on its way, and a question that nobody waits for any more is
 * cancelled. It is asked again when captions or places have changed, and not while its screen is hidden.
 */
export function useAnswer<A, R>(question: () => A | null, ask: (args: A, signal: AbortSignal) => Promise<R>) {
  const store = useProject()
  const answer = shallowRef<R | null>(null)
  const failure = shallowRef<unknown>(null)
  /** Being computed, for longer than a moment. */
  const slow = ref(false)
  const shown = ref(true)
  let controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function again(): Promise<void> {
    controller.abort()
    clearTimeout(timer)
    slow.value = false
    const args = question()
    if (args === null) {
      answer.value = null
      failure.value = null
      return
    }
    const mine = (controller = new AbortController())
    timer = setTimeout(() => (slow.value = true), slowMs)
    try {
      const found = await ask(args, mine.signal)
      if (mine.signal.aborted) return
      answer.value = found
      failure.value = null
    } catch (thrown) {
      if (mine.signal.aborted || isCancelled(thrown)) return
      answer.value = null
      failure.value = thrown
    }
    clearTimeout(timer)
    slow.value = false
  }

  let asked = ''
  watch(
    () => (shown.value ? JSON.stringify([question(), store.revision.captions, store.revision.places]) : null),
    (now) => {
      if (now === null || now === asked) return
      asked = now
      void again()
    },
    { immediate: true }
  )
  onActivated(() => (shown.value = true))
  onDeactivated(() => (shown.value = false))
  onScopeDispose(() => {
    controller.abort()
    clearTimeout(timer)
  })
  return { answer, failure, slow, again }
}
