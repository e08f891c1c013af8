/**
 * Area under the ROC curve: the chance that a value of `high` exceeds one of `low`, ties counting half (Mann and
 * Whitney). Null where either has none. NaNs are left out.
 */
export function areaUnderCurve(high: Float64Array, low: Float64Array): number | null {
  const a = finite(high).sort()
  const b = finite(low).sort()
  if (a.length === 0 || b.length === 0) return null
  let [below, upTo, sum] = [0, 0, 0]
  for (const value of a) {
    while (below < b.length && (b[below] as number) < value) below++
    while (upTo < b.length && (b[upTo] as number) <= value) upTo++
    sum += (below + upTo) / 2
  }
  return sum / (a.length * b.length)
}

export interface PairedBins {
  readonly bins: { readonly from: number; readonly to: number; readonly truth: number; readonly impostor: number }[]
  /** Sum of the lesser of both shares over the bins (overlapping coefficient): 0 apart, 1 the same. Null where either is empty. */
  readonly overlap: number | null
}

/** Counts two sets of values into the same even bins over the range of both. */
export function pairedBins(truth: Float64Array, impostor: Float64Array, count: number): PairedBins {
  const [a, b] = [finite(truth), finite(impostor)]
  let [low, high] = [Infinity, -Infinity]
  for (const values of [a, b]) {
    for (const value of values) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  if (low > high) return { bins: [], overlap: null }
  const width = high > low ? (high - low) / count : 1
  const into = (values: Float64Array): Int32Array => {
    const counts = new Int32Array(count)
    for (const value of values) {
      const bin = Math.min(count - 1, Math.floor((value - low) / width))
      counts[bin] = (counts[bin] as number) + 1
    }
    return counts
  }
  const [x, y] = [into(a), into(b)]
  const bins = Array.from(x, (n, i) => ({ from: low + i * width, to: low + (i + 1) * width, truth: n, impostor: y[i] as number }))
  const overlap = a.length === 0 || b.length === 0 ? null : bins.reduce((sum, bin) => sum + Math.min(bin.truth / a.length, bin.impostor / b.length), 0)
  return { bins, overlap }
}

export function finite(values: Float64Array): Float64Array {
  return values.filter((value) => Number.isFinite(value))
}
