import { tQuantile, twoSidedT } from './t-distribution.ts'

export interface TInterval {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly df: number
}

/**
 * Student's interval for the mean of regions: mean +- t(confidence, m - 1) s / sqrt(m) (Student, "The probable error of a
 * mean", Biometrika 6, 1908), of one number a region. The estimand is region-weighted: the expected mean of a new region,
 * large or small, not the expected hit of a new query. Null with fewer than two regions.
 */
export function tInterval(means: readonly number[], confidence: number): TInterval | null {
  const moments = momentsOf(means)
  if (moments === null) return null
  const { mean, error, df } = moments
  const half = tQuantile(confidence, df) * error
  return { mean, low: mean - half, high: mean + half, df }
}

/**
 * Two-sided t test that the mean over regions is zero: t = mean sqrt(m) / s with m - 1 degrees of freedom. Region-weighted
 * as the interval. Null with fewer than two regions, or where all have the same number (t would be infinite, or 0 / 0).
 */
export function tTest(means: readonly number[]): { readonly t: number; readonly df: number; readonly p: number } | null {
  const moments = momentsOf(means)
  if (moments === null || moments.error === 0) return null
  const t = moments.mean / moments.error
  return { t, df: moments.df, p: twoSidedT(t, moments.df) }
}

/** Mean of `values` in each region, in the order in which regions first appear. */
export function regionMeans(values: ArrayLike<number>, regions: ArrayLike<number>): number[] {
  if (values.length !== regions.length) throw new RangeError(`${values.length} values have ${regions.length} regions.`)
  const sums = new Map<number, { sum: number; count: number }>()
  for (let i = 0; i < values.length; i++) {
    const region = regions[i] as number
    const of = sums.get(region) ?? { sum: 0, count: 0 }
    of.sum += values[i] as number
    of.count++
    sums.set(region, of)
  }
  return [...sums.values()].map(({ sum, count }) => sum / count)
}

/** Mean, its standard error, and degrees of freedom. */
function momentsOf(values: readonly number[]): { mean: number; error: number; df: number } | null {
  const m = values.length
  if (m < 2) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / m
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / (m - 1) / m), df: m - 1 }
}
