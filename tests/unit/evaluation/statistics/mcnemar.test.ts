import { describe, expect, it } from 'vitest'
import { mcnemarTest } from '#engine/evaluation/statistics/mcnemar.ts'
import { leastDifference, unitsNeeded } from '#engine/evaluation/statistics/sample-size-needed.ts'

/** The same by whole numbers: 2 sum C(n, k) / 2^n. */
function byWholeNumbers(b: number, c: number): number {
  const n = BigInt(b + c)
  let [choose, sum] = [1n, 0n]
  for (let k = 0n; k <= BigInt(Math.min(b, c)); k++) {
    sum += choose
    choose = (choose * (n - k)) / (k + 1n)
  }
  return Math.min(1, Number((2n * sum * 10n ** 30n) / 2n ** n) / 1e30)
}

describe('the exact McNemar test', () => {
  it('is the binomial test of the discordant pairs', () => {
    expect(mcnemarTest(7, 3)).toBeCloseTo(0.34375, 12)
    expect([mcnemarTest(0, 0), mcnemarTest(5, 5), mcnemarTest(0, 6)]).toEqual([1, 1, 0.03125].map((p) => expect.closeTo(p, 12)))
    for (const [b, c] of [[121, 59], [3, 40], [260, 250], [1, 0]] as const) {
      expect(mcnemarTest(b, c) / byWholeNumbers(b, c)).toBeCloseTo(1, 9)
      expect(mcnemarTest(b, c)).toBe(mcnemarTest(c, b))
    }
  })

  it('holds for as many pairs as a large run has', () => {
    const p = mcnemarTest(250_500, 249_500)
    expect(p).toBeGreaterThan(0.15)
    expect(p).toBeLessThan(0.16)
  })
})

describe('how many units show a difference', () => {
  it('is what tables say: 34 pairs for half a standard deviation, power 0.8, alpha 0.05 (Cohen 1988)', () => {
    expect(unitsNeeded(0.5, 1, 0.8, 0.05)).toBe(34)
    expect(unitsNeeded(0.2, 1, 0.8, 0.05)).toBe(199)
    expect(unitsNeeded(5, 10, 0.8, 0.05)).toBe(34)
  })

  it('never asks for fewer than two, and inverts to the least difference', () => {
    expect(unitsNeeded(1000, 1, 0.8, 0.05)).toBe(2)
    for (const n of [3, 50, 225]) {
      const least = leastDifference(n, 0.3, 0.9, 0.01)
      expect(unitsNeeded(least * 1.000001, 0.3, 0.9, 0.01)).toBe(n)
    }
  })
})
