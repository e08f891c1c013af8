import { describe, expect, it } from 'vitest'
import { colourWords, legendOf, middleOf, wordOf } from '../../../../src-renderer/features/compare/embedding/point-colours.ts'
import { drawingOrder, drawPoints, NearestPoint, simplified } from '../../../../src-renderer/features/compare/embedding/scatter-pixels.ts'

describe('drawPoints', () => {
  const points = Float32Array.of(0, 0, 1, 1, -1, -1, 5, 5)
  const view = { x: 0, y: 0, scale: 10 }
  const picture = () => ({ pixels: new Uint32Array(41 * 41), width: 41, height: 41 })
  const at = (pixels: Uint32Array, x: number, y: number): number => pixels[y * 41 + x]!

  it('draws every point in its colour, y upwards, and nothing outside', () => {
    const into = picture()
    drawPoints(into, points, drawingOrder(4), view, { colours: Uint32Array.of(1, 2, 3, 4), lit: null, quiet: 9, size: 1 })
    expect([at(into.pixels, 20, 20), at(into.pixels, 30, 10), at(into.pixels, 10, 30)]).toEqual([1, 2, 3])
    expect(into.pixels.filter((pixel) => pixel !== 0)).toHaveLength(3)
  })

  it('puts what is lit above what is quiet', () => {
    const into = picture()
    const same = Float32Array.of(0, 0, 0, 0)
    for (const order of [Uint32Array.of(0, 1), Uint32Array.of(1, 0)]) {
      drawPoints(into, same, order, view, { colours: Uint32Array.of(7, 8), lit: Uint8Array.of(0, 1), quiet: 9, size: 3 })
      expect(at(into.pixels, 20, 20)).toBe(8)
      expect(into.pixels.filter((pixel) => pixel !== 0)).toHaveLength(9)
    }
  })

  it('draws larger points without corners', () => {
    const into = picture()
    drawPoints(into, Float32Array.of(0, 0), drawingOrder(1), view, { colours: Uint32Array.of(5), lit: null, quiet: 9, size: 4 })
    expect(into.pixels.filter((pixel) => pixel !== 0)).toHaveLength(12)
  })

  it('draws each point once, in an order that is not theirs', () => {
    const order = drawingOrder(1000)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect([...order]).not.toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(drawingOrder(1000)).toEqual(order)
  })
})

describe('NearestPoint', () => {
  it('finds what brute force finds', () => {
    const points = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i * 12.9898) * (1 - ((i * 7) % 10) / 20))
    const nearest = new NearestPoint(points)
    for (let query = 0; query < 200; query++) {
      const [x, y] = [Math.sin(query), Math.cos(query * 3)]
      let [best, least] = [-1, 0.05 ** 2]
      for (let i = 0; i < 2000; i++) {
        const distance = (points[2 * i]! - x) ** 2 + (points[2 * i + 1]! - y) ** 2
        if (distance <= least) [best, least] = [i, distance]
      }
      const found = nearest.find(x, y, 0.05)
      const distanceOf = (i: number): number => (i < 0 ? NaN : Math.hypot(points[2 * i]! - x, points[2 * i + 1]! - y))
      expect(found < 0).toBe(best < 0)
      if (best >= 0) expect(distanceOf(found)).toBeCloseTo(distanceOf(best), 10)
    }
  })
})

describe('simplified', () => {
  it('keeps the corners of a line and no more', () => {
    const side = Array.from({ length: 50 }, (_, i) => i / 50)
    const square = [...side.map((t) => [t, 0] as const), ...side.map((t) => [1, t] as const), ...side.map((t) => [1 - t, 1] as const)]
    expect(simplified(square, 0.001)).toEqual([[0, 0], [1, 0], [1, 1], [expect.closeTo(0.02, 9), 1]])
  })

  it('keeps no more corners than a selection may have', () => {
    const zigzag = Array.from({ length: 5000 }, (_, i) => [i / 5000, i % 2 === 0 ? 0 : 0.001 * (1 + (i % 7))] as const)
    expect(simplified(zigzag, 1e-9).length).toBeLessThanOrEqual(400)
  })
})

describe('colours', () => {
  const palette = { categories: [11, 12, 13, 14, 15, 16, 17], others: 20, unknown: 21, lit: 22, scale: Uint32Array.of(31, 32, 33) }

  it('gives seven categories a colour, the others a grey, and one shown alone its own', () => {
    const values = Int32Array.of(0, 6, 7, -1)
    const legend = legendOf(values, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], false)
    expect(legend).toMatchObject({ kind: 'categories', unknown: 1 })
    expect(legend.kind === 'categories' && legend.entries.map(({ name, points }) => [name, points])).toEqual([['a', 1], ['g', 1], ['h', 1]])
    expect([...colourWords(values, legend, palette, null)]).toEqual([11, 17, 20, 21])
    expect([...colourWords(values, legend, palette, 7)]).toEqual([11, 17, 22, 21])
  })

  it('puts ranks on a logarithmic scale from 1 to the worst', () => {
    const values = Int32Array.of(1, 10, 100, -1)
    const legend = legendOf(values, null, true)
    expect(legend).toEqual({ kind: 'scale', from: 1, to: 100, logarithmic: true, unknown: 1 })
    const [first, middle, last, unknown] = colourWords(values, legend, palette, null)
    expect(first).toBe(31)
    expect(middle).toBe(32)
    expect(last).toBe(33)
    expect(unknown).toBe(21)
  })

  it('reads a colour as a word', () => {
    expect(wordOf('rgb(1 2 255)')).toBe(0xffff0201)
  })

  it('names a category at its medians', () => {
    expect(middleOf(Float32Array.of(0, 0, 1, 1, 2, 5, 9, 9), Int32Array.of(3, 3, 3, 1), 3)).toEqual({ x: 1, y: 1, spread: expect.closeTo(Math.SQRT2, 6) })
  })
})
