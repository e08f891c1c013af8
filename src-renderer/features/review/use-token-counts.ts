import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { engine, useProject } from '../../platform/index.ts'

export interface TokenCount {
  readonly encoder: string
  readonly tokens: number
  readonly limit: number
  readonly truncated: boolean
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
      encoders.value = list.filter(({ sides }) => sides.some(({ side }) => side === 'text')).map(({ name }) => name)
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
    try {
      counts.value = await Promise.all(
        encoders.value.map(async (encoder) => {
          const { tokens, limit, truncatedAt } = await engine.call('encoders.tokens', { project, name: encoder, text: text.value }, { signal })
          return { encoder, tokens, limit, truncated: truncatedAt !== null }
        })
      )
    } catch {
      if (!signal.aborted) counts.value = []
    }
  }

  return counts
}
