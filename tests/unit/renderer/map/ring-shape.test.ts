import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaOf, settledRing, simplified } from '#renderer/map/ring-shape.ts'

const corners = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), { minLength: 2, maxLength: 80 })

function fromLine([x, y]: readonly number[], line: readonly (readonly number[])[]): number {
  let least = Infinity
  for (let i = 0; i + 1 < line.length; i++) {
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [line[i], line[i + 1]]
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, (((x ?? 0) - ax) * (bx - ax) + ((y ?? 0) - ay) * (by - ay)) / length))
    least = Math.min(least, Math.hypot((x ?? 0) - ax - t * (bx - ax), (y ?? 0) - ay - t * (by - ay)))
  }
  return least
}

describe('rings', () => {
  test('a simplified line keeps its ends and its order, and stays within the tolerance of every corner', () => {
    fc.assert(
      fc.property(corners, fc.constantFrom(0, 1, 5, 40), (line, tolerance) => {
        const kept = simplified(line, tolerance)
        expect(kept[0]).toBe(line[0])
        expect(kept.at(-1)).toBe(line.at(-1))
        const places = kept.map((corner) => line.findIndex((other) => other === corner))
        expect(places).toEqual([...places].sort((a, b) => a - b))
        for (const corner of line) expect(fromLine(corner, kept)).toBeLessThanOrEqual(tolerance + 1e-9)
      })
    )
  })

  test('a freehand circle keeps its shape with a tenth of its corners', () => {
    const circle = Array.from({ length: 400 }, (_, i): [number, number] => [200 + 100 * Math.cos((i * Math.PI) / 200), 200 + 100 * Math.sin((i * Math.PI) / 200)])
    const kept = simplified(circle, 1.2)
    expect(kept.length).toBeLessThan(40)
    expect(areaOf(kept) / (Math.PI * 100 ** 2)).toBeGreaterThan(0.97)
  })

  test('the area is that of the shoelace, whichever way round', () => {
    expect(areaOf([[0, 0], [4, 0], [4, 3], [0, 3]])).toBe(12)
    expect(areaOf([[0, 3], [4, 3], [4, 0], [0, 0]])).toBe(12)
    expect(areaOf([[0, 0], [5, 5]])).toBe(0)
  })

  test('a ring drawn on another copy of the world comes back, and one over the antimeridian stays in one piece', () => {
    expect(settledRing([[370, 1], [380, 1], [380, 95]])).toEqual([[10, 1], [20, 1], [20, 90]])
    expect(settledRing([[-190, 0], [-170, 0], [-170, 5]])).toEqual([[-190, 0], [-170, 0], [-170, 5]])
    expect(settledRing([[535, 0], [550, 0], [550, 5]])).toEqual([[-185, 0], [-170, 0], [-170, 5]])
  })
})
