import { ref, shallowRef } from 'vue'
import type { SearchAnswer, SearchQuery } from '#shared/contracts/retrieval.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { engine, isCancelled } from '../../platform/index.ts'

export interface SearchOptions {
  readonly encoder: string
  readonly query: SearchQuery
  readonly k: number
  readonly centered: boolean
  readonly split: Split | null
}

/** One encoder's search: the newest one counts, earlier ones are cancelled. The last answer stays until the next is there. */
export function useSearch(project: string) {
  const answer = shallowRef<SearchAnswer | null>(null)
  const failure = shallowRef<unknown>(null)
  /** True only after a tenth of a second: what is faster needs no sign. */
  const slow = ref(false)
  let abort = new AbortController()

  async function search(options: SearchOptions): Promise<void> {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    const timer = setTimeout(() => (slow.value = true), 100)
    try {
      const found = await engine.call('retrieval.search', { project, ...options }, { signal })
      if (signal.aborted) return
      answer.value = found
      failure.value = null
    } catch (thrown) {
      if (signal.aborted || isCancelled(thrown)) return
      failure.value = thrown
      answer.value = null
    } finally {
      clearTimeout(timer)
      if (!signal.aborted) slow.value = false
    }
  }

  function clear(): void {
    abort.abort()
    answer.value = null
    failure.value = null
    slow.value = false
  }

  return { answer, failure, slow, search, clear }
}

export type Search = ReturnType<typeof useSearch>

/** Whether an error says that vectors are missing: the cure is an embed job. */
export function lacksEmbeddings(thrown: unknown): boolean {
  return thrown instanceof PlanisphereError && thrown.code === 'NO_EMBEDDINGS'
}
