import type { Ring } from '#shared/domain/query-selection.ts'
import type { PlanePoints } from './principal-plane.ts'

/** Points looked at before others get their turn: about a millisecond. */
const atOnce = 1000

/**
 * Indexes of the points inside a ring, by the even-odd rule, rising. In parts, so that the engine's loop answers others
 * in between.
 */
export async function pointsInRing(points: PlanePoints, ring: Ring): Promise<Int32Array> {
  const xs = Float64Array.from(ring, ([x]) => x)
  const ys = Float64Array.from(ring, ([, y]) => y)
  const [west, east] = [Math.min(...xs), Math.max(...xs)]
  const [south, north] = [Math.min(...ys), Math.max(...ys)]
  const found: number[] = []
  for (let i = 0; i < points.length / 2; i++) {
    if (i % atOnce === atOnce - 1) await new Promise(setImmediate)
    const x = points[2 * i] as number
    const y = points[2 * i + 1] as number
    if (x < west || x > east || y < south || y > north) continue
    let odd = false
    for (let a = 0, b = xs.length - 1; a < xs.length; b = a++) {
      const [ya, yb] = [ys[a] as number, ys[b] as number]
      if (ya > y !== yb > y && x < (((xs[b] as number) - (xs[a] as number)) * (y - ya)) / (yb - ya) + (xs[a] as number)) odd = !odd
    }
    if (odd) found.push(i)
  }
  return Int32Array.from(found)
}
