/** A scale from values to pixels. */
export type Scale = (value: number) => number

export function linearScale(from: readonly [number, number], to: readonly [number, number]): Scale {
  const span = from[1] - from[0] || 1
  return (value) => to[0] + ((value - from[0]) / span) * (to[1] - to[0])
}

/** Equal ratios are equal distances; values at most 0 are not defined. */
export function logScale(from: readonly [number, number], to: readonly [number, number]): Scale {
  const inner = linearScale([Math.log(from[0]), Math.log(from[1])], to)
  return (value) => inner(Math.log(value))
}

const p = (value: number) => String(Math.round(value * 100) / 100)

/** The outline of a histogram as steps; closed along `base` where one is given. */
export function stepPath(values: readonly number[], x: Scale, y: Scale, base?: number): string {
  const steps = values.map((value, bin) => `V${p(y(value))}H${p(x(bin + 1))}`).join('')
  const start = base ?? y(values[0] ?? 0)
  return `M${p(x(0))},${p(start)}${steps}${base === undefined ? '' : `V${p(base)}Z`}`
}

export function linePath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${p(x)},${p(y)}`).join('')
}

/**
 * A rose of directions over half a turn, mirrored to a full one. Bin i of n is centred on i x 180 / n degrees from
 * east, counter-clockwise; the length of a wedge tells its share: `top` reaches `radius`. (Areas would tell it too, by roots,
 * but the directions of a real tile differ by a few percent, which roots halve.)
 */
export function rosePath(shares: readonly number[], top: number, radius: number): string {
  const n = shares.length
  const half = Math.PI / (2 * n)
  const wedges: string[] = []
  for (let i = 0; i < 2 * n; i++) {
    const r = roseRadius(shares[i % n] ?? 0, top, radius)
    if (r < 0.05) continue
    const centre = (i * Math.PI) / n
    const [x1, y1, x2, y2] = [r * Math.cos(centre - half), -r * Math.sin(centre - half), r * Math.cos(centre + half), -r * Math.sin(centre + half)]
    wedges.push(`M0,0L${p(x1)},${p(y1)}A${p(r)},${p(r)} 0 0 0 ${p(x2)},${p(y2)}Z`)
  }
  return wedges.join('')
}

/** The same as an outline around the centre: for a second rose over the first. */
export function roseOutline(shares: readonly number[], top: number, radius: number): string {
  const n = shares.length
  const points = Array.from({ length: 2 * n }, (_, i): readonly [number, number] => {
    const r = roseRadius(shares[i % n] ?? 0, top, radius)
    return [r * Math.cos((i * Math.PI) / n), -r * Math.sin((i * Math.PI) / n)]
  })
  return `${linePath(points)}Z`
}

export function roseRadius(share: number, top: number, radius: number): number {
  return top <= 0 ? 0 : (radius * Math.max(0, share)) / top
}

/** The bin of a rose under a point, seen from its centre (y down). */
export function roseBin(x: number, y: number, bins: number): number {
  const angle = (Math.atan2(-y, x) + 2 * Math.PI) % Math.PI
  return Math.round((angle / Math.PI) * bins) % bins
}

/** An axis of edges, counter-clockwise from east, as a bearing: 0 is north-south, 90 east-west; in degrees under 180. */
export function bearing(degrees: number): number {
  return (((90 - degrees) % 180) + 180) % 180
}
