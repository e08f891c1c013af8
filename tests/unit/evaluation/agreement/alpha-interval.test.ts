import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alphaInterval } from '#engine/evaluation/agreement/alpha-interval.ts'
import { drawBinomial, logFactorial } from '#engine/evaluation/agreement/binomial.ts'
import { AlphaSum, krippendorffAlpha, type Rating } from '#engine/evaluation/agreement/krippendorff-alpha.ts'
import { Random } from '#engine/sample/random.ts'

function sumOf(units: readonly (readonly Rating[])[]): AlphaSum {
  const sum = new AlphaSum()
  for (const unit of units) sum.add(unit)
  return sum
}

/** `count` units with every fifth a disagreement. */
const units = (count: number): Rating[][] => Array.from({ length: count }, (_, i) => [{ annotator: 'a', value: i % 2 }, { annotator: 'b', value: i % 5 === 0 ? 1 - (i % 2) : i % 2 }])

describe('binomial draws', () => {
  test('log factorials', () => {
    let product = 0
    for (let k = 1; k <= 170; k++) {
      product += Math.log(k)
      expect(logFactorial(k)).toBeCloseTo(product, 10)
    }
  })

  test('frequencies follow the distribution (chi square, small n)', () => {
    const random = new Random('binomial')
    const [n, p, draws] = [6, 0.3, 60_000]
    const seen = new Array<number>(n + 1).fill(0)
    for (let i = 0; i < draws; i++) {
      const drawn = drawBinomial(random, n, p)
      seen[drawn] = (seen[drawn] ?? 0) + 1
    }
    const chi = seen.reduce((sum, count, k) => {
      const expected = draws * Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k)) * p ** k * (1 - p) ** (n - k)
      return sum + (count - expected) ** 2 / expected
    }, 0)
    // 99.9th percentile of chi square with 6 degrees of freedom: 22.46.
    expect(chi).toBeLessThan(22.46)
  })

  test('mean and variance for a million trials; the ends', () => {
    const random = new Random('large')
    const [n, p] = [1_000_000, 0.37]
    const drawn = Array.from({ length: 3000 }, () => drawBinomial(random, n, p))
    const mean = drawn.reduce((sum, k) => sum + k, 0) / drawn.length
    const variance = drawn.reduce((sum, k) => sum + (k - mean) ** 2, 0) / (drawn.length - 1)
    const sd = Math.sqrt(n * p * (1 - p))
    expect(Math.abs(mean - n * p)).toBeLessThan((4 * sd) / Math.sqrt(drawn.length))
    expect(variance / sd ** 2).toBeGreaterThan(0.9)
    expect(variance / sd ** 2).toBeLessThan(1.1)
    expect([drawBinomial(random, 0, 0.5), drawBinomial(random, 9, 0), drawBinomial(random, 9, 1)]).toEqual([0, 0, 9])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.string(), (trials, share, seed) => {
        const k = drawBinomial(new Random(seed), trials, share)
        expect(Number.isInteger(k) && k >= 0 && k <= trials).toBe(true)
      })
    )
  })
})

describe('the interval', () => {
  test('equals plain resampling of units', () => {
    const data = units(60)
    const interval = alphaInterval(sumOf(data), { seed: 's', resamples: 4000 })
    const random = new Random('plain')
    const alphas = Array.from({ length: 4000 }, () => krippendorffAlpha(data.map(() => random.pick(data))).alpha ?? Number.NaN).sort((a, b) => a - b)
    // Both are random: the ends of 4,000 resamples scatter by about 0.01.
    expect(Math.abs((interval?.low ?? 9) - (alphas[100] ?? Number.NaN))).toBeLessThan(0.05)
    expect(Math.abs((interval?.high ?? 9) - (alphas[3899] ?? Number.NaN))).toBeLessThan(0.05)
  })

  test('holds alpha, narrows with more units as 1/√n, is repeated by its seed and no other', () => {
    const [small, large] = [sumOf(units(100)), sumOf(units(10_000))]
    const [wide, narrow] = [alphaInterval(small, { seed: 's' }), alphaInterval(large, { seed: 's' })]
    const alpha = large.result().alpha ?? Number.NaN
    expect(narrow?.low).toBeLessThan(alpha)
    expect(narrow?.high).toBeGreaterThan(alpha)
    const ratio = ((wide?.high ?? 0) - (wide?.low ?? 0)) / ((narrow?.high ?? 0) - (narrow?.low ?? 1))
    expect(ratio).toBeGreaterThan(8)
    expect(ratio).toBeLessThan(12.5)
    expect(alphaInterval(small, { seed: 's' })).toEqual(wide)
    expect(alphaInterval(sumOf(units(100).reverse()), { seed: 's' })).toEqual(wide)
    expect(alphaInterval(small, { seed: 't' })).not.toEqual(wide)
  })

  test('a lower level is narrower', () => {
    const sum = sumOf(units(200))
    const [half, most] = [alphaInterval(sum, { seed: 's', level: 0.5 }), alphaInterval(sum, { seed: 's', level: 0.99 })]
    expect(half?.low).toBeGreaterThan(most?.low ?? 9)
    expect(half?.high).toBeLessThan(most?.high ?? -9)
  })

  test('perfect agreement has no width; resamples without variation are counted and left out', () => {
    const perfect = sumOf([0, 0, 1].map((value) => [{ annotator: 'a', value }, { annotator: 'b', value }]))
    const interval = alphaInterval(perfect, { seed: 's', resamples: 2000 })
    expect(interval).toMatchObject({ low: 1, high: 1 })
    // All three draws alike: (2/3)³ + (1/3)³ = 1/3 of the resamples.
    expect(interval?.undefinedResamples).toBeGreaterThan(590)
    expect(interval?.undefinedResamples).toBeLessThan(745)
    expect((interval?.undefinedResamples ?? 0) + (interval?.resamples ?? 0)).toBe(2000)
  })

  test('null where alpha is', () => {
    expect(alphaInterval(new AlphaSum(), { seed: 's' })).toBeNull()
    expect(alphaInterval(sumOf([[{ annotator: 'a', value: 1 }, { annotator: 'b', value: 1 }]]), { seed: 's' })).toBeNull()
  })

  test('a million units take no longer than their patterns', () => {
    const sum = new AlphaSum()
    const data = units(10)
    for (let i = 0; i < 100_000; i++) for (const unit of data) sum.add(unit)
    const from = performance.now()
    expect(alphaInterval(sum, { seed: 's' })).not.toBeNull()
    expect(performance.now() - from).toBeLessThan(2000)
  })
})
