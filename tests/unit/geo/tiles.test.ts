import { describe, expect, it } from 'vitest'
import { tileArea } from '#engine/geo/tiles.ts'

describe('tileArea', () => {
  it('is Web Mercator: the world tile ends at 85.0511 degrees', () => {
    const { lat, lon, footprint } = tileArea(0, 0, 0)
    expect([lat, lon]).toEqual([0, 0])
    expect(footprint[0]?.[0]).toBe(-180)
    expect(footprint[0]?.[1]).toBeCloseTo(85.0511287798, 9)
    expect(footprint[2]?.[1]).toBeCloseTo(-85.0511287798, 9)
  })

  it('agrees with OpenStreetMap: tile 16/33203/22528 has its north-west corner at 48.9225, 2.3895', () => {
    // lon = 33203 / 65536 * 360 - 180; lat by the published formula.
    const { footprint, lat, lon } = tileArea(33203, 22528, 16)
    expect(footprint[0]?.[0]).toBeCloseTo(2.38953, 4)
    expect(footprint[0]?.[1]).toBeCloseTo(48.92250, 4)
    expect(lat).toBeLessThan(footprint[0]?.[1] ?? 0)
    expect(lon).toBeCloseTo(((footprint[0]?.[0] ?? 0) + (footprint[1]?.[0] ?? 0)) / 2, 12)
  })
})
