import { Random } from '../../sample/random.ts'

/** Fewer regions than this give no interval: a resample of four is four numbers at best. */
export const leastRegions = 5

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
  const at = (share: number): number => {
    const position = (sorted.length - 1) * share
    const below = sorted[Math.floor(position)] as number
    return below + ((sorted[Math.ceil(position)] as number) - below) * (position - Math.floor(position))
  }
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) }
}
