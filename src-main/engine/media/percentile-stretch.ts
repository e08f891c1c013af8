/** Numbers of one raster band. */
export type Band = ArrayLike<number>

/**
 * Turns a band of any number type into 8 bits for the eye: the 2nd percentile becomes 0, the 98th 255, linear between,
 * as GIS programs show rasters ("cumulative count cut"). NaN, infinite and no-data samples become 0 and do not count.
 * Percentiles come from at most 100,000 evenly spaced samples. A constant band becomes 128.
 */
export function stretchBand(band: Band, noData: number | null, out: Uint8Array, offset: number, stride: number): void {
  const { low, high } = percentiles(band, noData)
  const scale = high > low ? 255 / (high - low) : 0
  for (let i = 0; i < band.length; i++) {
    const value = band[i] ?? NaN
    const usable = Number.isFinite(value) && value !== noData
    out[offset + i * stride] = !usable ? 0 : scale === 0 ? 128 : Math.max(0, Math.min(255, Math.round((value - low) * scale)))
  }
}

function percentiles(band: Band, noData: number | null): { low: number; high: number } {
  const step = Math.max(1, Math.floor(band.length / 100_000))
  const samples: number[] = []
  for (let i = 0; i < band.length; i += step) {
    const value = band[i] ?? NaN
    if (Number.isFinite(value) && value !== noData) samples.push(value)
  }
  const sorted = Float64Array.from(samples).sort()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { low: at(0.02), high: at(0.98) }
}
