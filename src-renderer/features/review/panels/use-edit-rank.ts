import { computed, onBeforeUnmount, onDeactivated, ref, shallowRef, watch } from 'vue'
import type { EditRank } from '#shared/contracts/edit-rank.ts'
import { engine, isCancelled } from '../../../platform/index.ts'

/** How long typing rests before a text is ranked by itself. */
export const typingPauseMs = 600

interface RankSource {
  caption(): number | null
  text(): string
  annotator(): string
  encoder(): string | null
  /** Whether the text is ranked again whenever typing pauses. */
  live(): boolean
}

/** The newest question counts: it cancels the one before. The answer stays until the next is there, or another caption is. */
export function useEditRank(project: string, source: RankSource) {
  const answer = shallowRef<EditRank | null>(null)
  const failure = shallowRef<unknown>(null)
  /** True only after a tenth of a second: what is faster needs no sign. */
  const slow = ref(false)
  /** The text that `answer` speaks of. */
  const ranked = ref('')
  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  const stale = computed(() => answer.value !== null && ranked.value !== source.text().trim())

  async function ask(): Promise<void> {
    clearTimeout(timer)
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    const [caption, encoder, text] = [source.caption(), source.encoder(), source.text().trim()]
    if (caption === null || encoder === null || text === '') return
    const sign = setTimeout(() => (slow.value = true), 100)
    try {
      const found = await engine.call('review.editRank', { project, encoder, caption, text, annotator: source.annotator() }, { signal })
      if (signal.aborted) return
      answer.value = found
      ranked.value = text
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

  function forget(): void {
    stop()
    answer.value = null
    failure.value = null
  }

  watch([source.caption, source.encoder], forget)
  watch(
    [source.text, source.caption, source.encoder, source.live],
    () => {
      clearTimeout(timer)
      if (source.live()) timer = setTimeout(() => void ask(), typingPauseMs)
    },
    { immediate: true }
  )
  onDeactivated(stop)
  onBeforeUnmount(stop)

  return { answer, failure, slow, stale, ask }
}
