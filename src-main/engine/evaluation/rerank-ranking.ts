import type { QueryRanking } from '../retrieval/rank-queries.ts'
import type { RerankedList } from '../retrieval/rerank.ts'

/**
 * A ranking with its first `depth` answers in another order. Exact ranks stay exact: a positive among the first `depth`
 * has its place there, one below keeps its rank. The bounds by ties count ties among the first `depth` alone, since
 * nothing below them can come before. `errorOf`: metres from the query's place to a view.
 */
export function rerankedRanking(ranking: QueryRanking, { from, scores }: RerankedList, depth: number, errorOf: (view: number) => number | null): QueryRanking {
  const head = Math.min(depth, ranking.topViews.length)
  const topViews = Int32Array.from(from, (old) => ranking.topViews[old] as number)
  const rankOf = new Map(Array.from(topViews.subarray(0, head), (view, at) => [view, at + 1]))
  const last = scores.at(-1) ?? 0
  const positives = Array.from(ranking.positiveViews, (view, i) => {
    const rank = rankOf.get(view) ?? (ranking.positiveRanks[i] as number)
    // One below the kept answers stays below them by its score, too.
    return { view, rank, score: scores[rank - 1] ?? Math.min(last, ranking.positiveScores[i] as number) }
  }).sort((a, b) => a.rank - b.rank)
  return {
    ...ranking,
    topViews,
    topScores: scores,
    positiveViews: Int32Array.from(positives, ({ view }) => view),
    positiveRanks: Int32Array.from(positives, ({ rank }) => rank),
    positiveScores: Float32Array.from(positives, ({ score }) => score),
    ...bounds(ranking, topViews, scores, head, positives[0]?.rank ?? Infinity),
    errorM: topViews[0] === ranking.topViews[0] ? ranking.errorM : errorOf(topViews[0] as number)
  }
}

/** Best and worst rank of the best positive, as its ties may fall. */
function bounds(ranking: QueryRanking, topViews: Int32Array, scores: Float32Array, head: number, best: number): Pick<QueryRanking, 'optimisticRank' | 'pessimisticRank'> {
  if (best > head) return { optimisticRank: Math.max(head + 1, ranking.optimisticRank), pessimisticRank: ranking.pessimisticRank }
  const own = scores[best - 1] as number
  const positives = new Set(ranking.positiveViews)
  let [above, tied] = [0, 0]
  for (let i = 0; i < head; i++) {
    const score = scores[i] as number
    if (score > own) above++
    else if (score === own && !positives.has(topViews[i] as number)) tied++
  }
  return { optimisticRank: above + 1, pessimisticRank: above + tied + 1 }
}
