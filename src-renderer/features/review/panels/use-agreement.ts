import { computed, onActivated, onBeforeUnmount, onDeactivated, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { engine, isCancelled } from '../../../platform/index.ts'
import { typingPauseMs } from './use-edit-rank.ts'

export type AgreementAnswer = MethodOutput<'planet.agreement'>

/** How long a caption is on the screen before it is asked about: whoever decides faster than that never waits for it. */
export const settleMs = 300

interface AgreementSource {
  caption(): number | null
  text(): string
  annotator(): string
  /** Whether a text that is typed is scored whenever typing pauses. */
  live(): boolean
}

/** What a caption's text agrees with. The newest question counts: going on to another caption ends the one before. */
export function useAgreement(project: string, source: AgreementSource) {
  const answer = shallowRef<AgreementAnswer | null>(null)
  const failure = shallowRef<unknown>(null)
  /** True only after a tenth of a second: what is faster needs no sign. */
  const slow = ref(false)
  /** The text that `answer` speaks of. */
  const scored = ref('')
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = true

  const stale = computed(() => answer.value !== null && answer.value.missing === null && scored.value !== source.text().trim())

  async function ask(): Promise<void> {
    stop()
    abort = new AbortController()
    const { signal } = abort
    const [caption, text] = [source.caption(), source.text().trim()]
    if (caption === null || text === '') return
    const sign = setTimeout(() => (slow.value = true), 100)
    try {
      const found = await engine.call('planet.agreement', { project, caption, text, annotator: source.annotator() }, { signal })
      if (signal.aborted) return
      answer.value = found
      scored.value = text
      failure.value = null
    } catch (thrown) {
      if (signal.aborted || isCancelled(thrown)) return
      failure.value = thrown
      answer.value = null
    } finally {
      clearTimeout(sign)
      if (!signal.aborted) slow.value = false
    }
  }

  function stop(): void {
    clearTimeout(timer)
    abort.abort()
    slow.value = false
  }

  function later(ms: number): void {
    clearTimeout(timer)
    if (shown) timer = setTimeout(() => void ask(), ms)
  }

  watch(
    source.caption,
    () => {
      stop()
      answer.value = null
      failure.value = null
      later(settleMs)
    },
    { immediate: true }
  )
  watch([source.text, source.live], () => {
    if (answer.value === null && failure.value === null) later(settleMs)
    else if (source.live()) later(typingPauseMs)
  })
  onActivated(() => {
    shown = true
    if (answer.value === null && failure.value === null) later(settleMs)
  })
  onDeactivated(() => {
    shown = false
    stop()
  })
  onBeforeUnmount(stop)

  return { answer, failure, slow, stale, ask }
}
