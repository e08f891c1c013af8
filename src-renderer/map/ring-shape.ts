type Corner = readonly [x: number, y: number]

/**
 * A line with fewer corners, none of which was further than `tolerance` from what is left (Douglas and Peucker, 1973).
 * Both ends stay.
 */
export function simplified(line: readonly Corner[], tolerance: number): Corner[] {
  const keep = new Set([0, line.length - 1])
  const open: [number, number][] = [[0, line.length - 1]]
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [from, to] = stretch
    let [furthest, most] = [-1, tolerance]
    for (let i = from + 1; i < to; i++) {
      const distance = fromSegment(line[i] ?? [0, 0], line[from] ?? [0, 0], line[to] ?? [0, 0])
      if (distance > most) [furthest, most] = [i, distance]
    }
    if (furthest < 0) continue
    keep.add(furthest)
    open.push([from, furthest], [furthest, to])
  }
  return line.filter((_, i) => keep.has(i))
}

/** Area that a ring goes around, in squares of its own unit. */
export function areaOf(ring: readonly Corner[]): number {
  let twice = 0
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y]
    twice += x * nextY - nextX * y
  })
  return Math.abs(twice) / 2
}

/** A ring of degrees, moved by whole turns so that its middle lies in -180 to 180; to a tenth of a metre. */
export function settledRing(ring: readonly Corner[]): [lon: number, lat: number][] {
  const lons = ring.map(([lon]) => lon)
  const turn = 360 * Math.round((Math.min(...lons) + Math.max(...lons)) / 720)
  const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return ring.map(([lon, lat]) => [rounded(lon - turn), rounded(Math.max(-90, Math.min(90, lat)))])
}

function fromSegment([x, y]: Corner, [ax, ay]: Corner, [bx, by]: Corner): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}
