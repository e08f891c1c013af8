import { BestLists } from '../../retrieval/best-list.ts'

export type Scores = Float32Array | Float64Array

/** One query's ranking, of gallery rows in document order. Ranks are 1-based and exact. */
export interface RankedRow {
  readonly topRows: Int32Array
  readonly topScores: Scores
  /** Best first. */
  readonly positiveRows: Int32Array
  readonly positiveRanks: Int32Array
  readonly positiveScores: Scores
  readonly optimisticRank: number
  readonly pessimisticRank: number
}

/**
 * Ranks rows of a similarity matrix by the rule of all runs: score descending, in double precision; of equal scores the
 * lower gallery row first (rows are in document order, so that trec_eval would break the tie in the same way).
 */
export class MatrixRowRanker {
  readonly #columnOfRow: Int32Array
  readonly #k: number
  readonly #single: BestLists
  readonly #double: BestLists<Float64Array>

  /** `columnOfRow`: for each row of the gallery, in document order, its column in the matrix. */
  constructor(columnOfRow: Int32Array, k: number) {
    this.#columnOfRow = columnOfRow
    this.#k = Math.min(k, columnOfRow.length)
    this.#single = new BestLists(1, this.#k)
    this.#double = new BestLists(1, this.#k, new Float64Array(this.#k))
  }

  /** `positives`: gallery rows that are right, at least one. All of `scores` must be finite. */
  rank(scores: Scores, positives: readonly number[]): RankedRow {
    const lists: BestLists<Scores> = scores instanceof Float64Array ? this.#double : this.#single
    const columns = this.#columnOfRow
    const own = positives.map((row) => ({ row, score: scores[columns[row] as number] as number, before: 0 }))
    own.sort((a, b) => b.score - a.score || a.row - b.row)
    const best = own[0]?.score ?? Infinity
    const floor = own.at(-1)?.score ?? Infinity
    let threshold = lists.threshold(0)
    let above = 0
    let tied = 0
    for (let row = 0; row < columns.length; row++) {
      const score = scores[columns[row] as number] as number
      if (score >= threshold) {
        lists.add(0, score, row)
        threshold = lists.threshold(0)
      }
      if (score < floor) continue
      if (score > best) above++
      else if (score === best) tied++
      for (const positive of own) if (score > positive.score || (score === positive.score && row < positive.row)) positive.before++
    }
    tied -= own.filter(({ score }) => score === best).length
    const top = lists.take(0)
    const make = (length: number): Scores => (scores instanceof Float64Array ? new Float64Array(length) : new Float32Array(length))
    const positiveScores = make(own.length)
    own.forEach(({ score }, i) => (positiveScores[i] = score))
    return {
      topRows: top.rows,
      topScores: top.scores,
      positiveRows: Int32Array.from(own, ({ row }) => row),
      positiveRanks: Int32Array.from(own, ({ before }) => before + 1),
      positiveScores,
      optimisticRank: above + 1,
      pessimisticRank: above + tied + 1
    }
  }
}

/** The first column of a row that is NaN or infinite; -1 if all are finite. */
export function firstNotFinite(scores: Scores): number {
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number
    // NaN and the infinities are what is not 0 when subtracted from itself.
    if (score - score !== 0) return i
  }
  return -1
}
