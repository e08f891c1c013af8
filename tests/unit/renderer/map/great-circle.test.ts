import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mercator } from '#renderer/map/geometry.ts'
import { greatCircle } from '#renderer/map/great-circle.ts'

const radians = Math.PI / 180
const place = fc.tuple(fc.double({ min: -179.9, max: 179.9, noNaN: true }), fc.double({ min: -84, max: 84, noNaN: true }))

/** Central angle by haversine, radians. */
function angle([lon1, lat1]: readonly number[], [lon2, lat2]: readonly number[]): number {
  const [a, b] = [(lat1 ?? 0) * radians, (lat2 ?? 0) * radians]
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin((((lon2 ?? 0) - (lon1 ?? 0)) * radians) / 2) ** 2
  return 2 * Math.asin(Math.min(1, Math.sqrt(h)))
}

function degrees(points: Float64Array): [number, number][] {
  return Array.from({ length: points.length / 2 }, (_, i) => {
    const [x, y] = [points[2 * i] ?? 0, points[2 * i + 1] ?? 0]
    return [(x - 0.5) * 360, Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) / radians]
  })
}

describe('great circles', () => {
  test('begin and end at their places, and no stop makes the way longer', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        // Over a pole the map's edge cuts the way.
        const way = degrees(greatCircle(from, to)).filter(([, lat]) => Math.abs(lat) < 85.05)
        expect(way[0]?.[1]).toBeCloseTo(from[1], 6)
        expect(way.at(-1)?.[1]).toBeCloseTo(to[1], 6)
        expect(((((way.at(-1)?.[0] ?? 0) - to[0]) % 360) + 540) % 360).toBeCloseTo(180, 6)
        const whole = angle(from, to)
        for (const stop of way) expect(angle(from, stop) + angle(stop, to)).toBeLessThan(whole + 1e-6)
      }),
      { numRuns: 300 }
    )
  })

  test('go the short way over the antimeridian, without a jump', () => {
    const points = greatCircle([170, 10], [-170, 12])
    expect(points.at(-2)).toBeCloseTo(190 / 360 + 0.5, 9)
    for (let i = 2; i < points.length; i += 2) expect((points[i] ?? 0) - (points[i - 2] ?? 0)).toBeGreaterThan(0)
  })

  test('bow towards the pole, and are straight along the equator', () => {
    const [, top] = mercator(0, 50)
    expect(Math.min(...greatCircle([-60, 50], [60, 50]).filter((_, i) => i % 2 === 1))).toBeLessThan(top - 0.03)
    for (const [, lat] of degrees(greatCircle([0, 0], [100, 0]))) expect(lat).toBeCloseTo(0, 9)
  })

  test('antipodes and one place twice give finite lines', () => {
    expect(greatCircle([10, 20], [-170, -20]).every(Number.isFinite)).toBe(true)
    expect(degrees(greatCircle([10, 20], [10, 20])).map(([lon, lat]) => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6])).toEqual([[10, 20], [10, 20]])
  })
})
