import { normalProbability, tQuantile } from './t-distribution.ts'
import { twoLevelBootstrap, type BootstrapOptions, type RegionSums } from './two-level-bootstrap.ts'

/** Below so many regions the bootstrap's intervals are too short, and the small-sample interval is taken; whoever shows it warns. */
export const fewRegions = 20

export interface RegionInterval {
  readonly value: number
  /** Null with fewer than two regions: nothing then tells how regions differ. */
  readonly low: number | null
  readonly high: number | null
  readonly kind: 'bootstrap' | 'small-sample' | 'none'
}

/**
 * Interval of a query-weighted share (sum of all hits / all queries, mean over repetitions) as regions and repetitions
 * (seeds of training) vary: the two-level bootstrap from 20 regions on, the small-sample interval below. For the
 * region-weighted share give `regionWeighted` sums.
 *
 * The bootstrap is taken between expanded percentiles: the tail a/2 becomes Phi(-sqrt(m / (m - 1)) t(a/2, m - 1)), m
 * regions, which frees the percentile interval of its narrowness (T. Hesterberg, "What teachers should know about the
 * bootstrap", The American Statistician 69, 2015, section 5.2).
 *
 * `sums[s][r]`: hits (or paired differences of hits) of repetition s in region r; `queries[r]`: queries of region r.
 */
export function regionInterval(sums: readonly RegionSums[], queries: Float64Array, options: BootstrapOptions): RegionInterval {
  const m = queries.length
  if (m >= fewRegions) {
    const tail = normalProbability(-Math.sqrt(m / (m - 1)) * tQuantile(options.confidence, m - 1))
    return { ...twoLevelBootstrap(sums, queries, { ...options, confidence: 1 - 2 * tail }), kind: 'bootstrap' }
  }
  if (m >= 2) return { ...smallSampleInterval(sums, queries, options.confidence), kind: 'small-sample' }
  return { value: meanOf(sharesOf(sums, queries)), low: null, high: null, kind: 'none' }
}

/**
 * Small-sample interval: share +- t(confidence, df) sqrt(V). V is the sum of the variance between regions, that of a ratio
 * of sums by linearisation, m/(m-1) sum_j ((h_j - R n_j) / N)^2 with h_j the mean over repetitions of a region's sum (W.
 * Cochran, "Sampling Techniques", 3rd ed. 1977, section 6.4), and of the variance between repetitions of the whole share,
 * s^2 / S. df by F. Satterthwaite (Biometrics Bulletin 2, 1946) from m - 1 and S - 1. With one repetition and equal counts
 * it is Student's interval of the region means. Query-weighted. Wants at least two regions.
 */
export function smallSampleInterval(sums: readonly RegionSums[], queries: Float64Array, confidence: number): { value: number; low: number; high: number } {
  const m = queries.length
  if (m < 2) throw new RangeError(`There is no interval over ${m} regions.`)
  const each = sharesOf(sums, queries)
  const value = meanOf(each)
  const all = total(queries)
  const residuals = Array.from(queries, (count, j) => (meanOf(sums.map((of) => of[j] as number)) - value * count) / all)
  const parts = [{ variance: (m / (m - 1)) * squares(residuals), df: m - 1 }]
  if (each.length > 1) parts.push({ variance: squares(each.map((share) => share - value)) / (each.length - 1) / each.length, df: each.length - 1 })
  const variance = parts.reduce((sum, part) => sum + part.variance, 0)
  if (variance === 0) return { value, low: value, high: value }
  const df = variance ** 2 / parts.reduce((sum, part) => sum + part.variance ** 2 / part.df, 0)
  const half = tQuantile(confidence, df) * Math.sqrt(variance)
  return { value, low: value - half, high: value + half }
}

/** The same with every region counting alike: its sums become means, its count 1. Turns the query-weighted share into a region-weighted one. */
export function regionWeighted(sums: readonly RegionSums[], queries: Float64Array): { sums: RegionSums[]; queries: Float64Array } {
  return { sums: sums.map((of) => of.map((sum, j) => sum / (queries[j] as number))), queries: queries.map(() => 1) }
}

/** The share of each repetition. */
function sharesOf(sums: readonly RegionSums[], queries: Float64Array): number[] {
  return sums.map((of) => total(of) / total(queries))
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0)
}
