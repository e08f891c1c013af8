import { describe, expect, it } from 'vitest'
import { holm } from '#engine/evaluation/statistics/holm.ts'
import { signFlipTest } from '#engine/evaluation/statistics/sign-flip.ts'
import { normalProbability, tQuantile, twoSidedT } from '#engine/evaluation/statistics/t-distribution.ts'
import { regionMeans, tInterval, tTest } from '#engine/evaluation/statistics/t-interval.ts'

/** Student (1908), table of hours of sleep gained: drug 1 minus drug 2 of ten patients. */
const sleep = [-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4]
/** Darwin's maize (Fisher, The Design of Experiments, section 17): crossed minus self-fertilised, in eighths of an inch. */
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

describe('Student’s t', () => {
  it('has the published test of the sleep data', () => {
    const test = tTest(sleep)
    expect(test?.t).toBeCloseTo(-4.0621, 4)
    expect(test?.df).toBe(9)
    expect(test?.p).toBeCloseTo(0.002833, 6)
  })

  it('has the interval that R gives for the sleep data', () => {
    const interval = tInterval(sleep, 0.95)
    expect(interval?.mean).toBeCloseTo(-1.58, 12)
    expect(interval?.low).toBeCloseTo(-2.4598858, 6)
    expect(interval?.high).toBeCloseTo(-0.7001142, 6)
  })

  // Printed tables of the distribution (Fisher and Yates), and closed forms: df 1 is Cauchy's, df 2 is t / sqrt(2 + t^2).
  it.each([
    [0.95, 1, 12.7062],
    [0.95, 9, 2.262157],
    [0.95, 30, 2.042272],
    [0.99, 5, 4.032143],
    [0.9, 120, 1.657651],
    [0.999, 3, 12.92398]
  ])('has its quantile for %d with %d degrees', (confidence, df, t) => {
    expect(tQuantile(confidence, df)).toBeCloseTo(t, 4)
  })

  it('agrees with closed forms for one and two degrees, far into the tail', () => {
    for (const t of [0.01, 0.5, 1, 3, 50, 1e4]) {
      expect(twoSidedT(t, 1) / ((2 / Math.PI) * Math.atan(1 / t))).toBeCloseTo(1, 11)
      const root = Math.sqrt(2 + t * t)
      expect(twoSidedT(t, 2) / (2 / (root * (root + t)))).toBeCloseTo(1, 11)
    }
  })

  it('goes over into the normal distribution', () => {
    for (const z of [0.3, 1, 1.959964, 2.5]) expect(twoSidedT(z, 1e7)).toBeCloseTo(2 * normalProbability(-z), 6)
    expect(normalProbability(-1.959964)).toBeCloseTo(0.025, 6)
  })

  it('is one at zero, zero at infinity, and refuses what it is not defined for', () => {
    expect(twoSidedT(0, 5)).toBe(1)
    expect(twoSidedT(Infinity, 5)).toBe(0)
    expect(() => tQuantile(1, 5)).toThrow(RangeError)
    expect(() => tQuantile(0.95, 0)).toThrow(RangeError)
  })

  it('has no interval of one region and no test of regions that are all alike', () => {
    expect(tInterval([3], 0.95)).toBeNull()
    expect(tTest([2, 2, 2])).toBeNull()
    expect(tInterval([2, 2, 2], 0.95)).toMatchObject({ low: 2, high: 2 })
  })

  it('weighs regions alike, whatever their number of queries', () => {
    expect(regionMeans([1, 1, 1, 0, 0], [7, 7, 7, 7, 9])).toEqual([0.75, 0])
    expect(() => regionMeans([1], [1, 2])).toThrow(RangeError)
  })
})

describe('the sign-flip test', () => {
  it('counts Darwin’s maize as Fisher did: 863 of 32,768 in one tail', () => {
    const test = signFlipTest(maize, { seed: 'maize' })
    expect(test.exact).toBe(true)
    expect(test.p * 2 ** 15).toBe(2 * 863)
    expect(test.p / 2).toBeCloseTo(0.02634, 5)
  })

  it('comes close to it by drawing, and is never zero', () => {
    // Twenty regions without a difference more: the distribution is the same, and they are left out of the count.
    expect(signFlipTest([...maize, ...new Array<number>(20).fill(0)], { seed: 'maize' }).p).toBe((2 * 863) / 2 ** 15)
    const many = [...maize, ...maize.map((value) => value * 1e-7)]
    const test = signFlipTest(many, { seed: 'maize', flips: 99_999 })
    expect(test.exact).toBe(false)
    expect(test.p).toBeCloseTo(0.0527, 2)
    expect(signFlipTest(new Array<number>(60).fill(1), { seed: 'a', flips: 999 }).p).toBe(1 / 1000)
  })

  it('gives the same with the same seed, and for the opposite differences where all patterns are counted', () => {
    const many = Array.from({ length: 40 }, (_, i) => Math.sin(i) + 0.2)
    expect(signFlipTest(many, { seed: 'x' })).toEqual(signFlipTest(many, { seed: 'x' }))
    expect(signFlipTest(maize.map((value) => -value), { seed: 'x' }).p).toBe((2 * 863) / 2 ** 15)
  })

  it('takes sums of the same numbers for ties', () => {
    // 0.1 + 0.2 + 0.3 in another order is another double: the two patterns that are all of one sign must count.
    const three = [0.1, 0.2, 0.3, 0.7, 1.1, 1e-3]
    expect(signFlipTest(three, { seed: 'x' }).p).toBe(2 / 2 ** 6)
  })

  it('cannot find five regions significant, and says 1 of none', () => {
    expect(signFlipTest([1, 2, 3, 4, 5], { seed: 'x' }).p).toBe(2 / 32)
    expect(signFlipTest([], { seed: 'x' }).p).toBe(1)
    expect(signFlipTest([0, 0], { seed: 'x' }).p).toBe(1)
  })
})

describe('Holm’s adjustment', () => {
  it('has the values of the worked example', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((value, i) => expect(adjusted[i]).toBeCloseTo(value, 12))
  })

  it('never exceeds one, keeps the order, and leaves one test as it is', () => {
    expect(holm([0.9, 0.8, 0.7])).toEqual([1, 1, 1])
    expect(holm([0.04])).toEqual([0.04])
    expect(holm([])).toEqual([])
  })
})
