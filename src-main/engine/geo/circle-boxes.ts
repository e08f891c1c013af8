import { earthRadiusM } from './distance.ts'

/** The boxes in degrees that hold every point within `radiusM` metres: two where the circle crosses the antimeridian. */
export function boxesAround(lat: number, lon: number, radiusM: number): [number, number, number, number][] {
  const metresPerDegree = (Math.PI * earthRadiusM) / 180
  const dLat = radiusM / metresPerDegree
  const south = Math.max(-90, lat - dLat)
  const north = Math.min(90, lat + dLat)
  // The circle's widest longitude lies nearer to the pole than its centre; the box at that latitude holds it.
  const cosine = Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180)
  const dLon = cosine < 1e-6 ? 180 : Math.min(180, dLat / cosine)
  const [west, east] = [lon - dLon, lon + dLon]
  if (dLon >= 180) return [[-180, south, 180, north]]
  if (west < -180) return [[-180, south, east, north], [west + 360, south, 180, north]]
  if (east > 180) return [[west, south, 180, north], [-180, south, east - 360, north]]
  return [[west, south, east, north]]
}
