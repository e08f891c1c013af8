import { describe, expect, it } from 'vitest'
import type { RunPair } from '#shared/domain/analysis.ts'
import { pairOf, pairsAsTable, turned, turnedPair } from '#renderer/features/compare/differences/pair-matrix.ts'

const pair: RunPair = {
  a: 'a', b: 'b', difference: { value: 0.05, low: -0.01, high: 0.11, kind: 'bootstrap' },
  test: { signFlip: 0.04, signFlipExact: true, t: { t: 2.1, df: 5, p: 0.09 }, mcnemar: { onlyA: 7, onlyB: 3, p: 0.34 }, why: null },
  holm: 0.08, stands: false, effect: { dz: 0.9, wins: 12, losses: 4, ties: 0, dominance: 0.5 }, sample: { queries: 16, located: 15, places: 8, regions: 6 }, unpaired: 2
}

describe('pairs of runs', () => {
  it('finds a pair whichever way round it was answered', () => {
    expect(pairOf([pair], 'a', 'b')).toEqual({ pair, flipped: false })
    expect(pairOf([pair], 'b', 'a')).toEqual({ pair, flipped: true })
    expect(pairOf([pair], 'a', 'c')).toBeNull()
  })

  it('turns round what has a direction, and nothing else', () => {
    const other = turnedPair(pair)
    expect(other).toMatchObject({ a: 'b', b: 'a', difference: { value: -0.05, low: -0.11, high: 0.01 }, test: { signFlip: 0.04, t: { t: -2.1, df: 5, p: 0.09 }, mcnemar: { onlyA: 3, onlyB: 7, p: 0.34 } }, holm: 0.08, stands: false, effect: { dz: -0.9, wins: 4, losses: 12, ties: 0, dominance: -0.5 }, unpaired: 2 })
    expect(turnedPair(other)).toEqual(pair)
  })

  it('leaves unknown ends unknown, and zero without a sign', () => {
    expect(turned({ value: 0, low: null, high: 0.2, kind: 'none' })).toEqual({ value: 0, low: -0.2, high: null, kind: 'none' })
  })

  it('is saved with everything that a reader would ask for', () => {
    const { columns, rows } = pairsAsTable('R@1', [pair], (run) => run.toUpperCase())
    const saved = Object.fromEntries(columns.map((column, i) => [column, rows[0]?.[i]]))
    expect(saved).toMatchObject({ a: 'A', b: 'B', difference: 0.05, low: -0.01, high: 0.11, holm_p: 0.08, stands: 'false', sign_flip_p: 0.04, df: 5, mcnemar_only_b: 3, d_z: 0.9, losses: 4, queries: 16, unpaired: 2, regions: 6 })
    expect(rows[0]).toHaveLength(columns.length)
  })
})
