/** Sums for a mean vector, in float64. */
export class MeanVector {
  readonly #sums: Float64Array
  #rows = 0

  constructor(dimensions: number) {
    this.#sums = new Float64Array(dimensions)
  }

  /** Adds rows (row-major); rows that hold a NaN (missing) do not count. */
  add(rows: Float32Array): void {
    const dimensions = this.#sums.length
    for (let at = 0; at < rows.length; at += dimensions) {
      if (Number.isNaN(rows[at])) continue
      for (let i = 0; i < dimensions; i++) this.#sums[i] = (this.#sums[i] as number) + (rows[at + i] as number)
      this.#rows++
    }
  }

  get rows(): number {
    return this.#rows
  }

  mean(): Float64Array {
    return this.#sums.map((sum) => sum / Math.max(1, this.#rows))
  }
}

export type UnitRowResult = 'unit' | 'zero' | 'not-finite'

/**
 * Subtracts `mean` (if given) from the row and scales it to length 1, in place; the sums in float64. A row without
 * length has no direction: it becomes zeros and is reported as `zero`, to be left out like a missing one.
 */
export function toUnit(row: Float32Array, mean: Float64Array | null): UnitRowResult {
  let sum = 0
  for (let i = 0; i < row.length; i++) {
    const value = (row[i] as number) - (mean === null ? 0 : (mean[i] as number))
    sum += value * value
  }
  if (!Number.isFinite(sum)) return 'not-finite'
  if (sum === 0) {
    row.fill(0)
    return 'zero'
  }
  const scale = 1 / Math.sqrt(sum)
  for (let i = 0; i < row.length; i++) row[i] = ((row[i] as number) - (mean === null ? 0 : (mean[i] as number))) * scale
  return 'unit'
}
