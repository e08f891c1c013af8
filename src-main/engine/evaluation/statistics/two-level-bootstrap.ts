import { Random } from '../../sample/random.ts'
import { quantileOf } from './quantile.ts'

/** Sums over the queries of each region in one repetition (a seed of training), float64 [regions]. */
export type RegionSums = Float64Array

export interface BootstrapOptions {
  readonly confidence: number
  readonly resamples?: number
  readonly seed?: string
}

/** With fewer regions this function gives no interval: a resample of four is four numbers at best. `regionInterval` takes Student's interval below 20 regions instead. */
export const leastRegions = 5

/**
 * Query-weighted share with a percentile bootstrap interval over two crossed levels: in each resample, regions are drawn
 * with replacement, and so are repetitions (seeds of training), because both would be others in another study (Efron and
 * Tibshirani, 1993, chapters 8 and 13; Owen and Eckles, 2012, for crossed factors). The same draw of regions serves all
 * repetitions drawn, since they are judged on the same queries.
 *
 * `sums[s][r]`: hits (or paired differences of hits) of repetition s in region r; `queries[r]`: queries of region r.
 * With one repetition only regions are drawn. No interval below five regions.
 */
export function twoLevelBootstrap(sums: readonly RegionSums[], queries: Float64Array, { confidence, resamples = 2000, seed = 'two-level' }: BootstrapOptions): { value: number; low: number | null; high: number | null } {
  const regions = queries.length
  const total = queries.reduce((a, b) => a + b, 0)
  const value = sums.reduce((all, of) => all + of.reduce((a, b) => a + b, 0), 0) / (sums.length * total)
  if (regions < leastRegions) return { value, low: null, high: null }
  const random = new Random(seed)
  const outcomes = new Float64Array(resamples)
  const drawn = new Int32Array(regions)
  for (let i = 0; i < resamples; i++) {
    let base = 0
    for (let n = 0; n < regions; n++) base += queries[(drawn[n] = random.below(regions))] as number
    let hits = 0
    for (let s = 0; s < sums.length; s++) {
      const of = sums[random.below(sums.length)] as RegionSums
      for (let n = 0; n < regions; n++) hits += of[drawn[n] as number] as number
    }
    outcomes[i] = hits / (sums.length * base)
  }
  outcomes.sort()
  return { value, low: quantileOf(outcomes, (1 - confidence) / 2), high: quantileOf(outcomes, (1 + confidence) / 2) }
}
