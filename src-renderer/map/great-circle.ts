import { mercator, nearestLongitude } from './geometry.ts'

const radians = Math.PI / 180

/** Longest part of a line in radians: about 130 km, less than a pixel off the curve on a map of the whole world. */
const step = 0.02

/**
 * The shortest way over the sphere between two places, as points on the Mercator unit square (flat x, y): spherical
 * interpolation in even steps, unrolled, so that x goes on past 0 or 1 where the way crosses the antimeridian. Antipodes,
 * between which every way is shortest, are joined evenly in degrees.
 */
export function greatCircle(from: readonly [lon: number, lat: number], to: readonly [lon: number, lat: number]): Float64Array {
  const [a, b] = [vector(from), vector(to)]
  const angle = Math.atan2(Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]), a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
  const steps = Math.max(1, Math.ceil(angle / step))
  const points = new Float64Array(2 * (steps + 1))
  const sine = Math.sin(angle)
  let lonBefore = from[0]
  for (let i = 0; i <= steps; i++) {
    let [lon, lat] = i === 0 ? from : to
    if (i > 0 && i < steps) {
      if (sine > 1e-9) {
        const [u, v] = [Math.sin(((steps - i) / steps) * angle) / sine, Math.sin((i / steps) * angle) / sine]
        const [x, y, z] = [u * a[0] + v * b[0], u * a[1] + v * b[1], u * a[2] + v * b[2]]
        lon = Math.atan2(y, x) / radians
        lat = Math.atan2(z, Math.hypot(x, y)) / radians
      } else {
        lon = from[0] + ((to[0] - from[0]) * i) / steps
        lat = from[1] + ((to[1] - from[1]) * i) / steps
      }
    }
    lonBefore = nearestLongitude(lonBefore, lon)
    const [x, y] = mercator(lonBefore, lat)
    points[2 * i] = x
    points[2 * i + 1] = y
  }
  return points
}

function vector([lon, lat]: readonly [number, number]): readonly [number, number, number] {
  const cosine = Math.cos(lat * radians)
  return [cosine * Math.cos(lon * radians), cosine * Math.sin(lon * radians), Math.sin(lat * radians)]
}
