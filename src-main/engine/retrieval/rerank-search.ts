import type { Rerank } from '#shared/domain/planet.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import type { SearchAnswers } from './search-thread.ts'
import type { RerankThread } from './rerank-thread.ts'
import { tileSide } from './planet-sides.ts'

type Ranked = NonNullable<SearchAnswers['rank']>

export interface RerankedSearch {
  readonly views: Int32Array
  readonly scores: Float32Array
  readonly truth: Ranked['truth']
}

/**
 * Re-ranks the first answers of one search by the agreement of its text's `descriptors` with their tiles. `ranked` holds
 * at least `depth` answers where the gallery has them. The truth is the best-ranked positive after it.
 */
export async function rerankSearch(
  thread: RerankThread,
  of: { readonly project: OpenProject; readonly encoder: EncoderRecord; readonly resources: string },
  { ranked, descriptors, positives, rerank }: { readonly ranked: Ranked; readonly descriptors: Float32Array; readonly positives: readonly number[]; readonly rerank: Rerank },
  signal?: AbortSignal
): Promise<RerankedSearch> {
  const tiles = tileSide(of.project, of.encoder, of.resources)
  const head = ranked.views.slice(0, rerank.depth)
  const [list] = await thread.call<'rerank'>({ kind: 'rerank', tiles, weight: rerank.weight, descriptors, lists: [{ order: ranked.order, scores: ranked.scores, views: head }] }, signal)
  if (!list) throw new Error('no ranking came back')
  const views = list.from.map((old) => ranked.views[old] as number)
  const own = new Set(positives)
  const at = views.findIndex((view, i) => i < head.length && own.has(view))
  const truth = at >= 0 ? { view: views[at] as number, rank: at + 1, score: list.scores[at] as number } : ranked.truth && { ...ranked.truth, score: list.scores[ranked.truth.rank - 1] ?? Math.min(ranked.truth.score, list.scores.at(-1) ?? ranked.truth.score) }
  return { views, scores: list.scores, truth }
}
