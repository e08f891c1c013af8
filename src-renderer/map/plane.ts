/** A point in pixels, x to the right, y downwards. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** How an element of `width` x `height` pixels lies: the parameters of CSS `matrix(a, b, c, d, e, f)`, origin at its top left. */
export interface Lie {
  readonly width: number
  readonly height: number
  readonly matrix: readonly [a: number, b: number, c: number, d: number, e: number, f: number]
}

/** The point turned clockwise by `degrees` around `about`. */
export function turned(point: Point, degrees: number, about: Point): Point {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  const [dx, dy] = [point.x - about.x, point.y - about.y]
  return { x: about.x + dx * cosine - dy * sine, y: about.y + dx * sine + dy * cosine }
}

/** The same angle in 0 <= degrees < 360. */
export function wholeTurn(degrees: number): number {
  return ((degrees % 360) + 360) % 360
}

/**
 * How a picture lies on four corners: its own top left, top right, bottom right and bottom left, in pixels. The
 * parallelogram nearest to them (opposite sides averaged): a footprint is one but for the map projection's part in a
 * thousand. The element is as large as the picture appears, so that it is drawn at its true resolution.
 */
export function lieOf(corners: readonly [Point, Point, Point, Point]): Lie {
  const [tl, tr, br, bl] = corners
  const u = { x: (tr.x - tl.x + br.x - bl.x) / 2, y: (tr.y - tl.y + br.y - bl.y) / 2 }
  const v = { x: (bl.x - tl.x + br.x - tr.x) / 2, y: (bl.y - tl.y + br.y - tr.y) / 2 }
  const middle = { x: (tl.x + tr.x + br.x + bl.x) / 4, y: (tl.y + tr.y + br.y + bl.y) / 4 }
  const width = Math.max(1e-6, Math.hypot(u.x, u.y))
  const height = Math.max(1e-6, Math.hypot(v.x, v.y))
  return { width, height, matrix: [u.x / width, u.y / width, v.x / height, v.y / height, middle.x - (u.x + v.x) / 2, middle.y - (u.y + v.y) / 2] }
}

/** The middle and the size of the smallest box that holds the points on a plane that is turned clockwise by `degrees`; the middle in the plane's own coordinates. */
export function turnedBox(points: readonly Point[], degrees: number): { middle: Point; width: number; height: number } {
  const origin = { x: 0, y: 0 }
  const seen = points.map((point) => turned(point, degrees, origin))
  const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return { middle: turned({ x: (left + right) / 2, y: (top + bottom) / 2 }, -degrees, origin), width: right - left, height: bottom - top }
}
