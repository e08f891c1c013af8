import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outlines } from '#engine/evaluation/analysis/questions/outlines.ts'
import { ringTest } from '#engine/evaluation/analysis/select-queries.ts'
import { convexHull } from '#engine/geo/convex-hull.ts'
import { latitudeAt, mercatorX, mercatorY, wrappedLongitude } from '#engine/geo/mercator.ts'
import { askedRun, asking, type MadeQuery } from '../../../../support/asked-run.ts'

const cloud = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), { maxLength: 60 })

/** Twice the area that a, b, c go around: above 0 on the left of the way from a to b. */
function turn(a: readonly number[], b: readonly number[], c: readonly number[]): number {
  return ((b[0] ?? 0) - (a[0] ?? 0)) * ((c[1] ?? 0) - (a[1] ?? 0)) - ((b[1] ?? 0) - (a[1] ?? 0)) * ((c[0] ?? 0) - (a[0] ?? 0))
}

describe('the convex hull', () => {
  test('turns left at every corner, holds every point, and its corners are points', () => {
    fc.assert(
      fc.property(cloud, (points) => {
        const flat = convexHull(Float64Array.from(points.flat()))
        const hull = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? NaN, flat[2 * i + 1] ?? NaN])
        const given = new Set(points.map(String))
        for (const corner of hull) expect(given).toContain(String(corner))
        expect(new Set(hull.map(String)).size).toBe(hull.length)
        if (hull.length < 3) {
          expect(hull.length).toBe(Math.min(2, given.size))
          for (const point of points) expect(turn(hull[0] ?? [], hull.at(-1) ?? [], point)).toBe(0)
          return
        }
        hull.forEach((corner, i) => {
          const next = hull[(i + 1) % hull.length] ?? []
          expect(turn(corner, next, hull[(i + 2) % hull.length] ?? [])).toBeGreaterThan(0)
          for (const point of points) expect(turn(corner, next, point)).toBeGreaterThanOrEqual(0)
        })
      }),
      { numRuns: 300 }
    )
  })
})

test('Mercator there and back', () => {
  fc.assert(fc.property(fc.double({ min: -85, max: 85, noNaN: true }), (lat) => { expect(latitudeAt(mercatorY(lat))).toBeCloseTo(lat, 9) }))
  expect([mercatorX(-180), mercatorX(180), mercatorY(0)]).toEqual([0, 1, 0.5])
  expect(mercatorY(89)).toBeCloseTo(0, 12)
  expect([wrappedLongitude(190), wrappedLongitude(-180), wrappedLongitude(180), wrappedLongitude(-541)]).toEqual([-170, -180, -180, 179])
})

describe('outlines of regions', () => {
  const place = (query: number, region: number | undefined, ...truth: [number, number]): MadeQuery => ({ query, region, truth })

  test('the regions with most queries first, each around its own places', () => {
    const run = askedRun([place(1, 1, 10, 10), place(2, 0, 0, 0), place(3, 0, 4, 0), place(4, 0, 4, 3), place(5, 0, 3, 1), place(6, undefined, 50, 50), { query: 7, region: 0 }], ['a', 'b', 'empty'])
    const { regions } = outlines(asking([run], {}))
    expect(regions.map(({ region }) => region)).toEqual(['a', 'b'])
    expect(regions[0]?.ring.map(String).sort()).toEqual(['0,0', '4,0', '4,3'])
    expect(regions[1]).toMatchObject({ lat: 10, lon: 10, ring: [[10, 10]] })
  })

  test('a region on both sides of the antimeridian stays in one piece', () => {
    const { regions } = outlines(asking([askedRun([place(1, 0, 179, 10), place(2, 0, -179, 10), place(3, 0, 179.5, 12), place(4, 0, -179.5, 8)], ['fiji'])], {}))
    const lons = regions[0]?.ring.map(([lon]) => lon) ?? []
    expect(Math.max(...lons) - Math.min(...lons)).toBeCloseTo(2, 6)
    expect(Math.abs(regions[0]?.lon ?? 0)).toBeGreaterThan(179)
  })

  test('every place lies inside of its region’s ring, anywhere on earth', () => {
    const spread = fc.array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 })), { minLength: 3, maxLength: 30 })
    fc.assert(
      fc.property(spread, fc.integer({ min: -180, max: 179 }), fc.integer({ min: -70, max: 70 }), (offsets, lon, lat) => {
        const queries = offsets.map(([dx, dy], i) => place(i + 1, 0, wrappedLongitude(lon + dx / 100), lat + dy / 100))
        const ring = outlines(asking([askedRun(queries, ['r'])], {})).regions[0]?.ring ?? []
        if (ring.length < 3) return
        const [west, east] = [Math.min(...ring.map(([x]) => x)), Math.max(...ring.map(([x]) => x))]
        expect(east - west).toBeLessThanOrEqual(6.0001)
        // Pulled a little towards the middle: corners lie on the ring itself.
        const [middleX, middleY] = [ring.reduce((sum, [x]) => sum + x, 0) / ring.length, ring.reduce((sum, [, y]) => sum + y, 0) / ring.length]
        const holds = ringTest(ring)
        for (const { truth } of queries) {
          const x = (truth?.[0] ?? 0) + 360 * Math.round((middleX - (truth?.[0] ?? 0)) / 360)
          const y = truth?.[1] ?? 0
          // A straight side of the map's plane bends a little in degrees.
          expect(holds(x + (middleX - x) * 0.08, y + (middleY - y) * 0.08)).toBe(true)
        }
      }),
      { numRuns: 200 }
    )
  })
})
