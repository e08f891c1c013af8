import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { krippendorffAlpha, AlphaSum, type AlphaMetric, type Rating } from '#engine/evaluation/agreement/krippendorff-alpha.ts'
import { pairwiseAlpha } from '#engine/evaluation/agreement/pairwise-alpha.ts'

type Row = readonly (string | number | null)[]

/** Units from rows of annotators, as the papers print them; null is missing. */
function unitsOf(rows: Readonly<Record<string, Row>>): Rating[][] {
  const length = Math.max(...Object.values(rows).map((row) => row.length))
  return Array.from({ length }, (_, unit) =>
    Object.entries(rows).flatMap(([annotator, row]) => {
      const value = row[unit]
      return value === null || value === undefined ? [] : [{ annotator, value }]
    })
  )
}

/** The definition by every pair of single values: no counts, no matrix, nothing shared with the code under test. */
function alphaByPairs(units: readonly (readonly Rating[])[], metric: AlphaMetric): { alpha: number; observed: number; expected: number } {
  const pairable = units.filter((unit) => unit.length >= 2)
  const all = pairable.flat().map(({ value }) => value)
  const difference = (c: string | number, k: string | number): number => {
    if (c === k) return 0
    if (metric === 'nominal') return 1
    const [low, high] = [Math.min(Number(c), Number(k)), Math.max(Number(c), Number(k))]
    if (metric === 'interval') return (high - low) ** 2
    const count = (test: (value: number) => boolean): number => all.filter((value) => test(Number(value))).length
    return (count((v) => v >= low && v <= high) - (count((v) => v === low) + count((v) => v === high)) / 2) ** 2
  }
  let observed = 0
  for (const unit of pairable) {
    for (const [i, a] of unit.entries()) for (const [j, b] of unit.entries()) if (i !== j) observed += difference(a.value, b.value) / (unit.length - 1)
  }
  let expected = 0
  for (const [i, a] of all.entries()) for (const [j, b] of all.entries()) if (i !== j) expected += difference(a, b)
  const [dO, dE] = [observed / all.length, expected / (all.length * (all.length - 1))]
  return { alpha: 1 - dO / dE, observed: dO, expected: dE }
}

const _ = null
/** Krippendorff (2011), section C: four observers, twelve units, missing values. */
const fourObservers = unitsOf({
  A: [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
  B: [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
  C: [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
  D: [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _]
})

describe('the examples of Krippendorff, "Computing Krippendorff\'s Alpha-Reliability" (2011)', () => {
  test('A: binary data, two observers: 0.095', () => {
    const result = krippendorffAlpha(unitsOf({ Meg: [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], Owen: [1, 1, 1, 0, 0, 1, 0, 0, 0, 0] }))
    expect(result.alpha).toBeCloseTo(0.095, 3)
    // By hand: 4 of 10 units disagree; 14 zeros and 6 ones give D_e = 2 · 14 · 6 / (20 · 19).
    expect(result.observed).toBeCloseTo(0.4, 15)
    expect(result.expected).toBeCloseTo(168 / 380, 15)
    expect(result).toMatchObject({ units: 10, values: 20, annotators: 2, reason: null })
  })

  test('B: nominal data, two observers: 0.692', () => {
    const result = krippendorffAlpha(unitsOf({ Ben: [...'aabbdcccedda'], Gerry: [...'babbbccceddd'] }))
    expect(result.alpha).toBeCloseTo(0.692, 3)
  })

  test('C: any number of observers, missing data: nominal 0.743, ordinal 0.815, interval 0.849', () => {
    const nominal = krippendorffAlpha(fourObservers)
    expect(nominal.alpha).toBeCloseTo(0.743, 3)
    // Unit 12 has a single value and is not pairable: 11 units and 40 values are left.
    expect(nominal).toMatchObject({ units: 11, values: 40, annotators: 4 })
    expect(krippendorffAlpha(fourObservers, 'ordinal').alpha).toBeCloseTo(0.815, 3)
    expect(krippendorffAlpha(fourObservers, 'interval').alpha).toBeCloseTo(0.849, 3)
  })
})

describe('where there is no alpha', () => {
  test('no unit with two values', () => {
    const none = { alpha: null, reason: 'no-pairable-unit', observed: null, expected: null, units: 0, values: 0, annotators: 0 }
    expect(krippendorffAlpha([])).toEqual(none)
    expect(krippendorffAlpha([[], [{ annotator: 'a', value: 1 }]])).toEqual(none)
  })

  test('no variation: neither 1 nor 0', () => {
    const result = krippendorffAlpha(unitsOf({ a: ['x', 'x'], b: ['x', 'x'] }))
    expect(result).toEqual({ alpha: null, reason: 'no-variation', observed: 0, expected: 0, units: 2, values: 4, annotators: 2 })
    expect(krippendorffAlpha(unitsOf({ a: [3, 3], b: [3, 3] }), 'ordinal').reason).toBe('no-variation')
  })

  test('an annotator who rates a unit twice, names where numbers are wanted', () => {
    const sum = new AlphaSum()
    expect(() => sum.add([{ annotator: 'a', value: 1 }, { annotator: 'a', value: 2 }])).toThrow('a rates the same unit twice')
    expect(() => krippendorffAlpha(unitsOf({ a: ['x'], b: ['y'] }), 'interval')).toThrow(RangeError)
    expect(() => krippendorffAlpha(unitsOf({ a: [Number.NaN], b: [1] }), 'ordinal')).toThrow(RangeError)
  })
})

describe('pairs', () => {
  test('each from the units that both rated', () => {
    const pairs = pairwiseAlpha(fourObservers)
    expect(pairs.map(({ a, b }) => a + b)).toEqual(['AB', 'AC', 'AD', 'BC', 'BD', 'CD'])
    for (const { a, b, alpha, units } of pairs) {
      const shared = fourObservers.map((unit) => unit.filter(({ annotator }) => annotator === a || annotator === b)).filter((unit) => unit.length === 2)
      expect(units).toBe(shared.length)
      expect(alpha).toBeCloseTo(alphaByPairs(shared, 'nominal').alpha, 12)
    }
  })

  test('of two annotators is alpha itself', () => {
    const units = unitsOf({ a: ['x', 'y', 'y'], b: ['x', 'y', 'x'] })
    expect(pairwiseAlpha(units)).toEqual([{ a: 'a', b: 'b', ...krippendorffAlpha(units) }])
  })
})

describe('for any data', () => {
  const unit = fc.uniqueArray(fc.record({ annotator: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value: fc.integer({ min: -2, max: 4 }) }), { selector: ({ annotator }) => annotator, maxLength: 5 })
  const data = fc.array(unit, { maxLength: 25 })

  test.each(['nominal', 'ordinal', 'interval'] as const)('%s: equals the definition by pairs of values', (metric) => {
    fc.assert(
      fc.property(data, (units) => {
        const result = krippendorffAlpha(units, metric)
        if (result.reason !== null) return
        const byPairs = alphaByPairs(units, metric)
        expect(result.observed).toBeCloseTo(byPairs.observed, 9)
        expect(result.expected).toBeCloseTo(byPairs.expected, 9)
        expect(result.alpha).toBeCloseTo(byPairs.alpha, 9)
      }),
      { numRuns: 200 }
    )
  })

  test('the order of units and annotators, and what they are called, do not matter', () => {
    fc.assert(
      fc.property(data, fc.constantFrom<AlphaMetric[]>('nominal', 'ordinal', 'interval'), (units, metric) => {
        const turned = units.map((ratings) => ratings.map(({ annotator, value }) => ({ annotator: `${annotator}!`, value })).reverse()).reverse()
        const [one, other] = [krippendorffAlpha(units, metric), krippendorffAlpha(turned, metric)]
        expect({ ...other, alpha: 0, observed: 0, expected: 0 }).toEqual({ ...one, alpha: 0, observed: 0, expected: 0 })
        expect(other.alpha ?? 9).toBeCloseTo(one.alpha ?? 9, 12)
      })
    )
  })

  test('nominal values may be renamed', () => {
    fc.assert(
      fc.property(data, (units) => {
        const renamed = units.map((ratings) => ratings.map(({ annotator, value }) => ({ annotator, value: `v${value}` })))
        expect(krippendorffAlpha(renamed)).toEqual(krippendorffAlpha(units))
      })
    )
  })

  test('perfect agreement is exactly 1 as soon as there are two values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 30 }), fc.constantFrom<AlphaMetric[]>('nominal', 'ordinal', 'interval'), (values, metric) => {
        const { alpha, reason } = krippendorffAlpha(unitsOf({ a: values, b: values, c: values }), metric)
        if (new Set(values).size > 1) expect(alpha).toBe(1)
        else expect(reason).toBe('no-variation')
      })
    )
  })

  test('a hundred thousand units are a matter of a moment', () => {
    const sum = new AlphaSum()
    const from = performance.now()
    for (let i = 0; i < 100_000; i++) sum.add([{ annotator: 'a', value: i % 3 }, { annotator: 'b', value: i % 7 === 0 ? 0 : i % 3 }])
    expect(sum.result().units).toBe(100_000)
    expect(sum.patterns().length).toBeLessThan(10)
    expect(performance.now() - from).toBeLessThan(3000)
  })
})
