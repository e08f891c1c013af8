/** The part of a spread that is drawn: bins of cosines with their counts. */
export interface DrawnBins {
  readonly from: number
  readonly to: number
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

/** Equal bins over -1..1 without the empty ones at both ends, so wide that `own` is within, and one more at each side. */
export function drawnBins(counts: readonly number[], own: number): DrawnBins {
  const n = Math.max(1, counts.length)
  const at = (bin: number) => -1 + (2 * bin) / n
  const ownBin = Math.min(n - 1, Math.max(0, Math.floor(((own + 1) / 2) * n)))
  const held = counts.flatMap((count, bin) => (count > 0 ? [bin] : []))
  const first = Math.max(0, Math.min(ownBin, held[0] ?? ownBin) - 1)
  const last = Math.min(n - 1, Math.max(ownBin, held.at(-1) ?? ownBin) + 1)
  return { from: at(first), to: at(last + 1), bins: Array.from({ length: last - first + 1 }, (_, i) => ({ from: at(first + i), to: at(first + i + 1), count: counts[first + i] ?? 0 })) }
}
