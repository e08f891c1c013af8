import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FootprintIndex, unrolled, type Footprints } from '#engine/geo/footprint-index.ts'

type Ring = (readonly [number, number])[]

function packed(rings: readonly (Ring | null)[]): Footprints {
  const corners = rings.map((ring) => (ring === null ? [] : (unrolled(ring) ?? [])))
  const starts = new Int32Array(rings.length + 1)
  corners.forEach((list, i) => (starts[i + 1] = (starts[i] as number) + list.length / 2))
  return { starts, corners: Float64Array.from(corners.flat()) }
}

const box = (west: number, south: number, east: number, north: number): Ring => [[west, north], [east, north], [east, south], [west, south]]

describe('FootprintIndex', () => {
  test('finds what asking every box finds', () => {
    const whole = fc.integer({ min: -60, max: 60 })
    const boxes = fc.array(fc.tuple(whole, whole, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20 })), { maxLength: 400 })
    fc.assert(
      fc.property(boxes, whole, whole, (list, lat, lon) => {
        // Points between whole numbers stand on no side, so that inside is beyond doubt.
        const [y, x] = [lat + 0.5, lon + 0.5]
        const index = new FootprintIndex(packed(list.map(([west, south, width, height]) => box(west, south, west + width, south + height))))
        const slow = list.flatMap(([west, south, width, height], i) => (x > west && x < west + width && y > south && y < south + height ? [i] : []))
        expect([...index.holding(y, x)]).toEqual(slow)
      })
    )
  })

  test('concave outlines, sides and corners', () => {
    // An L: the square without its upper right quarter.
    const index = new FootprintIndex(packed([[[0, 0], [4, 0], [4, 2], [2, 2], [2, 4], [0, 4]]]))
    expect([...index.holding(1, 3)]).toEqual([0])
    expect([...index.holding(3, 1)]).toEqual([0])
    expect([...index.holding(3, 3)]).toEqual([])
    for (const [lat, lon] of [[0, 0], [0, 2], [2, 3], [4, 1], [2, 2]] as const) expect([...index.holding(lat, lon)]).toEqual([0])
  })

  test('across the antimeridian, from either side', () => {
    for (const ring of [box(179, -1, -179, 1), box(-181, -1, -179, 1), box(179, -1, 181, 1)]) {
      const index = new FootprintIndex(packed([ring]))
      for (const lon of [179.5, 180, -180, -179.5]) expect([...index.holding(0, lon)]).toEqual([0])
      for (const lon of [178.5, -178.5, 0]) expect([...index.holding(0, lon)]).toEqual([])
    }
  })

  test('what has no footprint is never found, and is known', () => {
    const index = new FootprintIndex(packed([null, box(0, 0, 1, 1), [[0, 0], [1, 1]], null]))
    expect([...index.holding(0.5, 0.5)]).toEqual([1])
    expect([0, 1, 2, 3].map((i) => index.has(i))).toEqual([false, true, false, false])
    expect([...new FootprintIndex(packed([])).holding(0, 0)]).toEqual([])
    expect([...new FootprintIndex(packed([null])).holding(0, 0)]).toEqual([])
  })
})
