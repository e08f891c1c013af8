import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aucOf, risingOrder, wrongInFirstTenth } from '#engine/planet/agreement/roc.ts'
import { percentileInterval, regionResamples } from '#engine/planet/agreement/region-bootstrap.ts'

const cases = (scores: readonly number[], wrong: readonly number[]) => ({ scores: Float64Array.from(scores), wrong: Uint8Array.from(wrong) })

/** The definition, pair by pair. */
function slowAuc(scores: readonly number[], wrong: readonly number[]): number | null {
  let [sum, pairs] = [0, 0]
  scores.forEach((a, i) => {
    if (wrong[i] !== 1) return
    scores.forEach((b, j) => {
      if (wrong[j] === 1) return
      pairs++
      sum += a < b ? 1 : a === b ? 0.5 : 0
    })
  })
  return pairs === 0 ? null : sum / pairs
}

describe('area under the ROC curve', () => {
  test('the ratings of 109 CT images of Hanley and McNeil (1982, table I): 0.893', () => {
    // Images rated 1 (definitely normal) to 5 (definitely abnormal); abnormal ones should have the lower score here.
    const normal = [33, 6, 6, 11, 2]
    const abnormal = [3, 2, 2, 11, 33]
    const scores: number[] = []
    const wrong: number[] = []
    normal.forEach((n, i) => Array.from({ length: n }, () => (scores.push(-i), wrong.push(0))))
    abnormal.forEach((n, i) => Array.from({ length: n }, () => (scores.push(-i), wrong.push(1))))
    expect(aucOf(cases(scores, wrong))).toBeCloseTo(0.893, 3)
  })

  test('by hand: one of two pairs right, one tied', () => {
    expect(aucOf(cases([1, 2, 2], [1, 0, 1]))).toBe(0.75)
    expect(aucOf(cases([1, 2], [1, 0]))).toBe(1)
    expect(aucOf(cases([1, 2], [0, 1]))).toBe(0)
    expect(aucOf(cases([7, 7, 7, 7], [1, 0, 0, 1]))).toBe(0.5)
  })

  test('is nothing without both classes', () => {
    expect(aucOf(cases([1, 2], [0, 0]))).toBeNull()
    expect(aucOf(cases([1, 2], [1, 1]))).toBeNull()
    expect(aucOf(cases([], []))).toBeNull()
  })

  test('agrees with the definition, and a case of weight n with n such cases', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 30 }), (rows) => {
        const [scores, wrong] = [rows.map(([score]) => score), rows.map(([, one]) => one)]
        const fast = aucOf(cases(scores, wrong))
        const slow = slowAuc(scores, wrong)
        if (slow === null) expect(fast).toBeNull()
        else expect(fast).toBeCloseTo(slow, 12)
        const repeated = rows.flatMap(([score, one, times]) => Array.from({ length: times }, () => [score, one] as const))
        const weighted = aucOf(cases(scores, wrong), risingOrder(Float64Array.from(scores)), Float64Array.from(rows, ([, , times]) => times))
        const expanded = slowAuc(repeated.map(([score]) => score), repeated.map(([, one]) => one))
        if (expanded === null) expect(weighted).toBeNull()
        else expect(weighted).toBeCloseTo(expanded, 12)
      })
    )
  })

  test('the first tenth is rounded up, and equal scores stand in the order of the cases', () => {
    const scores = Float64Array.from([5, 1, 1, 3, 9, 9, 9, 9, 9, 9, 9])
    expect([...risingOrder(scores).subarray(0, 4)]).toEqual([1, 2, 3, 0])
    expect(wrongInFirstTenth(Uint8Array.from([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]), risingOrder(scores))).toBe(1)
    expect(wrongInFirstTenth(new Uint8Array(0), new Int32Array(0))).toBe(0)
  })
})

describe('bootstrap over regions', () => {
  test('draws as many regions as there are, the same ones for a seed', () => {
    const draws = [...regionResamples(7, 50, 'a')]
    for (const drawn of draws) expect(drawn.reduce((sum, n) => sum + n, 0)).toBe(7)
    expect([...regionResamples(7, 50, 'a')]).toEqual(draws)
    expect([...regionResamples(7, 50, 'b')]).not.toEqual(draws)
  })

  test('its interval has the quantiles as ends', () => {
    const outcomes = Array.from({ length: 101 }, (_, i) => 100 - i)
    expect(percentileInterval(outcomes, 0.9)).toEqual({ low: expect.closeTo(5, 9), high: expect.closeTo(95, 9) })
    expect(percentileInterval([4], 0.9)).toEqual({ low: 4, high: 4 })
    expect(percentileInterval([], 0.9)).toBeNull()
  })
})
