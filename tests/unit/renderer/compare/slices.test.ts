import { describe, expect, it } from 'vitest'
import { SvgPen } from '#renderer/map/svg-pen.ts'
import { drawPlot, pictureSize, positionOf, type PlotPicture } from '#renderer/features/compare/slices/plot-rows.ts'
import { findSlices, narrowed, slicesAsTable, sortSlices, type SliceRow } from '#renderer/features/compare/slices/slice-rows.ts'

const estimate = (value: number | null) => ({ value, low: value === null ? null : value - 0.1, high: value === null ? null : value + 0.1, kind: 'places' as const })
const row = (label: string, queries: number, a: number | null, b: number | null, holm: number | null): SliceRow => ({
  key: label, label, where: `region:"${label}"`, at: { lat: 1, lon: 2 }, sample: { queries, located: queries, places: 2, regions: 1 },
  values: [estimate(a), estimate(b)], difference: a === null || b === null ? null : estimate(a - b), p: holm, holm
})
const rows = [row('São Paulo', 10, 0.5, 0.25, 0.2), row('Lagos', 30, 0.75, 0.25, 0.01), row('Oslo', 20, null, 0.5, null)]
const labelOf = ({ label }: SliceRow) => label
const order = (key: string, descending: boolean) => sortSlices(rows, { key, descending }, labelOf).map(labelOf)

describe('slices', () => {
  it('are sorted by every column, with what is unknown last either way', () => {
    expect(order('queries', true)).toEqual(['Lagos', 'Oslo', 'São Paulo'])
    expect(order('label', false)).toEqual(['Lagos', 'Oslo', 'São Paulo'])
    expect([order('value:0', true), order('value:0', false)]).toEqual([['Lagos', 'São Paulo', 'Oslo'], ['São Paulo', 'Lagos', 'Oslo']])
    expect(order('value:1', true)[0]).toBe('Oslo')
    expect([order('difference', true)[0], order('p', false)[0]]).toEqual(['Lagos', 'Lagos'])
  })

  it('are found without accents and capitals', () => {
    expect(findSlices(rows, ' sao', labelOf).map(labelOf)).toEqual(['São Paulo'])
    expect(findSlices(rows, '', labelOf)).toHaveLength(3)
  })

  it('narrow a selection, and say nothing twice', () => {
    expect(narrowed(undefined, 'region:Lagos')).toBe('region:Lagos')
    expect(narrowed('status:accepted or roof', 'region:Lagos')).toBe('(status:accepted or roof) (region:Lagos)')
    expect(narrowed('region:Lagos', 'region:Lagos')).toBe('region:Lagos')
    expect(narrowed('(a) (region:Lagos)', 'region:Lagos')).toBe('(a) (region:Lagos)')
  })

  it('are saved unrounded, with the difference only where there are two runs', () => {
    const { columns, rows: saved } = slicesAsTable(rows, 'R@1', ['demo', 'planet'], labelOf)
    const of = (line: number) => Object.fromEntries(columns.map((column, i) => [column, saved[line]?.[i]]))
    expect(of(1)).toMatchObject({ slice: 'Lagos', where: 'region:"Lagos"', queries: 30, 'R@1 demo': 0.75, 'R@1 planet': 0.25, difference: 0.5, 'p Holm': 0.01 })
    expect(of(2)).toMatchObject({ 'R@1 demo': null, difference: null })
    expect(slicesAsTable(rows, 'R@1', ['demo'], labelOf).columns).not.toContain('difference')
  })
})

describe('the plot of slices', () => {
  const picture: PlotPicture = {
    title: 'R@1 <by> region', scale: { from: 0, to: 1 }, zero: false, tick: (value) => `${value * 100} %`, legend: [{ name: 'demo', colour: '#ff0000' }],
    rows: rows.map(({ key, label, values }) => ({ key, label, note: '', dots: values.map((of) => ({ estimate: of, colour: '#ff0000', quiet: false })) })),
    look: { ground: '#ffffff', text: '#000000', text2: '#333333', line: '#cccccc', range: '#666666' }
  }

  it('puts a value where it lies, and what lies outside at the end', () => {
    expect([0.2, -5, 5].map((value) => positionOf(value, { from: 0, to: 0.4 }, 100))).toEqual([50, 0, 100])
    expect(positionOf(1, { from: 1, to: 1 }, 100)).toBe(0)
  })

  it('is saved whole, as high as all of its slices', () => {
    const { width, height } = pictureSize(picture)
    const pen = new SvgPen(width, height)
    drawPlot(pen, picture)
    const svg = pen.svg()
    expect(svg).toContain('R@1 &#60;by&#62; region')
    for (const { label } of rows) expect(svg).toContain(label)
    // A dot a figure that is known, and one a run in the legend.
    expect(svg.match(/fill="#ff0000"/g)).toHaveLength(5 + 1)
    expect(pictureSize({ ...picture, rows: [...picture.rows, ...picture.rows] }).height).toBeGreaterThan(height + 50)
  })
})
