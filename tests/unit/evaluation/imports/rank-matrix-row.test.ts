import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstNotFinite, MatrixRowRanker } from '#engine/evaluation/imports/rank-matrix-row.ts'

/** The rule, written apart: all rows sorted by score descending, of equal ones the lower row first. */
function slowly(scores: ArrayLike<number>, columnOfRow: Int32Array, positives: readonly number[], k: number) {
  const rows = Array.from(columnOfRow, (column, row) => ({ row, score: scores[column] as number })).sort((a, b) => b.score - a.score || a.row - b.row)
  const ranks = positives.map((row) => rows.findIndex((other) => other.row === row) + 1).sort((a, b) => a - b)
  const best = Math.max(...positives.map((row) => scores[columnOfRow[row] as number] as number))
  const above = rows.filter(({ score }) => score > best).length
  const tied = rows.filter(({ row, score }) => score === best && !positives.includes(row)).length
  return { top: rows.slice(0, k).map(({ row }) => row), ranks, optimistic: above + 1, pessimistic: above + tied + 1 }
}

describe('a row of a similarity matrix', () => {
  test('is ranked as a slow reference ranks it, with heavy ties, in single and double precision', () => {
    const drawn = fc.integer({ min: 1, max: 40 }).chain((size) =>
      fc.record({
        scores: fc.array(fc.constantFrom(-1, 0, -0, 0.5, 0.5 + 2 ** -40, 1), { minLength: size, maxLength: size }),
        order: fc.shuffledSubarray(Array.from({ length: size }, (_, i) => i), { minLength: 1, maxLength: size }),
        positives: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        k: fc.integer({ min: 1, max: 50 }),
        double: fc.boolean()
      })
    )
    fc.assert(
      fc.property(drawn, ({ scores, order, positives, k, double }) => {
        const columnOfRow = Int32Array.from(order)
        const own = [...new Set(positives.map((at) => at % order.length))]
        const given = double ? Float64Array.from(scores) : Float32Array.from(scores)
        const ranker = new MatrixRowRanker(columnOfRow, k)
        const expected = slowly(given, columnOfRow, own, k)
        // Twice: a ranker keeps nothing of the row before.
        for (let again = 0; again < 2; again++) {
          const ranked = ranker.rank(given, own)
          expect([...ranked.topRows]).toEqual(expected.top)
          expect([...ranked.positiveRanks]).toEqual(expected.ranks)
          expect(ranked.optimisticRank).toBe(expected.optimistic)
          expect(ranked.pessimisticRank).toBe(expected.pessimistic)
        }
      }),
      { numRuns: 500, seed: 5 }
    )
  })

  test('scores that differ only in double precision are not ties', () => {
    const ranker = new MatrixRowRanker(Int32Array.of(0, 1), 2)
    const scores = Float64Array.of(0.5, 0.5 + 2 ** -50)
    expect(ranker.rank(scores, [0])).toMatchObject({ pessimisticRank: 2, optimisticRank: 2 })
    expect([...ranker.rank(scores, [0]).topRows]).toEqual([1, 0])
    expect([...ranker.rank(Float32Array.from(scores), [0]).topRows]).toEqual([0, 1])
  })

  test('NaN and the infinities are found', () => {
    expect(firstNotFinite(Float32Array.of(1, 2, 3))).toBe(-1)
    expect(firstNotFinite(Float32Array.of(1, NaN, 3))).toBe(1)
    expect(firstNotFinite(Float64Array.of(1, 2, -Infinity))).toBe(2)
  })
})
