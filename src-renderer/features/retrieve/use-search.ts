import { ref, shallowRef } from 'vue'
import type { SearchAnswer, SearchQuery } from '#shared/contracts/retrieval.ts'
import type { Rerank } from '#shared/domain/planet.ts'
import type { RankedView } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { engine, isCancelled } from '../../platform/index.ts'

export interface SearchOptions {
  readonly encoder: string
  readonly query: SearchQuery
  readonly k: number
  readonly centered: boolean
  readonly split: Split | null
  readonly rerank: Rerank | null
}

/** Where an answer stood before it was re-ranked. */
export interface Moved {
  /** Its rank by cosine; null where it lay deeper than was looked. */
  readonly rank: number | null
  readonly cosine: number | null
  /** Mean of the cosines of colour, structure and texture: what its score has above its cosine, over the weight. */
  readonly agreement: number | null
}

/** One encoder's search: the newest one counts, earlier ones are cancelled. The last answer stays until the next is there. */
export function useSearch(project: string) {
  const answer = shallowRef<SearchAnswer | null>(null)
  const failure = shallowRef<unknown>(null)
  /** Of a re-ranked answer: what each view had before, by its id. Null where it is not re-ranked. */
  const before = shallowRef<ReadonlyMap<number, { rank: number; score: number }> | null>(null)
  const weight = ref(0)
  /** True only after a tenth of a second: what is faster needs no sign. */
  const slow = ref(false)
  let abort = new AbortController()

  async function search(options: SearchOptions): Promise<void> {
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    const timer = setTimeout(() => (slow.value = true), 100)
    try {
      const { rerank } = options
      const [found, plain] = await Promise.all([
        engine.call('retrieval.search', { project, ...options }, { signal }),
        rerank === null ? null : engine.call('retrieval.search', { project, ...options, rerank: null, k: Math.max(options.k, rerank.depth) }, { signal })
      ])
      if (signal.aborted) return
      before.value = plain === null ? null : new Map([...plain.results, ...(plain.truth === null ? [] : [plain.truth])].map(({ view, rank, score }) => [view, { rank, score }]))
      weight.value = rerank?.weight ?? 0
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

  /** Null where the answers are not re-ranked. */
  function movedOf({ view, score }: Pick<RankedView, 'view' | 'score'>): Moved | null {
    if (before.value === null) return null
    const was = before.value.get(view)
    return was === undefined ? { rank: null, cosine: null, agreement: null } : { rank: was.rank, cosine: was.score, agreement: (score - was.score) / weight.value }
  }

  function clear(): void {
    abort.abort()
    before.value = null
    answer.value = null
    failure.value = null
    slow.value = false
  }

  return { answer, failure, slow, search, clear, movedOf, reranked: before }
}

export type Search = ReturnType<typeof useSearch>

/** Whether an error says that vectors are missing: the cure is an embed job. */
export function lacksEmbeddings(thrown: unknown): boolean {
  return thrown instanceof PlanisphereError && thrown.code === 'NO_EMBEDDINGS'
}
