import { describe, expect, it } from 'vitest'
import { boundsOf, clipRing, clusterSize, formatDistance, graticuleStep, mercator, groundOf, nearestLongitude, scaleBar, shortCount, squareAround } from '#renderer/map/geometry.ts'

describe('map geometry', () => {
  it('puts the corners of the world on the corners of the unit square', () => {
    expect(mercator(0, 0)).toEqual([0.5, 0.5])
    expect(mercator(-180, 89)[0]).toBe(0)
    expect(mercator(180, 85.0511287798066)[1]).toBeCloseTo(0, 12)
    expect(mercator(0, -90)[1]).toBeCloseTo(1, 12)
  })

  it('clips a square that is larger than the tile to the tile', () => {
    const clipped = clipRing([-5, -5, 5, -5, 5, 5, -5, 5], 0, 0, 1, 1)
    const corners = new Set(Array.from({ length: clipped.length / 2 }, (_, i) => `${clipped[i * 2]},${clipped[i * 2 + 1]}`))
    expect(corners).toEqual(new Set(['0,0', '1,0', '1,1', '0,1']))
  })

  it('clips away what is outside, and keeps what is inside as it is', () => {
    expect(clipRing([2, 2, 3, 2, 3, 3], 0, 0, 1, 1)).toEqual([])
    expect(clipRing([0.2, 0.2, 0.4, 0.2, 0.4, 0.4], 0, 0, 1, 1)).toEqual([0.2, 0.2, 0.4, 0.2, 0.4, 0.4])
  })

  it('keeps graticule lines readable: 85 to 360 pixels apart from zoom 2 on', () => {
    for (let zoom = 2; zoom <= 18; zoom++) {
      const pixels = graticuleStep(zoom) / (360 / (256 * 2 ** zoom))
      expect(pixels, `zoom ${zoom}`).toBeGreaterThanOrEqual(85)
      expect(pixels, `zoom ${zoom}`).toBeLessThan(360)
    }
  })

  it('takes the short way over the antimeridian', () => {
    expect(nearestLongitude(179, -179)).toBe(181)
    expect(boundsOf([{ lat: 0, lon: 179 }, { lat: 1, lon: -179 }])).toEqual([179, 0, 181, 1])
    expect(boundsOf([])).toBeNull()
  })

  it('draws a square of the asked side on the ground', () => {
    const [a, b, c] = squareAround({ lat: 60, lon: 10 }, 200)
    const metresPerDegree = 111_194.93
    expect(((a?.[1] ?? 0) - (c?.[1] ?? 0)) * metresPerDegree).toBeCloseTo(200, 6)
    expect(((b?.[0] ?? 0) - (a?.[0] ?? 0)) * metresPerDegree * Math.cos(Math.PI / 3)).toBeCloseTo(200, 6)
  })

  it('knows how a picture lies on the ground', () => {
    const lain = groundOf(squareAround({ lat: 60, lon: 10 }, 200))
    expect(lain?.width).toBeCloseTo(200, 0)
    expect(lain?.height).toBeCloseTo(200, 0)
    expect(lain?.north).toBe(0)
    const [nw, ne, se, sw] = squareAround({ lat: 0, lon: 180 }, 100) as [[number, number], [number, number], [number, number], [number, number]]
    // Its top is the east side: north is to the left.
    expect(groundOf([ne, se, sw, nw])?.north).toBeCloseTo(-90, 1)
    expect(groundOf([nw, ne, se])).toBeNull()
  })

  it('draws the longest round bar', () => {
    expect(scaleBar(1, 90)).toEqual({ metres: 50, pixels: 50 })
    expect(scaleBar(0.5, 100)).toEqual({ metres: 50, pixels: 100 })
    expect(scaleBar(0.03, 90)).toMatchObject({ metres: 2 })
    expect(scaleBar(250, 90).metres).toBe(20_000)
  })

  it('writes distances and counts as people read them', () => {
    expect(formatDistance(84.4)).toBe('84 m')
    expect(formatDistance(999.7)).toBe('1 km')
    expect(formatDistance(1234)).toBe('1.2 km')
    expect(formatDistance(12_400_000)).toBe('12,400 km')
    expect([7, 1204, 99_999, 1_034_786].map(shortCount)).toEqual(['7', '1.2k', '99k', '1M'])
    expect(clusterSize(1)).toBeLessThan(clusterSize(2))
    expect(clusterSize(1_034_786)).toBeLessThan(60)
  })
})
