import { describe, expect, it } from 'vitest'
import type { Estimate } from '#shared/domain/analysis.ts'
import { differenceScale, figureScale, niceStep, scaleTicks } from '#renderer/features/compare/figures/figure-scale.ts'

const estimate = (value: number | null, low: number | null = null, high: number | null = null): Estimate => ({ value, low, high, kind: low === null ? 'none' : 'bootstrap' })

describe('scales of figures', () => {
  it('steps at 1, 2 or 5 times a power of ten', () => {
    expect([niceStep(1, 5), niceStep(0.9, 5), niceStep(23, 5), niceStep(0.031, 4)]).toEqual([0.2, 0.2, 5, 0.01])
    expect([niceStep(0, 5), niceStep(Infinity, 5)]).toEqual([1, 1])
  })

  it('holds every figure and interval, with round ends', () => {
    expect(figureScale('R@1', [estimate(0.592, 0.551, 0.63), estimate(0.8138, 0.77, 0.861)])).toEqual({ from: 0.5, to: 0.9 })
    expect(figureScale('medianErrorM', [estimate(0, 0, 0), estimate(1386, 900, 1700)])).toEqual({ from: 0, to: 2000 })
  })

  it('stays inside of what a share can be, also where all figures are alike', () => {
    expect(figureScale('R@1', [estimate(1), estimate(1)])).toEqual({ from: 0.99, to: 1 })
    expect(figureScale('R@1', [estimate(0), estimate(0)])).toEqual({ from: 0, to: 0.01 })
    expect(figureScale('MRR', [estimate(0.995, 0.97, 1)])).toEqual({ from: 0.97, to: 1 })
    // A rank has no upper bound.
    expect(figureScale('medianRank', [estimate(1, 1, 1)])).toEqual({ from: 1, to: 2 })
  })

  it('has a scale where nothing is known', () => {
    expect(figureScale('R@1', [estimate(null)])).toEqual({ from: 0, to: 1 })
    expect(differenceScale([estimate(null)])).toEqual({ from: -0.01, to: 0.01 })
  })

  it('draws differences symmetric about nothing', () => {
    expect(differenceScale([estimate(-0.22, -0.27, -0.18), estimate(0.01, -0.01, 0.04)])).toEqual({ from: -0.3, to: 0.3 })
  })

  it('ticks at round numbers from end to end', () => {
    expect(scaleTicks({ from: 0.5, to: 0.9 })).toEqual([0.5, 0.6, 0.7, 0.8, 0.9])
    expect(scaleTicks({ from: -0.3, to: 0.3 })).toEqual([-0.2, 0, 0.2])
  })
})
