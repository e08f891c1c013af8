import { describe, expect, test } from 'vitest'
import { AblateOptions, type AblationRow, type Estimate, type TrainingPoint } from '#shared/domain/planet.ts'
import { ablationTable, findingOf, groupRows, scalesOf } from '../../../../src-renderer/features/planet/ablation/ablation-rows.ts'
import { bestPoint, lambdaSeries, lambdasOf, lossSeries, validationSeries } from '../../../../src-renderer/features/planet/training/curve-series.ts'

const names = { loss: 'L', contrastive: 'L_itc', colour: 'Colour', structure: 'Structure', texture: 'Texture' }
const point = (lambda: number, step: number, mrr: number | null, terms: number | null = 2): TrainingPoint => ({
  lambda, step, loss: 5, contrastive: 4, colour: terms, structure: terms, texture: terms, validation: mrr === null ? null : { r1: mrr / 2, r5: mrr, r10: mrr, mrr }
})

describe('curves', () => {
  const points = [point(0, 10, null, null), point(0, 20, 0.4, null), point(0.1, 10, 0.3), point(0.1, 20, 0.5), point(0.1, 30, 0.5), point(0.1, 40, 0.2)]

  test('terms whose weight is zero have no line, and L_itc alone is the loss itself', () => {
    expect(lossSeries(points.filter(({ lambda }) => lambda === 0), names).map(({ name }) => name)).toEqual(['L'])
    expect(lossSeries(points.filter(({ lambda }) => lambda > 0), names).map(({ name }) => name)).toEqual(['L', 'L_itc', 'Colour', 'Structure', 'Texture'])
  })

  test('validation has a point where it was looked at', () => {
    expect(validationSeries(points.slice(0, 2)).map(({ name, points: at }) => [name, at])).toEqual([['R@1', [[20, 0.2]]], ['R@5', [[20, 0.4]]], ['R@10', [[20, 0.4]]]])
    expect(validationSeries(points.slice(0, 1))).toEqual([])
  })

  test('a line for each lambda', () => {
    expect(lambdasOf(points)).toEqual([0, 0.1])
    expect(lambdaSeries(points).map(({ name, points: at }) => [name, at.length])).toEqual([['λ 0', 1], ['λ 0.1', 4]])
  })

  test('the first of equally good looks is kept, as training does', () => {
    expect(bestPoint(points.slice(2))?.step).toBe(20)
    expect(bestPoint(points.slice(0, 1))).toBeNull()
  })
})

const estimate = (value: number, half: number | null): Estimate => ({ value, low: half === null ? null : value - half, high: half === null ? null : value + half })
const row = (level: AblationRow['level'], held: string | null, variant: AblationRow['variant'], value: number, difference: Estimate | null): AblationRow => ({
  level, held, variant, lambda: variant === 'contrastive' ? 0 : 0.1, regions: 50, gallery: 400, queries: 1600, r1: estimate(value, 0.02), r5: estimate(value, 0.02), r10: estimate(value, 0.02),
  difference: difference === null ? null : { r1: difference, r5: difference, r10: difference, p: 0.04 }, perSeed: [value - 0.01, value + 0.01]
})

describe('an ablation', () => {
  test('says better or worse only where the interval leaves out zero', () => {
    expect(findingOf(estimate(0.02, 0.01))).toBe('better')
    expect(findingOf(estimate(-0.02, 0.01))).toBe('worse')
    expect(findingOf(estimate(0.02, 0.02))).toBe('none')
    expect(findingOf(estimate(0.02, 0.03))).toBe('none')
    expect(findingOf(estimate(0.5, null))).toBe('unknown')
  })

  const rows = [
    row('continents', 'Asia', 'contrastive', 0.3, null),
    row('continents', 'Africa', 'contrastive', 0.3, null),
    row('continents', null, 'contrastive', 0.3, null),
    row('world', null, 'planet', 0.26, estimate(0.033, 0.02)),
    row('world', null, 'contrastive', 0.23, null)
  ]

  test('the world stands first, then the mean over continents, then each, variants in their order', () => {
    const groups = groupRows({ rows, options: AblateOptions.parse({}) })
    expect(groups.map(({ level, held }) => [level, held])).toEqual([['world', null], ['continents', null], ['continents', 'Africa'], ['continents', 'Asia']])
    expect(groups[0]?.rows.map(({ variant }) => variant)).toEqual(['contrastive', 'planet'])
  })

  test('all rows share scales that hold every interval, with round ends', () => {
    const { least, most, widest } = scalesOf(rows, 'r1')
    expect([least, most]).toEqual([0.2, expect.closeTo(0.35)])
    expect(widest).toBeCloseTo(0.06)
    expect(scalesOf([], 'r1')).toEqual({ least: expect.any(Number), most: 1, widest: 0.01 })
  })

  test('saves a row for each variant, shares as they are', () => {
    const { columns, rows: lines } = ablationTable({ rows })
    expect(lines.every((line) => line.length === columns.length)).toBe(true)
    const planet = Object.fromEntries(columns.map((name, i) => [name, lines[3]?.[i]]))
    expect(planet).toMatchObject({ level: 'world', held_out: null, variant: 'planet', r1: 0.26, r1_low: expect.closeTo(0.24), r1_difference: 0.033, p: 0.04, r1_per_seed: '0.25 0.27' })
    expect(Object.fromEntries(columns.map((name, i) => [name, lines[4]?.[i]]))).toMatchObject({ r1_difference: null, p: null })
  })
})
