import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { discount, median } from './metrics.ts'
import { inTrecOrder, readQrelsFile, readRunFile, utf8 } from './trec-files.ts'

/** Metric name -> value. `rank` is the best relevant document's, null where none was retrieved. */
export type TrecScores = Record<string, number | null>

export interface TrecDocument {
  /** Means over the queries, `medianRank`, and `queries`, their number. */
  readonly overall: TrecScores
  readonly queries: Record<string, TrecScores>
}

export const trecCutoffs = [1, 5, 10, 20, 50, 100, 1000] as const

/**
 * Scores a run against qrels with trec_eval's conventions. The queries are those that stand in both files; a document
 * that is not judged is not relevant; recall, MAP and the ideal of nDCG are over all relevant documents, retrieved or
 * not; the reciprocal rank has no cut-off; nDCG's gain is the relevance itself (linear; a negative one counts 0), its
 * discount log2(rank + 1). As in trec_eval, a query without any relevant document takes part and scores 0.
 *
 * Example: run {d1 1.5, d2 0.2, d3 0.5}, d2 and d3 relevant: the order is d1, d3, d2, nDCG 0.6934, MRR 0.5, R@1 0.
 */
export async function scoreTrecFiles(files: { readonly run: string; readonly qrels: string }): Promise<TrecDocument> {
  const [run, qrels] = await Promise.all([readRunFile(files.run), readQrelsFile(files.qrels)])
  const shared = [...run.keys()].filter((qid) => qrels.has(qid)).sort()
  if (shared.length === 0) {
    throw new PlanisphereError('BAD_FILE', 'No query stands in both the run and the qrels.', {
      hint: `The run has ${utf8(first(run))}, the qrels have ${utf8(first(qrels))}, say.`,
      place: { file: files.run }
    })
  }
  const queries: Record<string, TrecScores> = Object.create(null) as Record<string, TrecScores>
  for (const qid of shared) {
    const judged = qrels.get(qid) ?? new Map<string, number>()
    const gains = inTrecOrder(run.get(qid) ?? []).map(({ docid }) => judged.get(docid) ?? 0)
    queries[utf8(qid)] = scoreRanking(gains, [...judged.values()])
  }
  return { overall: means(Object.values(queries)), queries }
}

/** The metrics of one ranking: `gains[i]` is the relevance at rank i + 1, `judged` every judgement of the query. */
export function scoreRanking(gains: readonly number[], judged: readonly number[]): TrecScores {
  const relevantRanks = gains.flatMap((gain, i) => (gain > 0 ? [i + 1] : []))
  const relevant = judged.filter((gain) => gain > 0).length
  const best = relevantRanks[0] ?? null
  const share = (count: number): number => (relevant === 0 ? 0 : count / relevant)
  const scores: TrecScores = {
    nDCG: ndcg(gains, judged, Infinity),
    'nDCG@10': ndcg(gains, judged, 10),
    MRR: best === null ? 0 : 1 / best,
    MAP: share(relevantRanks.reduce((sum, rank, i) => sum + (i + 1) / rank, 0))
  }
  for (const k of trecCutoffs) scores[`R@${k}`] = best !== null && best <= k ? 1 : 0
  for (const k of trecCutoffs) scores[`recall@${k}`] = share(relevantRanks.filter((rank) => rank <= k).length)
  for (const k of trecCutoffs) if (k !== 10) scores[`nDCG@${k}`] = ndcg(gains, judged, k)
  scores['rank'] = best
  return scores
}

function ndcg(gains: readonly number[], judged: readonly number[], k: number): number {
  const ideal = dcg([...judged].sort((a, b) => b - a), k)
  return ideal === 0 ? 0 : dcg(gains, k) / ideal
}

function dcg(gains: readonly number[], k: number): number {
  let sum = 0
  for (let i = 0; i < gains.length && i < k; i++) if ((gains[i] as number) > 0) sum += (gains[i] as number) * discount(i + 1)
  return sum
}

function means(queries: readonly TrecScores[]): TrecScores {
  const out: TrecScores = {}
  for (const name of Object.keys(queries[0] ?? {})) {
    if (name !== 'rank') out[name] = queries.reduce((sum, scores) => sum + (scores[name] ?? 0), 0) / queries.length
  }
  // A query that retrieved nothing relevant stands behind every other.
  const middle = median(queries.map((scores) => scores['rank'] ?? Number.MAX_VALUE))
  out['medianRank'] = middle === null || middle > Number.MAX_SAFE_INTEGER ? null : middle
  out['queries'] = queries.length
  return out
}

function first(map: ReadonlyMap<string, unknown>): string {
  return map.keys().next().value ?? ''
}
