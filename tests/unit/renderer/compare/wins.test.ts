import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brushOf, joined, withoutBrush } from '../../../../src-renderer/features/compare/wins/brush.ts'
import { middleOf, panned, placeOf, rankAt, rankTicks, wholeView, windowOf, zoomed } from '../../../../src-renderer/features/compare/wins/rank-view.ts'
import { cellAt, cellWindow, plotOf, scatterFigure, scatterMarks, spreadPoints, type ScatterAnswer, type ScatterLook } from '../../../../src-renderer/features/compare/wins/scatter-figure.ts'
import { sidesOnMap } from '../../../../src-renderer/features/compare/wins/sides-on-map.ts'
import { asSvg } from '../../../../src-renderer/features/compare/wins/shapes.ts'
import type { RunSide } from '../../../../src-renderer/features/compare/wins/use-two-rankings.ts'
import { stretches, strongest } from '../../../../src-renderer/features/compare/wins/word-shades.ts'

const worst = fc.integer({ min: 1, max: 3_000_000 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('an axis of ranks', () => {
  test('a rank is found where it lies, at every place of its room', () => {
    fc.assert(
      fc.property(worst, fc.nat(), share, (last, n, within) => {
        const axis = wholeView(last).a
        const rank = 1 + (n % last)
        expect(rankAt(axis, middleOf(axis, rank))).toBe(rank)
        const at = placeOf(axis, rank) + (0.001 + within * 0.998) * (placeOf(axis, rank + 1) - placeOf(axis, rank))
        expect(rankAt(axis, at)).toBe(rank)
      })
    )
  })

  test('coming closer and moving never leave the ranks that there are, and keep what the pointer is at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3_000_000 }), fc.array(fc.tuple(share, fc.double({ min: 0.3, max: 3, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 20 }), (last, moves) => {
        let axis = wholeView(last).a
        for (const [at, factor, by] of moves) {
          const next = zoomed(axis, at, factor, last)
          const under = axis.low + at * (axis.high - axis.low)
          const free = next.low > 1e-9 && next.high < Math.log(last + 1) - 1e-9
          if (free) expect(next.low + at * (next.high - next.low)).toBeCloseTo(under, 6)
          axis = panned(next, by, last)
          expect(axis.low).toBeGreaterThanOrEqual(0)
          expect(axis.high).toBeLessThanOrEqual(Math.log(last + 1) + 1e-9)
          expect(axis.high).toBeGreaterThan(axis.low)
          const [from, to] = windowOf({ a: axis, b: axis }, last)
          expect(from).toBeGreaterThanOrEqual(1)
          expect(to).toBeLessThanOrEqual(last)
          expect(from).toBeLessThanOrEqual(to)
        }
      })
    )
    expect(windowOf(wholeView(445), 445)).toEqual([1, 445, 1, 445])
  })

  test('at any rank one comes close enough to tell it from the next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 3_000_000 }), fc.nat(), (last, n) => {
        const rank = 1 + (n % (last - 3))
        let axis = wholeView(last).a
        for (let i = 0; i < 200; i++) axis = zoomed(axis, Math.min(1, Math.max(0, middleOf(axis, rank))), 0.8, last)
        const [from, to] = windowOf({ a: axis, b: axis }, last)
        expect(from).toBeLessThanOrEqual(rank)
        expect(to).toBeGreaterThanOrEqual(rank)
        expect(to - from).toBeLessThanOrEqual(7)
      })
    )
  })

  test('ticks are round, in sight, and few', () => {
    expect(rankTicks(wholeView(1_000_000).a)).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000])
    expect(rankTicks(wholeView(70).a)).toEqual([1, 2, 5, 10, 20, 50])
    fc.assert(
      fc.property(worst, share, share, (last, from, to) => {
        const end = Math.log(last + 1)
        const axis = { low: Math.min(from, to) * end * 0.9, high: Math.min(end, Math.max(from, to) * end + Math.log(4 / 3)) }
        const ticks = rankTicks(axis)
        expect(ticks.length).toBeLessThanOrEqual(9)
        for (const tick of ticks) expect(placeOf(axis, tick + 1)).toBeGreaterThan(-1e-9)
        expect([...new Set(ticks)].sort((a, b) => a - b)).toEqual(ticks)
      })
    )
  })
})

describe('the brush', () => {
  const other = { run: 'c', from: 2, to: 9 }

  test('is the part of a selection that names both runs; the rest stays', () => {
    const selection = { where: 'length>3', ranks: [other, { run: 'a', from: 1, to: 5 }, { run: 'b', from: 7, to: null }] }
    expect(brushOf(selection, 'a', 'b')?.slice(0, 3)).toEqual([1, 5, 7])
    expect(withoutBrush(selection, 'a', 'b')).toEqual({ where: 'length>3', ranks: [other] })
    expect(brushOf({ ranks: [other] }, 'a', 'c')).toBeNull()
    expect(withoutBrush({ ranks: [other] }, 'a', 'c')).toEqual({ ranks: [other] })
    expect(withoutBrush({ ranks: [{ run: 'a', from: 1, to: 5 }, { run: 'b', from: 7, to: 8 }] }, 'a', 'b')).toEqual({})
    expect(joined([1, 2, 5, 6], [4, 4, 2, 2])).toEqual([1, 4, 2, 6])
  })
})

describe('the figure', () => {
  const answer: ScatterAnswer = {
    window: [1, 100, 1, 100], edges: { a: [1, 2, 4, 101], b: [1, 3, 101] }, cells: [[0, 0, 7], [2, 1, 1]],
    points: null, inWindow: 8, wins: 0, losses: 0, ties: 8, unpaired: 0
  }
  const theme = { text: 'text', text2: 'text2', text3: 'text3', hairline: 'hairline', surface: 'surface', accent: 'accent', answer: 'answer', second: 'second', font: 'Inter, "Noto Sans"' }
  const look: ScatterLook = {
    width: 500, height: 400, view: wholeView(100), answer, spread: null,
    words: { x: 'Rank under A: <b>&"x"', y: 'y', above: 'A', below: 'B' }, number: String, theme, scale: (at) => `c${at.toFixed(2)}`
  }

  test('a rank is in the cell of its edges', () => {
    expect(cellAt(answer, { a: 3, b: 2 })).toEqual({ column: 1, line: 0 })
    expect(cellAt(answer, { a: 100, b: 3 })).toEqual({ column: 2, line: 1 })
    expect(cellAt(answer, { a: 101, b: 3 })).toBeNull()
    expect(cellWindow(answer, 2, 1)).toEqual([4, 100, 3, 100])
  })

  test('cells lie side by side without a gap, in the colours of their counts, and names cannot break the SVG', () => {
    const picture = scatterFigure(look)
    const marks = scatterMarks({ width: 500, height: 400, view: wholeView(100), theme, spread: null, brush: [1, 3, 1, 2], cursor: null, chosen: { query: 1, a: 1, b: 1 }, lit: null })
    const figure = { ...picture, inside: [...picture.inside, ...marks] }
    const plot = plotOf(500, 400)
    const areas = figure.inside.filter((shape) => shape.kind === 'area')
    expect(areas.map(({ fill }) => fill)).toEqual(['c1.00', 'c0.33', 'accent'])
    const [first, last] = areas
    expect(first?.x).toBeCloseTo(plot.x)
    expect((first?.y ?? 0) + (first?.height ?? 0)).toBeCloseTo(plot.y + plot.height)
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(plot.x + plot.width)
    const svg = asSvg(figure)
    expect(svg).toContain('Rank under A: &lt;b&gt;&amp;&quot;x&quot;')
    expect(svg.match(/<rect /g)?.length).toBe(2 + 3 + 2)
    expect(svg).not.toContain('NaN')
  })

  test('queries of the same two ranks lie apart, each in the room of its ranks', () => {
    const points = [...Array.from({ length: 40 }, (_, i) => ({ query: i, a: 2, b: 3 })), { query: 99, a: 1, b: 1 }]
    const view = wholeView(100)
    const plot = plotOf(500, 400)
    expect(spreadPoints(answer, view, plot)).toBeNull()
    const spread = spreadPoints({ ...answer, points }, view, plot) ?? []
    expect(new Set(spread.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`)).size).toBe(41)
    for (const point of spread) {
      expect(rankAt(view.a, (point.x - plot.x) / plot.width)).toBe(point.a)
      expect(rankAt(view.b, 1 - (point.y - plot.y) / plot.height)).toBe(point.b)
    }
    // The one that is looked at is marked where it is drawn.
    const [mark] = scatterMarks({ width: 500, height: 400, view, theme, spread, brush: null, cursor: null, chosen: { query: 7, a: 2, b: 3 }, lit: null })
    expect(mark).toMatchObject({ kind: 'dot', x: spread[7]?.x, y: spread[7]?.y })
  })
})

describe('the map of one query', () => {
  const tile = (document: number, truth: boolean, lat: number | null) => ({ rank: truth ? 2 : 1, score: 0.5, document, view: document, viewUid: `v${document}`, caption: null, place: document, placeUid: `p${document}`, lat, lon: lat, region: null, distanceM: truth ? 0 : 1000, truth })
  const side = (letter: 'A' | 'B', first: number, lat: number | null = 3): RunSide => ({
    run: { name: letter } as RunSide['run'], letter, role: letter === 'A' ? 'answer' : 'second', failure: null, impostor: null,
    ranking: { query: {} as never, results: [tile(first, false, lat)], truth: tile(9, true, 1) }
  })
  const metres = (m: number): string => `${m} m`

  test('truth and both first answers, with the way to each', () => {
    const { points, lines } = sidesOnMap([side('A', 1), side('B', 2)], metres)
    expect(points.map(({ role, mark }) => [role, mark])).toEqual([['answer', 'A'], ['second', 'B'], ['truth', undefined]])
    expect(lines.map(({ role, label }) => [role, label])).toEqual([['answer', '1000 m'], ['second', '1000 m']])
  })

  test('one point where both answer the same; none where it has no coordinates', () => {
    expect(sidesOnMap([side('A', 1), side('B', 1)], metres).points.map(({ mark }) => mark)).toEqual(['AB', undefined])
    expect(sidesOnMap([side('A', 1, null)], metres)).toMatchObject({ points: [{ role: 'truth' }], lines: [] })
  })
})

describe('words and what they do', () => {
  const text = 'Red roofs, a pond.'
  const words = [{ from: 0, to: 3 }, { from: 4, to: 9 }, { from: 11, to: 12 }, { from: 13, to: 17 }]
  const effects = new Map([[0, { word: 0, score: -0.2, rank: 3 }], [1, { word: 1, score: 0.1, rank: 0 }], [2, { word: 2, score: 0, rank: 0 }]])

  test('stretches join to the text; the largest effect has full strength; what is not read is marked', () => {
    const all = stretches({ text, words, effects, read: 3 })
    expect(all.map((part) => part.text).join('')).toBe(text)
    expect(all.filter(({ word }) => word !== null).map(({ strength, unread }) => [strength, unread])).toEqual([[1, false], [0.5, false], [0, false], [0, true]])
    expect(all.at(-1)).toMatchObject({ text: '.', unread: true })
    expect(strongest(all, 'helps', 3).map((part) => part.text)).toEqual(['Red'])
    expect(strongest(all, 'hurts', 3).map((part) => part.text)).toEqual(['roofs'])
  })
})
