import { quantileOf } from '../../evaluation/statistics/quantile.ts'
import { Random } from '../../sample/random.ts'

/**
 * How often each of `regions` regions is drawn, in each of `resamples` resamples of as many regions with replacement
 * (the cluster bootstrap: captions of a region are not independent of each other, regions are what was sampled).
 */
export function* regionResamples(regions: number, resamples: number, seed: string): Generator<Float64Array> {
  const random = new Random(seed)
  for (let i = 0; i < resamples; i++) {
    const drawn = new Float64Array(regions)
    for (let n = 0; n < regions; n++) {
      const region = random.below(regions)
      drawn[region] = (drawn[region] as number) + 1
    }
    yield drawn
  }
}

/** The percentile interval of bootstrap outcomes (Efron and Tibshirani, 1993, chapter 13), linear between order statistics. Null without outcomes. */
export function percentileInterval(outcomes: readonly number[], confidence: number): { low: number; high: number } | null {
  if (outcomes.length === 0) return null
  const sorted = outcomes.toSorted((a, b) => a - b)
  return { low: quantileOf(sorted, (1 - confidence) / 2), high: quantileOf(sorted, (1 + confidence) / 2) }
}
