import type { BoundingBox } from '#shared/domain/vocabulary.ts'
import type { LatLon, MapCluster } from './map-types.ts'

/** The limit of the Mercator square. */
export const maxLatitude = 85.0511287798066

/** Web Mercator on the unit square: x from 0 at -180 to 1 at 180 degrees, y from 0 in the north to 1 in the south. */
export function mercator(lon: number, lat: number): [number, number] {
  const clamped = Math.max(-maxLatitude, Math.min(maxLatitude, lat))
  const sine = Math.sin((clamped * Math.PI) / 180)
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]
}

/** Clips a ring (flat x, y, x, y, not closed) to a rectangle, by Sutherland and Hodgman. Empty when nothing is inside. */
export function clipRing(ring: ArrayLike<number>, west: number, north: number, east: number, south: number): number[] {
  let points = Array.from(ring)
  const edges: [axis: 0 | 1, limit: number, keepBelow: boolean][] = [
    [0, west, false],
    [0, east, true],
    [1, north, false],
    [1, south, true]
  ]
  for (const [axis, limit, keepBelow] of edges) {
    const clipped: number[] = []
    const count = points.length / 2
    for (let i = 0; i < count; i++) {
      const previous = ((i + count - 1) % count) * 2
      const [ax, ay, bx, by] = [points[previous] ?? 0, points[previous + 1] ?? 0, points[i * 2] ?? 0, points[i * 2 + 1] ?? 0]
      const [a, b] = axis === 0 ? [ax, bx] : [ay, by]
      const [aIn, bIn] = keepBelow ? [a <= limit, b <= limit] : [a >= limit, b >= limit]
      if (aIn !== bIn) {
        const t = (limit - a) / (b - a)
        clipped.push(axis === 0 ? limit : ax + t * (bx - ax), axis === 1 ? limit : ay + t * (by - ay))
      }
      if (bIn) clipped.push(bx, by)
    }
    points = clipped
    if (points.length === 0) break
  }
  return points
}

/** Distance between graticule lines in degrees at a zoom, so that they stand at least 90 pixels apart. */
export function graticuleStep(zoom: number): number {
  const degreesPerPixel = 360 / (256 * 2 ** zoom)
  const steps = [30, 15, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001]
  return steps.findLast((step) => step / degreesPerPixel >= 90) ?? 30
}

/** A distance as people read it: 84 m, 1.2 km, 12,400 km. */
export function formatDistance(metres: number, locale = 'en'): string {
  if (metres < 999.5) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: metres < 10 ? 1 : 0 }).format(metres)} m`
  const km = metres / 1000
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: km < 10 ? 1 : 0 }).format(km)} km`
}

/** Coordinates as people read them: 48.85837° N, 2.29448° E. */
export function formatCoordinates({ lat, lon }: LatLon, digits = 5): string {
  return `${Math.abs(lat).toFixed(digits)}° ${lat < 0 ? 'S' : 'N'}, ${Math.abs(lon).toFixed(digits)}° ${lon < 0 ? 'W' : 'E'}`
}

/** The longitude of `to` in the copy of the world that is nearest to `from`, so that a line takes the short way round. */
export function nearestLongitude(from: number, to: number): number {
  return to - 360 * Math.round((to - from) / 360)
}

/** Smallest [west, south, east, north] around the corners; null for none. It may reach over the antimeridian: east is then beyond 180. */
export function boundsOf(corners: readonly LatLon[]): BoundingBox | null {
  if (corners.length === 0) return null
  const lons = corners.map(({ lon }) => ((((lon + 180) % 360) + 360) % 360) - 180).sort((a, b) => a - b)
  // It begins after the widest stretch without a corner.
  let [start, widest] = [0, (lons[0] ?? 0) + 360 - (lons.at(-1) ?? 0)]
  for (let i = 1; i < lons.length; i++) {
    const gap = (lons[i] ?? 0) - (lons[i - 1] ?? 0)
    if (gap > widest) [start, widest] = [i, gap]
  }
  const west = lons[start] ?? 0
  let [south, north] = [90, -90]
  for (const { lat } of corners) {
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return [west, south, west + 360 - widest, north]
}

/** A square footprint of `side` metres around a point, as a ring of [longitude, latitude]. */
export function squareAround({ lat, lon }: LatLon, side: number): [number, number][] {
  const dLat = side / 2 / 111_194.93
  const dLon = dLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  return [
    [lon - dLon, lat + dLat],
    [lon + dLon, lat + dLat],
    [lon + dLon, lat - dLat],
    [lon - dLon, lat - dLat]
  ]
}

export function middleOf(ring: readonly (readonly [number, number])[]): LatLon {
  const lons = ring.map(([lon]) => lon)
  const lats = ring.map(([, lat]) => lat)
  return { lon: (Math.min(...lons) + Math.max(...lons)) / 2, lat: (Math.min(...lats) + Math.max(...lats)) / 2 }
}

const metresPerDegree = (Math.PI * 6_371_000) / 180

function metresBetween([lon1, lat1]: readonly [number, number], [lon2, lat2]: readonly [number, number]): { east: number; north: number } {
  return { east: (nearestLongitude(lon1, lon2) - lon1) * metresPerDegree * Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180), north: (lat2 - lat1) * metresPerDegree }
}

/**
 * How a picture lies on the ground, from a footprint of its four corners (top left, top right, bottom right, bottom left):
 * its width and height in metres, and the degrees, clockwise from its top, at which it shows north. On a sphere of
 * 6,371 km, flat over the picture. Null for other footprints.
 */
export function groundOf(footprint: readonly (readonly [number, number])[]): { width: number; height: number; north: number } | null {
  const [tl, tr, br, bl] = footprint
  if (footprint.length !== 4 || tl === undefined || tr === undefined || br === undefined || bl === undefined) return null
  const [top, left] = [metresBetween(tl, tr), metresBetween(bl, tl)]
  const north = (Math.atan2(-left.east, left.north) * 180) / Math.PI
  return { width: Math.hypot(top.east, top.north), height: Math.hypot(left.east, left.north), north: Math.abs(north) < 0.05 ? 0 : north }
}

/** The longest bar of 1, 2 or 5 times a power of ten metres within `most` pixels. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } {
  const limit = metresPerPixel * most
  const power = 10 ** Math.floor(Math.log10(limit))
  const metres = [5, 2, 1].map((n) => n * power).find((length) => length <= limit * (1 + 1e-9)) ?? power
  return { metres, pixels: metres / metresPerPixel }
}

/** Diameter of a cluster's disc in pixels: grows with the logarithm of its count. */
export function clusterSize(count: number): number {
  return count <= 1 ? 9 : Math.round(18 + 6 * Math.log10(count))
}

/** 1,204 as 1.2k, so that it fits into a disc. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count)
  if (count < 10_000) return `${(Math.floor(count / 100) / 10).toString()}k`
  if (count < 1_000_000) return `${Math.floor(count / 1000)}k`
  return `${(Math.floor(count / 100_000) / 10).toString()}M`
}

export function clusterKey(cluster: MapCluster): string {
  return cluster.place === null ? `${cluster.lon.toFixed(5)},${cluster.lat.toFixed(5)},${cluster.count}` : `place-${cluster.place}`
}
