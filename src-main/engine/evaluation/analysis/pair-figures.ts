import type { PairEffect, PairTest, RunPair } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { median } from '../metrics.ts'
import { mcnemarTest } from '../statistics/mcnemar.ts'
import { signFlipTest } from '../statistics/sign-flip.ts'
import { twoSidedT } from '../statistics/t-distribution.ts'
import { tTest } from '../statistics/t-interval.ts'
import { meanEstimate, type HowSure } from './estimate.ts'
import { metricRange, metricValues } from './metric-values.ts'
import type { AskedRun } from './question.ts'
import { pairing } from './paired-runs.ts'
import { sampleSize } from './questions/sample-size.ts'
import { unitsOf, type Units } from './units.ts'

/** What is known of a difference before Holm, which looks at all pairs. */
export type PairFigures = Omit<RunPair, 'a' | 'b' | 'holm' | 'stands'>

const flips = 9_999
/** Beyond so many units, flips would take long (there are hundreds of slices whose units are places) and come to the same as their limit. */
const mostFlipped = { regions: 5_000, places: 300 }

/** The rows of `a` that the selection leaves and that `b` has as well. */
export function pairedSelection(a: AskedRun, b: AskedRun, rows: Int32Array): { rows: Int32Array; partner: Int32Array } {
  const partner = pairing(a.run, b.run)
  return { rows: rows.filter((row) => (partner[row] as number) >= 0), partner }
}

/** a minus b by row of a; NaN where either does not count. */
export function differencesOf(a: AskedRun, b: AskedRun, rows: Int32Array, partner: Int32Array, metric: string): Float64Array {
  const [of, against] = [metricValues(a.run, metric), metricValues(b.run, metric)]
  const differences = new Float64Array(a.run.count).fill(NaN)
  for (const row of rows) differences[row] = (of[row] as number) - (against[partner[row] as number] as number)
  return differences
}

/**
 * The two-sided sign-flip p value of a mean over units; null with fewer than two. Of more than 5,000 regions, or 300
 * places of one region, by the limit: a sum of numbers with random signs is normal with the variance of their squares' sum.
 * Student's distribution stands in for the normal one, which makes p a little larger.
 */
export function chanceOf(units: Units, { estimand }: Pick<HowSure, 'estimand'>): { p: number; exact: boolean } | null {
  const differences = estimand === 'query' ? units.sums : units.means
  const n = differences.length
  if (n < 2) return null
  if (n <= mostFlipped[units.kind]) return signFlipTest([...differences], { flips })
  const [sum, squares] = [differences.reduce((all, value) => all + value, 0), differences.reduce((all, value) => all + value * value, 0)]
  return { p: squares === 0 ? 1 : twoSidedT(sum / Math.sqrt(squares), n), exact: false }
}

/** The difference of two runs over the queries that both have: its size, its interval, its tests. */
export function pairFigures(a: AskedRun, b: AskedRun, selectedA: Int32Array, selectedB: Int32Array, metric: string, how: HowSure): PairFigures {
  const { rows, partner } = pairedSelection(a, b, selectedA)
  const differences = differencesOf(a, b, rows, partner, metric)
  const units = unitsOf(a, rows, differences)
  const [, most] = metricRange(metric)
  const mean = metricLook(metric).mean
  const chance = mean ? chanceOf(units, how) : null
  const t = mean && units.kind === 'regions' ? tTest([...units.means]) : null
  const mcnemar = mean ? mcnemarOf(a, b, rows, partner, metric) : { test: null, why: 'median' }
  return {
    difference: mean ? meanEstimate(units, how, [-most, most]) : { value: medianDifference(a, b, rows, partner, metric), low: null, high: null, kind: 'none' },
    test: { signFlip: chance?.p ?? null, signFlipExact: chance?.exact ?? false, t, mcnemar: mcnemar.test, why: mean && chance === null ? 'regions' : mcnemar.why },
    effect: effectOf(a, b, rows, partner, mean ? units : null),
    sample: sampleSize(a, rows),
    unpaired: selectedA.length - rows.length + (selectedB.length - countPaired(b, a, selectedB))
  }
}

function countPaired(b: AskedRun, a: AskedRun, rows: Int32Array): number {
  const partner = pairing(b.run, a.run)
  let count = 0
  for (const row of rows) if ((partner[row] as number) >= 0) count++
  return count
}

function effectOf(a: AskedRun, b: AskedRun, rows: Int32Array, partner: Int32Array, units: Units | null): PairEffect {
  let [wins, losses, ties] = [0, 0, 0]
  for (const row of rows) {
    const [one, two] = [a.run.bestRank[row] as number, b.run.bestRank[partner[row] as number] as number]
    if (one < two) wins++
    else if (one > two) losses++
    else ties++
  }
  return { dz: units === null ? null : standardised(units.means), wins, losses, ties, dominance: rows.length === 0 ? 0 : (wins - losses) / rows.length }
}

/** Mean over standard deviation of the units' means; null for fewer than two, or where all are alike. */
function standardised(means: Float64Array): number | null {
  const spread = spreadOf(means)
  return spread === null || spread === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length / spread
}

/** The standard deviation of units' means (n - 1 in the denominator); null for fewer than two. */
export function spreadOf(means: Float64Array): number | null {
  if (means.length < 2) return null
  const centre = means.reduce((sum, mean) => sum + mean, 0) / means.length
  return Math.sqrt(means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (means.length - 1))
}

/** McNemar takes queries as independent: only for R@1, and only with one caption a place. */
function mcnemarOf(a: AskedRun, b: AskedRun, rows: Int32Array, partner: Int32Array, metric: string): { test: PairTest['mcnemar']; why: string | null } {
  if (metric !== 'R@1') return { test: null, why: 'metric' }
  const places = new Set<number>()
  let [onlyA, onlyB] = [0, 0]
  for (const row of rows) {
    places.add(a.run.place[row] as number)
    const [first, second] = [a.run.bestRank[row] === 1, b.run.bestRank[partner[row] as number] === 1]
    if (first && !second) onlyA++
    if (second && !first) onlyB++
  }
  return places.size < rows.length ? { test: null, why: 'captions' } : { test: { onlyA, onlyB, p: mcnemarTest(onlyA, onlyB) }, why: null }
}

function medianDifference(a: AskedRun, b: AskedRun, rows: Int32Array, partner: Int32Array, metric: string): number | null {
  const [of, against] = [metricValues(a.run, metric), metricValues(b.run, metric)]
  const both = rows.filter((row) => !Number.isNaN(of[row] as number) && !Number.isNaN(against[partner[row] as number] as number))
  const [one, two] = [median(Float64Array.from(both, (row) => of[row] as number)), median(Float64Array.from(both, (row) => against[partner[row] as number] as number))]
  return one === null || two === null ? null : one - two
}
