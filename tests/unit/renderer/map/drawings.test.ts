import { describe, expect, test } from 'vitest'
import { ArcDrawing } from '#renderer/map/drawings/arc-drawing.ts'
import { AreaDrawing, type MapArea } from '#renderer/map/drawings/area-drawing.ts'
import { CellDrawing } from '#renderer/map/drawings/cell-drawing.ts'
import { RingDrawing } from '#renderer/map/drawings/ring-drawing.ts'
import { centreOf, frameAround, turnsOf } from '#renderer/map/frame.ts'
import { SvgPen } from '#renderer/map/svg-pen.ts'
import type { Drawing } from '#renderer/map/drawing.ts'
import type { MapFrame } from '#renderer/map/frame.ts'

function drawn(drawing: Drawing, frame: MapFrame): string {
  const pen = new SvgPen(frame.width, frame.height)
  drawing.draw(pen, frame)
  return pen.svg()
}

describe('a frame of the map', () => {
  test('knows its middle', () => {
    const { lat, lon } = centreOf(frameAround({ lat: 48.2, lon: 16.4 }, 7.5, 900, 700))
    expect([lat, lon].map((degrees) => Math.round(degrees * 1e9) / 1e9)).toEqual([48.2, 16.4])
  })

  test('shows as many copies of a thing as there are worlds in it', () => {
    // At zoom 1 the world is 512 pixels wide.
    const frame = frameAround({ lat: 0, lon: 0 }, 1, 1500, 400)
    expect(turnsOf(frame, 0.5, 0.5)).toEqual([-1, 0, 1])
    expect(turnsOf(frameAround({ lat: 0, lon: 0 }, 5, 800, 600), 0.9, 0.95)).toEqual([])
  })
})

describe('areas', () => {
  const area: MapArea = { key: 'vienna', lat: 48.2, lon: 16.4, ring: [[16.2, 48.1], [16.6, 48.1], [16.6, 48.3], [16.2, 48.3]], colour: 'rgb(1 2 3)', strong: false, tip: ['Vienna'] }
  const drawing = new AreaDrawing([area], { border: '#000', lit: '#fff' })

  test('are shapes where they are large, and are met inside only', () => {
    const frame = frameAround({ lat: 48.2, lon: 16.4 }, 11, 800, 600)
    expect(drawn(drawing, frame)).toMatch(/<path d="M[^a]*L[^a]*Z" fill="rgb\(1 2 3\)"/)
    expect(drawing.at(400, 300, frame)).toBe('vienna')
    expect(drawing.at(5, 5, frame)).toBeNull()
    expect(drawing.tip('vienna')).toEqual(['Vienna'])
  })

  test('are discs where they would be a few pixels, in every copy of the world', () => {
    const frame = frameAround({ lat: 0, lon: 0 }, 1, 1500, 500)
    const svg = drawn(drawing, frame)
    expect(svg.match(/fill="rgb\(1 2 3\)"/g)).toHaveLength(3)
    expect(svg).toContain('a6 6 0 1 1')
    const x = (16.4 / 360) * 512 + 750
    expect(drawing.at(x, 250 - 50, frame)).toBeNull()
    const y = 250 - (Math.asinh(Math.tan((48.2 * Math.PI) / 180)) / (2 * Math.PI)) * 512
    for (const turn of [-512, 0, 512]) expect(drawing.at(x + turn, y, frame)).toBe('vienna')
  })

  test('without a figure are hollow', () => {
    expect(drawn(new AreaDrawing([{ ...area, colour: null }], { border: '#000', lit: '#fff' }), frameAround(area, 11, 400, 400))).not.toContain('fill="rgb')
  })

  test('over the antimeridian are drawn and met on both sides of it', () => {
    const fiji = new AreaDrawing([{ ...area, key: 'fiji', lat: -17, lon: 179, ring: [[177, -19], [182, -19], [182, -15], [177, -15]] }], { border: '#000', lit: '#fff' })
    for (const lon of [178, -179]) expect(fiji.at(300, 200, frameAround({ lat: -17, lon }, 7, 600, 400))).toBe('fiji')
  })
})

describe('arcs', () => {
  const arc = { key: 'query:1', from: [0, 0] as const, to: [40, 0] as const, tip: ['a text', 'far'] }
  const drawing = new ArcDrawing([arc], { truth: 'green', answer: 'orange', halo: 'white', lit: 'teal' })
  const frame = frameAround({ lat: 0, lon: 20 }, 4, 800, 400)

  test('run from the truth’s colour to the answer’s, with a disc and a diamond', () => {
    const svg = drawn(drawing, frame)
    expect(svg).toMatch(/stop-color="green".*stop-color="orange"/)
    expect(svg).toMatch(/a[\d.]+ [\d.]+ 0 1 1 [^"]*" fill="green"/)
    expect(svg).toMatch(/<path d="M[\d.]+ [\d.]+L[\d.]+ [\d.]+L[\d.]+ [\d.]+L[\d.]+ [\d.]+Z" fill="orange"/)
  })

  test('are met near the line, the nearest first', () => {
    expect(drawing.at(400, 203, frame)).toBe('query:1')
    expect(drawing.at(400, 215, frame)).toBeNull()
    const two = new ArcDrawing([arc, { ...arc, key: 'query:2', from: [0, -1], to: [40, -1] }], { truth: 'g', answer: 'o', halo: 'w', lit: 't' })
    expect(two.at(400, 209, frame)).toBe('query:2')
    expect(two.at(400, 201, frame)).toBe('query:1')
  })

  test('over a pole are not drawn along the map’s edge', () => {
    const over = new ArcDrawing([{ ...arc, from: [0, 80], to: [179, 80] }], { truth: 'g', answer: 'o', halo: 'w', lit: 't' })
    const svg = drawn(over, frameAround({ lat: 70, lon: 90 }, 2, 900, 600))
    const line = /<path d="(M[^"]*)" fill="none" stroke="url/.exec(svg)?.[1] ?? ''
    expect(line.split('M').length).toBeGreaterThan(2)
  })
})

describe('cells', () => {
  const cells = [1, 0.25].map((fullness, i) => ({ key: `cell:${i}`, lat: 0, lon: i * 20, fullness, colour: 'rgb(9 9 9)', tip: [String(fullness)] }))
  const drawing = new CellDrawing(cells, { pixels: 32, zoom: 3 }, { border: '#000', lit: '#fff' })

  test('cover the share of their square that they are full, and grow with the map', () => {
    const sides = (zoom: number) => [...drawn(drawing, frameAround({ lat: 0, lon: 10 }, zoom, 1600, 600)).matchAll(/h([\d.]+)v/g)].slice(0, 2).map(([, side]) => Number(side))
    expect(sides(3)).toEqual([32, 16])
    expect(sides(4)).toEqual([64, 32])
  })

  test('are met on their square', () => {
    const frame = frameAround({ lat: 0, lon: 0 }, 3, 400, 400)
    expect(drawing.at(214, 190, frame)).toBe('cell:0')
    expect(drawing.at(219, 190, frame)).toBeNull()
  })
})

test('the ring of a selection is drawn where the map is, from either side of the antimeridian', () => {
  const ring = new RingDrawing([[175, -5], [190, -5], [190, 5], [175, 5]], { line: 'teal', halo: 'white' })
  for (const lon of [179, -175]) expect(drawn(ring, frameAround({ lat: 0, lon }, 5, 600, 400))).toContain('stroke="teal"')
  expect(drawn(ring, frameAround({ lat: 0, lon: 0 }, 5, 600, 400))).not.toContain('stroke="teal"')
})

test('texts in a saved picture are never markup', () => {
  const pen = new SvgPen(10, 10)
  pen.text(1, 1, '<b>"&\'', { colour: '#000', size: 10 })
  expect(pen.svg()).toContain('&#60;b&#62;&#34;&#38;&#39;')
})
