/**
 * The convex hull of points in a plane, counter-clockwise for y upwards, without corners that lie on an edge (Andrew's
 * monotone chain, 1979). Points are flat x, y, x, y. Two points or points on one line give their two ends, one point
 * itself, none an empty list.
 */
export function convexHull(points: Float64Array): Float64Array {
  const count = points.length >> 1
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => (points[2 * a] as number) - (points[2 * b] as number) || (points[2 * a + 1] as number) - (points[2 * b + 1] as number))
  const hull: number[] = []
  const x = (i: number): number => points[2 * i] as number
  const y = (i: number): number => points[2 * i + 1] as number
  /** Twice the area that a, b, c go around, above 0 where they turn left. */
  const turn = (a: number, b: number, c: number): number => (x(b) - x(a)) * (y(c) - y(a)) - (y(b) - y(a)) * (x(c) - x(a))
  const chain = (along: Iterable<number>): void => {
    const base = hull.length
    for (const i of along) {
      const last = hull.at(-1)
      if (last !== undefined && x(last) === x(i) && y(last) === y(i)) continue
      while (hull.length >= base + 2 && turn(hull[hull.length - 2] as number, hull[hull.length - 1] as number, i) <= 0) hull.pop()
      hull.push(i)
    }
    // The next chain begins where this one ends.
    if (hull.length > base + 1) hull.pop()
  }
  chain(order)
  if (hull.length > 0 && order.length > 1) chain(order.reverse())
  return Float64Array.from(hull.flatMap((i) => [x(i), y(i)]))
}
