import { describe, expect, it } from 'vitest'
import { earthRadiusM, haversine } from '#engine/geo/distance.ts'

describe('haversine', () => {
  it('is the arc on a sphere of 6,371 km', () => {
    expect(haversine(0, 0, 0, 1)).toBeCloseTo((Math.PI / 180) * 6_371_000, 6)
    expect(haversine(10, 20, 10, 20)).toBe(0)
    // Berlin to Paris, 52.52 13.405 to 48.8566 2.3522: 877.46 km on this sphere.
    expect(haversine(52.52, 13.405, 48.8566, 2.3522) / 1000).toBeCloseTo(877.46, 1)
  })

  it('crosses the antimeridian and reaches the antipode', () => {
    expect(haversine(0, 179.5, 0, -179.5)).toBeCloseTo((Math.PI / 180) * earthRadiusM, 6)
    expect(haversine(45, 30, -45, -150)).toBeCloseTo(Math.PI * earthRadiusM, 3)
    expect(haversine(90, 0, -90, 0)).toBeCloseTo(Math.PI * earthRadiusM, 3)
  })
})
