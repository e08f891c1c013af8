import type { Estimand, Estimate } from '#shared/domain/analysis.ts'
import { quantileOf } from '../statistics/quantile.ts'
import { regionInterval, smallSampleInterval } from '../statistics/region-interval.ts'
import type { Units } from './units.ts'

export interface HowSure {
  readonly estimand: Estimand
  readonly confidence: number
}

/** Beyond so many places resamples take long, and Student's interval with so many degrees of freedom is as good. */
const mostResampled = 100

/**
 * The mean over queries (or over regions) with its interval as regions vary: `regionInterval`; over places where there are
 * not two regions. Kept inside of `range`. Null for no query at all.
 */
export function meanEstimate(units: Units, { estimand, confidence }: HowSure, [least, most]: readonly [number, number]): Estimate {
  const m = units.counts.length
  if (m === 0) return { value: null, low: null, high: null, kind: 'none' }
  const weighted = estimand === 'query' ? { sums: units.sums, counts: units.counts } : { sums: units.means, counts: new Float64Array(m).fill(1) }
  const found = units.kind === 'places' && m > mostResampled ? { ...smallSampleInterval([weighted.sums], weighted.counts, confidence), kind: 'small-sample' as const } : regionInterval([weighted.sums], weighted.counts, { confidence })
  const inside = (end: number | null): number | null => (end === null ? null : Math.min(most, Math.max(least, end)))
  return { value: found.value, low: inside(found.low), high: inside(found.high), kind: found.kind === 'none' ? 'none' : units.kind === 'places' ? 'places' : found.kind }
}

/**
 * A median with its interval by inversion: the interval of the share of queries at or below the median, as regions vary,
 * read back from the distribution (R. Woodruff, "Confidence intervals for medians and other position measures", J. Amer.
 * Statist. Assoc. 47, 1952). `share(at)` gives the units of the numbers that are 1 for queries at most `at`, else 0.
 * With every region counting alike the share is so weighted; `weights[i]` is then the weight of value i.
 */
export function medianEstimate(values: Float64Array, weights: Float64Array | null, share: (at: number) => Units, how: HowSure): Estimate {
  if (values.length === 0) return { value: null, low: null, high: null, kind: 'none' }
  const read = weights === null ? plainQuantile(values) : weightedQuantile(values, weights)
  const value = read(0.5)
  const around = meanEstimate(share(value), how, [0, 1])
  if (around.low === null || around.high === null || around.value === null) return { value, low: null, high: null, kind: 'none' }
  // The interval lies around the share at the median, which ties may have lifted over a half.
  const shift = 0.5 - around.value
  const clamp = (at: number): number => Math.min(1, Math.max(0, at))
  return { value, low: Math.min(value, read(clamp(around.low + shift))), high: Math.max(value, read(clamp(around.high + shift))), kind: around.kind }
}

function plainQuantile(values: Float64Array): (share: number) => number {
  const sorted = Float64Array.from(values).sort()
  return (share) => quantileOf(sorted, share)
}

/** The least value at which the summed weights reach a share of all. */
function weightedQuantile(values: Float64Array, weights: Float64Array): (share: number) => number {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return (share) => {
    let sum = 0
    for (const i of order) {
      sum += weights[i] as number
      if (sum >= share * total - 1e-12 * total) return values[i] as number
    }
    return values[order.at(-1) as number] as number
  }
}
