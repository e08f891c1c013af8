import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { engine, useProject } from '../../platform/index.ts'
import type { TextCut } from './editor/text-marks.ts'
import { shiftRanges } from './editor/text-ranges.ts'
import { hasModel } from '#shared/domain/encoder.ts'

export interface TokenCount {
  readonly encoder: string
  readonly tokens: number
  readonly limit: number
  readonly truncated: boolean
  /** Where the text is cut, the offset (UTF-16) of the first word that is not read whole, in `of`; else null. */
  readonly cutAt: number | null
  /** The text that was counted. */
  readonly of: string
}

/** Tokens of a text under every encoder of the project that reads text; counted when typing pauses. */
export function useTokenCounts(project: string, text: Ref<string>) {
  const counts = shallowRef<readonly TokenCount[]>([])
  const encoders = shallowRef<readonly string[]>([])
  const store = useProject()
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()

  watch(
    () => store.revision.encoders,
    async () => {
      const list = await engine.call('encoders.list', { project }).catch(() => [])
      encoders.value = list.filter((encoder) => hasModel(encoder) && encoder.sides.some(({ side }) => side === 'text')).map(({ name }) => name)
    },
    { immediate: true }
  )

  watch(
    [text, encoders],
    () => {
      clearTimeout(timer)
      abort.abort()
      if (encoders.value.length === 0) counts.value = []
      else timer = setTimeout(() => void count(), 250)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => clearTimeout(timer))

  async function count(): Promise<void> {
    abort = new AbortController()
    const { signal } = abort
    const of = text.value
    try {
      counts.value = await Promise.all(
        encoders.value.map(async (encoder) => {
          const { tokens, limit, truncatedAt, cutAt } = await engine.call('encoders.tokens', { project, name: encoder, text: of }, { signal })
          return { encoder, tokens, limit, truncated: truncatedAt !== null, cutAt, of }
        })
      )
    } catch {
      if (!signal.aborted) counts.value = []
    }
  }

  return counts
}

/** Token counts, and the places in `shown` where encoders stop reading. A count of an earlier text is carried through what was typed since. */
export function useTextCuts(project: string, text: Ref<string>, shown: () => string) {
  const counts = useTokenCounts(project, text)
  const cuts = computed<TextCut[]>(() => counts.value.flatMap(({ encoder, cutAt, of }) => cutIn(shown(), of, cutAt).map((at) => ({ at, encoder }))))
  return { counts, cuts }
}

function cutIn(now: string, counted: string, at: number | null): number[] {
  if (at === null) return []
  if (now === counted) return [at]
  // Which words are read is known again when typing pauses; till then the mark stays before the same word.
  return shiftRanges([{ start: at, end: at + 1 }], counted, now).map(({ start }) => start)
}
