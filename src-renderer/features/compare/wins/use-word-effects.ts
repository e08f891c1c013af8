import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { engine, isCancelled } from '../../../platform/index.ts'

type Words = MethodOutput<'analysis.words'>
export type WordEffect = Words['effects'][number]

export interface WordEffects {
  readonly text: string
  readonly words: Words['words']
  readonly read: number
  readonly score: number
  readonly keptScore: number
  readonly rank: number | null
  readonly effects: ReadonlyMap<number, WordEffect>
}

/** Words a call: progress is seen after each. */
const part = 12

/** Which words of a caption matter to its truth under a run: asked on demand, a few words at a time. */
export function useWordEffects(project: string, of: () => { run: string; query: number } | null) {
  const found = shallowRef<WordEffects | null>(null)
  const failure = shallowRef<unknown>(null)
  const running = ref(false)
  let controller = new AbortController()
  const done = computed(() => found.value?.effects.size ?? 0)
  /** In 0..1; null until the number of words is known. */
  const progress = computed(() => (found.value === null || found.value.read === 0 ? null : done.value / found.value.read))

  watch(() => JSON.stringify(of()), () => {
    cancel()
    found.value = null
    failure.value = null
  })
  onScopeDispose(() => controller.abort())

  async function start(): Promise<void> {
    const asked = of()
    cancel()
    if (asked === null) return
    const { signal } = (controller = new AbortController())
    running.value = true
    found.value = null
    failure.value = null
    try {
      for (let from = 0, read = 1; from < read; from += part) {
        const answer = await engine.call('analysis.words', { project, ...asked, start: from, count: part }, { signal })
        if (signal.aborted) return
        read = answer.read
        // The loop ends below for a caption without words.
        const effects = new Map(readEffects())
        for (const effect of answer.effects) effects.set(effect.word, effect)
        found.value = { ...answer, effects }
      }
    } catch (thrown) {
      if (!signal.aborted && !isCancelled(thrown)) failure.value = thrown
    } finally {
      if (!signal.aborted) running.value = false
    }
  }

  function readEffects(): ReadonlyMap<number, WordEffect> {
    return found.value?.effects ?? new Map<number, WordEffect>()
  }

  /** What was found so far stays in sight. */
  function cancel(): void {
    controller.abort()
    running.value = false
  }

  return { found, failure, running, progress, start, cancel }
}
