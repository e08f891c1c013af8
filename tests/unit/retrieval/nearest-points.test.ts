import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { haversine } from '#engine/geo/distance.ts'
import { NearestPoints } from '#engine/retrieval/nearest-points.ts'

describe('NearestPoints', () => {
  test('finds what measuring every distance finds, poles and antimeridian included', () => {
    const coordinate = fc.tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -180, max: 180 }))
    fc.assert(
      fc.property(fc.array(coordinate, { maxLength: 300 }), coordinate, fc.integer({ min: 1, max: 30 }), (points, [lat, lon], m) => {
        const found = new NearestPoints(Float64Array.from(points, (p) => p[0]), Float64Array.from(points, (p) => p[1])).nearest(lat, lon, m)
        const distances = points.map((p) => haversine(lat, lon, p[0], p[1])).sort((a, b) => a - b)
        expect(found).toHaveLength(Math.min(m, points.length))
        expect(new Set(found).size).toBe(found.length)
        found.forEach((point, i) => expect(haversine(lat, lon, ...(points[point] as [number, number]))).toBeCloseTo(distances[i] as number, 3))
      })
    )
  })

  test('of equally near points the lower number goes first', () => {
    const tree = new NearestPoints(new Float64Array(50).fill(10), new Float64Array(50).fill(20))
    expect([...tree.nearest(0, 0, 5)]).toEqual([0, 1, 2, 3, 4])
  })

  test('within a radius are those that measuring every distance finds, the edge included', () => {
    const coordinate = fc.tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -180, max: 180 }))
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 1, maxLength: 300 }), coordinate, fc.nat(), fc.double({ min: 0.001, max: 2.1e7, noNaN: true }), (points, [lat, lon], some, random) => {
        const tree = new NearestPoints(Float64Array.from(points, (p) => p[0]), Float64Array.from(points, (p) => p[1]))
        // Exactly as far as one of them is, too: that one must be in.
        for (const metres of [random, haversine(lat, lon, ...(points[some % points.length] as [number, number]))]) {
          expect([...tree.within(lat, lon, metres)]).toEqual(points.flatMap((p, i) => (haversine(lat, lon, p[0], p[1]) <= metres ? [i] : [])))
        }
      })
    )
    expect([...new NearestPoints(Float64Array.of(0), Float64Array.of(0)).within(NaN, 0, 1e7)]).toEqual([])
  })

  test('points without coordinates are never found', () => {
    expect([...new NearestPoints(Float64Array.of(NaN, 1, NaN), Float64Array.of(NaN, 1, NaN)).nearest(0, 0, 5)]).toEqual([1])
    expect(new NearestPoints(new Float64Array(), new Float64Array()).nearest(0, 0, 5)).toHaveLength(0)
  })
})
