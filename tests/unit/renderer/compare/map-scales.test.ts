import { describe, expect, test } from 'vitest'
import { fullCell } from '#renderer/features/compare/map/full-cell.ts'
import { arcTable, cellTable, regionTable } from '#renderer/features/compare/map/map-tables.ts'
import { differenceColours, valueScale } from '#renderer/features/compare/map/region-scale.ts'

const parts = (colour: string): number[] => (colour.match(/\d+/g) ?? []).map(Number)

describe('colours of regions', () => {
  test('span what the figures span, between round numbers', () => {
    const scale = valueScale('R@1', [0.31, 0.52, 0.68])
    expect(scale.ticks.map(({ at }) => at)).toEqual([0, 0.5, 1])
    expect(scale.ticks[0]?.value).toBeLessThanOrEqual(0.31)
    expect(scale.ticks[2]?.value).toBeGreaterThanOrEqual(0.68)
    expect(scale.ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true)
    expect(parts(scale.colour(0.68))[1]).toBeGreaterThan(parts(scale.colour(0.31))[1] ?? 0)
  })

  test('metres that span far go by their logarithm, with a tick at powers of ten', () => {
    const scale = valueScale('medianErrorM', [12, 300, 4_000_000])
    expect(scale.ticks.map(({ value }) => Math.log10(value) % 1)).toEqual(scale.ticks.map(() => 0))
    const [low, middle, high] = [12, 7000, 4_000_000].map((value) => parts(scale.colour(value))[1] ?? 0)
    expect(low).toBeLessThan(middle ?? 0)
    expect(middle).toBeLessThan(high ?? 0)
  })

  test('one figure, or figures all alike, have a scale', () => {
    for (const metric of ['R@1', 'MRR', 'medianRank', 'medianErrorM']) for (const values of [[0.5, 0.5], [0], [1]]) expect(parts(valueScale(metric, values).colour(values[0] ?? 0))).toHaveLength(3)
  })

  test('a difference is orange where the first run is better, whichever way the metric goes', () => {
    const warm = (colour: string) => (parts(colour)[0] ?? 0) > (parts(colour)[2] ?? 0)
    expect(warm(differenceColours('R@1', [0.2, -0.1], 'light').colour(0.2))).toBe(true)
    expect(warm(differenceColours('R@1', [0.2, -0.1], 'light').colour(-0.2))).toBe(false)
    expect(warm(differenceColours('medianErrorM', [800, -90], 'dark').colour(-800))).toBe(true)
    expect(warm(differenceColours('medianErrorM', [800, -90], 'dark').colour(800))).toBe(false)
  })

  test('the legend of a difference has its figures where its colours are', () => {
    const scale = differenceColours('medianErrorM', [800, -90], 'light')
    expect(scale.ticks.map(({ at }) => at)).toEqual([0, 0.5, 1])
    // Less is better: the first run's end has the negative difference.
    expect(scale.ticks[2]?.value).toBeLessThan(0)
    expect(scale.colour(scale.ticks[2]?.value ?? 0)).toBe(scale.colour(-1e9))
  })
})

test('a cell is full at what nine of ten have, so that one city does not make all others vanish', () => {
  expect(fullCell([])).toBe(5)
  expect(fullCell([1, 2, 2, 3])).toBe(5)
  expect(fullCell([...Array.from({ length: 99 }, () => 14), 90_000])).toBe(20)
  expect(fullCell(Array.from({ length: 10 }, () => 200))).toBe(200)
})

describe('tables behind the map', () => {
  const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.1, kind: 'bootstrap' as const })
  const outline = { region: 'r1', name: 'Vienna', lat: 48.2, lon: 16.4, ring: [] }
  const row = { key: 'r1', label: 'Vienna', where: null, at: null, sample: { queries: 10, located: 9, places: 4, regions: 1 }, values: [estimate(0.5)], difference: null, p: null, holm: null }

  test('regions: the figure with its interval, and the difference where there are two runs', () => {
    expect(regionTable([{ outline, row }], 'R@1', ['one'])).toEqual({
      columns: ['region', 'name', 'lat', 'lon', 'queries', 'located', 'places', 'R@1 one', 'R@1 one low', 'R@1 one high'],
      rows: [['r1', 'Vienna', 48.2, 16.4, 10, 9, 4, 0.5, 0.4, 0.6]]
    })
    const both = regionTable([{ outline, row: { ...row, values: [estimate(0.5), estimate(0.3)], difference: estimate(0.2), p: 0.01, holm: 0.02 } }], 'R@1', ['one', 'two'])
    expect(both.columns).toHaveLength(18)
    expect(both.rows[0]).toHaveLength(18)
    expect(both.rows[0]?.slice(-2)).toEqual([0.01, 0.02])
    // Medians have no paired difference: that of the two figures stands for it, without an interval.
    const medians = regionTable([{ outline, row: { ...row, values: [estimate(9), estimate(4)] } }], 'medianRank', ['one', 'two'])
    expect(medians.rows[0]?.slice(-5)).toEqual([5, null, null, null, null])
  })

  test('cells and errors', () => {
    expect(cellTable({ cells: [{ lat: 1, lon: 2, queries: 8, failures: 2 }], cell: 28, queries: 8, failures: 2, unlocated: 0 }).rows).toEqual([[1, 2, 8, 2, 0.25]])
    expect(arcTable({ total: 1, arcs: [{ query: 7, queryUid: 'q7', label: 'roofs', from: [10, 20], to: [30, 40], errorM: 5, rank: 3 }] }).rows).toEqual([['q7', 5, 3, 20, 10, 40, 30, 'roofs']])
  })
})
