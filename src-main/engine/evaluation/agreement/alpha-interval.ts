import { Random } from '../../sample/random.ts'
import { drawBinomial } from './binomial.ts'
import { disagreementOf, type AlphaSum } from './krippendorff-alpha.ts'

export interface AlphaInterval {
  readonly low: number
  readonly high: number
  readonly level: number
  /** Resamples that had an alpha, and those without any variation, which have none and are left out. */
  readonly resamples: number
  readonly undefinedResamples: number
}

/**
 * A percentile bootstrap interval of alpha (B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter
 * 13): as many units as there are pairable ones are drawn with replacement, alpha is computed afresh with its own
 * expected disagreement, and the interval lies between the quantiles of the outcomes (linear between order statistics).
 *
 * This is not the algorithm of Krippendorff's own note ("Algorithm for bootstrapping a distribution of α", 2006, revised
 * 2011; that of Hayes' KALPHA macro), which draws single pairs from the coincidence matrix and keeps D_e as it is: pairs
 * of one unit are not independent of each other, and D_e varies from sample to sample too (K. Gwet, 2015, reports that it
 * underestimates the error). Units are what was sampled; so units are resampled.
 *
 * Units with the same values are interchangeable: a resample is one multinomial draw over the patterns, so a million
 * units cost no more than their few patterns.
 *
 * @returns null where alpha itself is undefined, or no resample has one
 */
export function alphaInterval(sum: AlphaSum, { seed, resamples = 1000, level = 0.95 }: { seed: string; resamples?: number; level?: number }): AlphaInterval | null {
  if (sum.result().alpha === null) return null
  // By content, not by first appearance: the order of the units must not change the draw.
  const scale = sum.scale()
  const patterns = sum.patterns().map((pattern) => ({ pattern, name: nameOf(pattern.counts, scale.values) }))
  patterns.sort((a, b) => (a.name < b.name ? -1 : 1))
  const ordered = patterns.map(({ pattern }) => pattern)
  const units = ordered.reduce((total, pattern) => total + pattern.units, 0)
  const random = new Random(seed)
  const alphas: number[] = []
  for (let i = 0; i < resamples; i++) {
    const disagreement = disagreementOf(ordered, drawMultinomial(random, ordered.map((pattern) => pattern.units), units), scale)
    if (disagreement && disagreement.expected > 0) alphas.push(1 - disagreement.observed / disagreement.expected)
  }
  if (alphas.length === 0) return null
  alphas.sort((a, b) => a - b)
  const tail = (1 - level) / 2
  return { low: quantile(alphas, tail), high: quantile(alphas, 1 - tail), level, resamples: alphas.length, undefinedResamples: resamples - alphas.length }
}

/** How many of `draws` draws fall on each item, by weight: one binomial after another of what is left. */
function drawMultinomial(random: Random, weights: readonly number[], draws: number): number[] {
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0)
  let left = draws
  return weights.map((weight) => {
    const drawn = drawBinomial(random, left, weight / weightLeft)
    weightLeft -= weight
    left -= drawn
    return drawn
  })
}

/** Linear between the order statistics of a sorted list (definition 7 of Hyndman and Fan, 1996). */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

function nameOf(counts: readonly (readonly [number, number])[], values: readonly (string | number)[]): string {
  return JSON.stringify(counts.map(([value, count]) => [typeof values[value], String(values[value]), count]).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)))
}
