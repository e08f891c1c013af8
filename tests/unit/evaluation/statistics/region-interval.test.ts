import { describe, expect, it } from 'vitest'
import { fewRegions, regionInterval, regionWeighted, smallSampleInterval } from '#engine/evaluation/statistics/region-interval.ts'
import { tInterval } from '#engine/evaluation/statistics/t-interval.ts'
import { Random } from '#engine/sample/random.ts'

interface Measured {
  readonly sums: Float64Array[]
  readonly queries: Float64Array
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
}

/** Differences of hits in regions of unequal size around `truth`, with noise of region, of seed, and of both. */
function simulated(random: Random, regions: number, seeds: number, truth: number, noise: { region: number; seed: number; both: number }): Measured {
  const queries = Float64Array.from({ length: regions }, () => 20 + random.below(40))
  const ofRegion = Array.from(queries, () => noise.region * normal(random))
  const sums = Array.from({ length: seeds }, () => {
    const ofSeed = noise.seed * normal(random)
    return queries.map((n, j) => n * (truth + ofSeed + (ofRegion[j] as number) + noise.both * normal(random)))
  })
  return { sums, queries }
}

describe('the small-sample interval', () => {
  it('is Student’s where every region has as many queries and there is one seed', () => {
    const means = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4]
    const own = smallSampleInterval([Float64Array.from(means, (mean) => 10 * mean)], new Float64Array(6).fill(10), 0.9)
    const student = tInterval(means, 0.9)
    expect(own.low).toBeCloseTo(student?.low ?? Number.NaN, 10)
    expect(own.high).toBeCloseTo(student?.high ?? Number.NaN, 10)
  })

  it('grows with what differs between seeds', () => {
    const base = [1, 2, 3, 4, 5, 4, 3, 2]
    const width = (by: number): number => {
      const { low, high } = smallSampleInterval([-by, 0, by].map((add) => Float64Array.from(base, (value) => value + add)), new Float64Array(8).fill(10), 0.95)
      return high - low
    }
    expect(width(2)).toBeGreaterThan(1.2 * width(0))
  })

  it('is a point where nothing differs', () => {
    expect(smallSampleInterval([new Float64Array(4)], new Float64Array(4).fill(5), 0.95)).toEqual({ value: 0, low: 0, high: 0 })
  })
})

describe('which estimate, and which interval', () => {
  const random = new Random('which')
  const of = (regions: number): Measured => simulated(random, regions, 3, 0.1, { region: 0.1, seed: 0.01, both: 0.02 })

  it('weighs queries alike, or regions where that is asked for', () => {
    const [sums, queries] = [[Float64Array.of(1, 2), Float64Array.of(1, 1)], Float64Array.of(1, 3)]
    expect(regionInterval(sums, queries, { confidence: 0.95 }).value).toBeCloseTo((3 / 4 + 2 / 4) / 2, 12)
    const alike = regionWeighted(sums, queries)
    expect(regionInterval(alike.sums, alike.queries, { confidence: 0.95 }).value).toBeCloseTo(((1 + 2 / 3) / 2 + (1 + 1 / 3) / 2) / 2, 12)
  })

  it('is the small-sample one below twenty regions, the bootstrap from there on, none of a single region', () => {
    const kind = ({ sums, queries }: Measured): string => regionInterval(sums, queries, { confidence: 0.95, resamples: 200 }).kind
    expect(kind(of(fewRegions - 1))).toBe('small-sample')
    expect(kind(of(fewRegions))).toBe('bootstrap')
    expect(regionInterval([Float64Array.of(1)], Float64Array.of(4), { confidence: 0.95 })).toEqual({ value: 0.25, low: null, high: null, kind: 'none' })
  })

  it('is the same with the same seed, another with another', () => {
    const { sums, queries } = of(40)
    const at = (seed: string) => regionInterval(sums, queries, { confidence: 0.95, seed, resamples: 300 })
    expect(at('same')).toEqual(at('same'))
    expect(at('same')).not.toEqual(at('other'))
  })
})

describe('coverage of 95 % intervals in 400 simulated data sets', () => {
  const truth = 0.1
  const cover = (regions: number, seeds: number, noise: { region: number; seed: number; both: number }): number => {
    const random = new Random(`coverage/${regions}/${seeds}`)
    let covered = 0
    for (let i = 0; i < 400; i++) {
      const { sums, queries } = simulated(random, regions, seeds, truth, noise)
      const { low, high } = regionInterval(sums, queries, { confidence: 0.95, seed: String(i), resamples: 400 })
      if ((low as number) <= truth && truth <= (high as number)) covered++
    }
    return covered / 400
  }

  // Two standard errors of a coverage of 0.95 over 400 data sets are 0.022; with seeds drawn too it may cover more.
  it.each([[225], [30], [6]])('holds with %d regions and one seed', (regions) => {
    const share = cover(regions, 1, { region: 0.1, seed: 0, both: 0.05 })
    expect(share).toBeGreaterThan(0.925)
    expect(share).toBeLessThan(0.98)
  })

  // Three seeds tell little of how seeds differ (their resamples have two thirds of the variance), so a little less is asked for.
  it.each([[225], [30], [6]])('holds with %d regions and three seeds that differ a little', (regions) => {
    expect(cover(regions, 3, { region: 0.1, seed: 0.005, both: 0.05 })).toBeGreaterThan(0.91)
  })

  it('would not hold if queries were taken for independent: regions are what was sampled', () => {
    const random = new Random('naive')
    let covered = 0
    for (let i = 0; i < 400; i++) {
      const { sums, queries } = simulated(random, 30, 1, truth, { region: 0.1, seed: 0, both: 0 })
      const naive = tInterval(Array.from(queries, (n, j) => new Array<number>(n).fill((sums[0]?.[j] as number) / n)).flat(), 0.95)
      if (naive && naive.low <= truth && truth <= naive.high) covered++
    }
    expect(covered / 400).toBeLessThan(0.5)
  })
})
