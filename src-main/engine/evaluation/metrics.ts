import type { Metrics } from '#shared/domain/run.ts'

/** What the metrics need to know of one ranked query. Ranks are 1-based and exact. */
export interface RankedQuery {
  /** Size of this query's gallery. */
  readonly gallery: number
  /** Ranks of all its positives, in any order; 0 stands for one that was not retrieved at all. */
  readonly positiveRanks: ArrayLike<number>
  /** Rank of the best positive; where none was retrieved, the gallery's size plus one. */
  readonly bestRank: number
  /** Rank of the best positive if every tie fell in its favour (or against it). */
  readonly optimisticRank: number
  readonly pessimisticRank: number
  /** Metres between the truth and the first answer; null where either has no coordinates. */
  readonly errorM: number | null
}

export const cutoffs = [1, 5, 10, 50, 100] as const
/** The deepest of them. */
const deepest = cutoffs[cutoffs.length - 1] as number
export const distances = [50, 100, 150] as const

/**
 * R@K, as geo-localization papers use it: success at K. 1 if any positive is among the first K answers, else 0.
 * Example: best positive at rank 4: R@1 = 0, R@5 = 1.
 */
export function successAt(k: number, bestRank: number): number {
  return bestRank <= k ? 1 : 0
}

/**
 * recall@K, as trec_eval has it: positives among the first K, divided by all positives.
 * Example: positives at ranks 1, 4 and 20: recall@5 = 2/3.
 */
export function recallAt(k: number, positiveRanks: ArrayLike<number>): number {
  return positiveRanks.length === 0 ? 0 : within(k, positiveRanks).length / positiveRanks.length
}

/**
 * K of R@1%: max(1, ceil(N / 100)), N the size of the query's gallery. Rounded up: with 250 views K is 3 (a floor would
 * give 2, and 0 below 100 views). In whole numbers, so that no rounding of N / 100 matters.
 */
export function onePercentOf(gallery: number): number {
  return Math.max(1, Math.ceil(gallery / 100))
}

/**
 * Reciprocal rank: 1 / rank of the best positive, without a cut-off; 0 if none was retrieved. MRR is its mean.
 * Example: best positive at rank 4: 0.25.
 */
export function reciprocalRank(positiveRanks: ArrayLike<number>): number {
  // A loop: with a wide radius a query may have more positives than a function takes arguments.
  let best = Infinity
  for (let i = 0; i < positiveRanks.length; i++) {
    const rank = positiveRanks[i] as number
    if (rank > 0 && rank < best) best = rank
  }
  return best === Infinity ? 0 : 1 / best
}

/**
 * nDCG@K with binary relevance: DCG@K is the sum of 1 / log2(rank + 1) over the positives among the first K; the ideal
 * has all positives first, cut at K as well.
 * Example: two positives, at ranks 2 and 3: (1/log2(3) + 1/log2(4)) / (1/log2(2) + 1/log2(3)) = 0.6934.
 */
export function ndcgAt(k: number, positiveRanks: ArrayLike<number>): number {
  return positiveRanks.length === 0 ? 0 : ndcgOf(k, positiveRanks, positiveRanks.length)
}

/** The same where only some of the `positives` are given, those of the first k among them. */
function ndcgOf(k: number, ranks: ArrayLike<number>, positives: number): number {
  let gained = 0
  for (const rank of within(k, ranks).sort((a, b) => a - b)) gained += discount(rank)
  let ideal = 0
  for (let rank = 1; rank <= Math.min(k, positives); rank++) ideal += discount(rank)
  return gained / ideal
}

/** 1 / log2(rank + 1): 1 at rank 1, 0.6309 at rank 2. */
export function discount(rank: number): number {
  return 1 / Math.log2(rank + 1)
}

/** The middle value; of an even number of values, the mean of the two in the middle. Null for none. */
export function median(values: ArrayLike<number>): number | null {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return null
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/**
 * Adds up the metrics of a run, query by query. Every mean is over all queries that were ranked, each counting the same.
 *
 * - `R@1`, `R@5`, `R@10`, `R@50`, `R@100`: mean success at K. `R@1%`: with K = max(1, ceil(N/100)) of each query's gallery.
 * - `R@1 optimistic`, `R@1 pessimistic`: as if every tie of the best positive fell in its favour, or against it. A
 *   model that scores everything alike has 1 and 0: the two lie apart where ties decide.
 * - `recall@K`: only where some query has several positives; elsewhere it equals R@K.
 * - `MRR`, `nDCG@10`; `medianRank`: of the best positives.
 * - `L@50`, `L@100`, `L@150`: share of the located queries whose first answer lies at most that many metres from the
 *   truth; `medianErrorM`, `meanErrorM` of those distances. Null where no query is located.
 */
export class MetricsSum {
  #queries = 0
  readonly #sums = new Map<string, number>()
  readonly #bestRanks: number[] = []
  readonly #errors: number[] = []
  #severalPositives = false

  get queries(): number {
    return this.#queries
  }

  /** Queries whose truth and first answer both have coordinates. */
  get located(): number {
    return this.#errors.length
  }

  add(query: RankedQuery): void {
    this.#queries++
    this.#bestRanks.push(query.bestRank)
    if (query.positiveRanks.length > 1) this.#severalPositives = true
    // One pass over what may be thousands of positives: no cut-off looks further than the first few.
    const early = within(deepest, query.positiveRanks)
    const share = (k: number): number => (query.positiveRanks.length === 0 ? 0 : within(k, early).length / query.positiveRanks.length)
    for (const k of cutoffs) {
      // One that was not retrieved stands behind the whole gallery, which may be smaller than K.
      this.#add(`R@${k}`, query.bestRank > query.gallery ? 0 : successAt(k, query.bestRank))
      this.#add(`recall@${k}`, share(k))
    }
    this.#add('R@1%', successAt(onePercentOf(query.gallery), query.bestRank))
    this.#add('R@1 optimistic', successAt(1, query.optimisticRank))
    this.#add('R@1 pessimistic', successAt(1, query.pessimisticRank))
    this.#add('MRR', reciprocalRank(early.length > 0 ? early : query.positiveRanks))
    this.#add('nDCG@10', early.length > 0 ? ndcgOf(10, early, query.positiveRanks.length) : 0)
    if (query.errorM === null) return
    this.#errors.push(query.errorM)
    for (const metres of distances) this.#add(`L@${metres}`, query.errorM <= metres ? 1 : 0)
  }

  metrics(): Metrics {
    const mean = (name: string): number | null => (this.#queries === 0 ? null : (this.#sums.get(name) ?? 0) / this.#queries)
    const out: Metrics = {}
    for (const k of cutoffs) out[`R@${k}`] = mean(`R@${k}`)
    for (const name of ['R@1%', 'R@1 optimistic', 'R@1 pessimistic']) out[name] = mean(name)
    if (this.#severalPositives) for (const k of cutoffs) out[`recall@${k}`] = mean(`recall@${k}`)
    for (const name of ['MRR', 'nDCG@10']) out[name] = mean(name)
    out['medianRank'] = median(this.#bestRanks)
    for (const metres of distances) out[`L@${metres}`] = this.located === 0 ? null : (this.#sums.get(`L@${metres}`) ?? 0) / this.located
    out['medianErrorM'] = median(this.#errors)
    out['meanErrorM'] = this.located === 0 ? null : this.#errors.reduce((sum, error) => sum + error, 0) / this.located
    return out
  }

  #add(name: string, value: number): void {
    this.#sums.set(name, (this.#sums.get(name) ?? 0) + value)
  }
}

/** Ranks of the first k, in the order given; 0 stands for one that was not retrieved. */
function within(k: number, ranks: ArrayLike<number>): number[] {
  const out: number[] = []
  for (let i = 0; i < ranks.length; i++) {
    const rank = ranks[i] as number
    if (rank > 0 && rank <= k) out.push(rank)
  }
  return out
}
