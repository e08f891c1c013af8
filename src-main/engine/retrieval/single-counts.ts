import type { ScoreCounter } from './score-counter.ts'
import type { ChunkScores } from './score-kernel.ts'

/** What is counted of: parallel to the request of a ranking. */
export interface CountedPositives {
  readonly starts: Int32Array
  readonly rows: Int32Array
  /** Of each positive. */
  readonly scores: Float32Array
  /** For each query a row that is not counted; -1 or null: none. */
  readonly leftOut: Int32Array | null
}

/**
 * How many rows go before the positive of each query that has exactly one, as most have: whole chunks are counted at once
 * (`ScoreCounter`), and only where rows score the same as the positive are they told apart by where they stand.
 */
export class SingleCounts {
  readonly #of: CountedPositives
  /** Queries with one positive. */
  readonly queries: Int32Array
  /** Parallel to `queries`. */
  readonly #above: Int32Array
  readonly #tied: Int32Array
  readonly #tiedBefore: Int32Array

  constructor(count: number, of: CountedPositives) {
    this.#of = of
    this.queries = Int32Array.from({ length: count }, (_, query) => query).filter((query) => (of.starts[query + 1] as number) - (of.starts[query] as number) === 1)
    this.#above = new Int32Array(this.queries.length)
    this.#tied = new Int32Array(this.queries.length)
    this.#tiedBefore = new Int32Array(this.queries.length)
  }

  /** Counts a chunk whose first `rows` rows stand from row `first` of the gallery on. False: a score of them is not a number. */
  addChunk(counter: ScoreCounter, chunk: ChunkScores, first: number, rows: number): boolean {
    const { starts, scores, leftOut } = this.#of
    const { best, above, tied } = counter
    best.fill(Infinity)
    for (const query of this.queries) best[query] = scores[starts[query] as number] as number
    const fine = counter.count(chunk, rows)
    for (let i = 0; i < this.queries.length; i++) {
      const query = this.queries[i] as number
      this.#above[i] = (this.#above[i] as number) + (above[query] as number)
      this.#tied[i] = (this.#tied[i] as number) + (tied[query] as number)
      if ((tied[query] as number) > 0) this.#tiedBefore[i] = (this.#tiedBefore[i] as number) + this.#before(query, tied[query] as number, chunk, first, rows, best.length)
      const without = leftOut === null ? -1 : (leftOut[query] as number) - first
      if (without >= 0 && without < rows) this.#leaveOut(i, query, chunk.scores[without * best.length + query] as number, first + without)
    }
    return fine
  }

  /** Puts the figures of its queries where those of all stand: ranks by positive, the others by query. */
  into(ranks: Int32Array, above: Int32Array, tied: Int32Array): void {
    for (let i = 0; i < this.queries.length; i++) {
      const query = this.queries[i] as number
      ranks[this.#of.starts[query] as number] = (this.#above[i] as number) + (this.#tiedBefore[i] as number) + 1
      above[query] = this.#above[i] as number
      // The positive itself was counted as one that scores the same.
      tied[query] = (this.#tied[i] as number) - 1
    }
  }

  /** Of the rows of a chunk that score as the positive does, those that stand before it. */
  #before(query: number, tied: number, { scores }: ChunkScores, first: number, rows: number, blockSize: number): number {
    const at = this.#of.starts[query] as number
    const row = this.#of.rows[at] as number
    if (row >= first + rows) return tied
    let before = 0
    for (let i = 0; i < row - first; i++) if (scores[i * blockSize + query] === this.#of.scores[at]) before++
    return before
  }

  #leaveOut(i: number, query: number, score: number, row: number): void {
    const at = this.#of.starts[query] as number
    const own = this.#of.scores[at] as number
    if (score > own) this.#above[i] = (this.#above[i] as number) - 1
    if (score !== own) return
    this.#tied[i] = (this.#tied[i] as number) - 1
    if (row < (this.#of.rows[at] as number)) this.#tiedBefore[i] = (this.#tiedBefore[i] as number) - 1
  }
}
