/**
 * The best `k` of each of several queries, as heaps side by side whose root is the worst kept. Higher scores are
 * better; of equal scores the lower gallery row (the one that trec_eval puts first, since rows are in document order).
 * Scores are kept in single precision unless an array for them (`queries` x `k` long) is given.
 */
export class BestLists<S extends Float32Array | Float64Array = Float32Array> {
  readonly k: number
  readonly #scores: S
  readonly #rows: Int32Array
  readonly #sizes: Int32Array

  constructor(queries: number, k: number, scores?: S) {
    this.k = k
    this.#scores = scores ?? (new Float32Array(queries * k) as S)
    this.#rows = new Int32Array(queries * k)
    this.#sizes = new Int32Array(queries)
  }

  /** A row with a lower score than this cannot enter; one with an equal score may, by its row. */
  threshold(query: number): number {
    return this.k > 0 && (this.#sizes[query] as number) === this.k ? (this.#scores[query * this.k] as number) : this.k === 0 ? Infinity : -Infinity
  }

  add(query: number, score: number, row: number): void {
    const { k } = this
    if (k === 0) return
    const base = query * k
    const size = this.#sizes[query] as number
    if (size < k) {
      this.#sizes[query] = size + 1
      this.#rise(base, size, score, row)
    } else if (score > (this.#scores[base] as number) || (score === this.#scores[base] && row < (this.#rows[base] as number))) {
      this.#sink(base, 0, k, score, row)
    }
  }

  /** Best first. The heap of this query is used up. */
  take(query: number): { rows: Int32Array; scores: S } {
    const base = query * this.k
    const size = this.#sizes[query] as number
    // Heap sort in place: the worst goes to the end.
    for (let end = size - 1; end > 0; end--) {
      const score = this.#scores[base + end] as number
      const row = this.#rows[base + end] as number
      this.#scores[base + end] = this.#scores[base] as number
      this.#rows[base + end] = this.#rows[base] as number
      this.#sink(base, 0, end, score, row)
    }
    this.#sizes[query] = 0
    return { rows: this.#rows.slice(base, base + size), scores: this.#scores.slice(base, base + size) as S }
  }

  #rise(base: number, from: number, score: number, row: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const parentScore = this.#scores[base + parent] as number
      const parentRow = this.#rows[base + parent] as number
      if (parentScore < score || (parentScore === score && parentRow > row)) break
      this.#scores[base + at] = parentScore
      this.#rows[base + at] = parentRow
      at = parent
    }
    this.#scores[base + at] = score
    this.#rows[base + at] = row
  }

  /** Puts (score, row) at `from` and lets it sink below whatever is worse. */
  #sink(base: number, from: number, size: number, score: number, row: number): void {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      let childScore = this.#scores[base + child] as number
      let childRow = this.#rows[base + child] as number
      if (child + 1 < size) {
        const otherScore = this.#scores[base + child + 1] as number
        const otherRow = this.#rows[base + child + 1] as number
        if (otherScore < childScore || (otherScore === childScore && otherRow > childRow)) {
          child++
          childScore = otherScore
          childRow = otherRow
        }
      }
      if (childScore > score || (childScore === score && childRow < row)) break
      this.#scores[base + at] = childScore
      this.#rows[base + at] = childRow
      at = child
    }
    this.#scores[base + at] = score
    this.#rows[base + at] = row
  }
}
