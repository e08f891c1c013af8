import { describe, expect, test } from 'vitest'
import { agreementWord, leastOf, shownPercentile } from '../../../../src-renderer/charts/agreement/agreement-words.ts'
import { drawnBins } from '../../../../src-renderer/charts/agreement/spread-bins.ts'

describe('the words of agreement', () => {
  test('the lowest tenth is doubtful', () => {
    expect([0, 9.99, 10, 29.9, 30, 100].map(agreementWord)).toEqual(['doubtful', 'doubtful', 'weak', 'weak', 'agrees', 'agrees'])
  })

  test('the least of the three, the first where two are equal', () => {
    expect(leastOf({ colour: 92, structure: 71, texture: 8 })).toEqual({ kind: 'texture', percentile: 8 })
    expect(leastOf({ colour: 50, structure: 50, texture: 50 })).toEqual({ kind: 'colour', percentile: 50 })
  })

  test('a percentile is never rounded to an end that it has not reached', () => {
    expect([0, 0.05, 8.4, 99.95, 100].map(shownPercentile)).toEqual([0, 1, 8, 99, 100])
  })
})

describe('the spread of the comparison tiles', () => {
  test('empty ends are left out but for one bin, and the own tile is always within', () => {
    const counts = Array.from({ length: 24 }, (_, bin) => (bin === 12 || bin === 13 ? 5 : 0))
    const { from, to, bins } = drawnBins(counts, 0.9)
    expect(from).toBeCloseTo(-1 / 12)
    expect(to).toBeCloseTo(1)
    expect(bins[1]).toMatchObject({ count: 5 })
    expect(bins[1]?.from).toBeCloseTo(0)
    expect(bins).toHaveLength(13)
  })

  test('a cosine of one is in the last bin, of minus one in the first, also where nothing is compared', () => {
    const none = Array.from({ length: 24 }, () => 0)
    expect(drawnBins(none, 1).to).toBe(1)
    expect(drawnBins(none, -1).from).toBe(-1)
    expect(drawnBins([], 0).bins).toHaveLength(1)
  })
})
