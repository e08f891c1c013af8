export interface Percentiles {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
  readonly n: number
}

/** Nearest-rank percentiles, rounded to a tenth. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN)
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1), n: sorted.length }
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}
