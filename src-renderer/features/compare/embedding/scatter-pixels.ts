/** Where a plane of points is looked at: the point in the middle of the picture, and device pixels a unit. */
export interface PlaneView {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface ScatterPicture {
  /** RGBA as little-endian words, `width` x `height`. */
  readonly pixels: Uint32Array
  readonly width: number
  readonly height: number
}

/** The order in which points are drawn: shuffled (seeded), so that no category lies on top of all others. */
export function drawingOrder(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  let state = 0x2545f491
  for (let i = count - 1; i > 0; i--) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const j = (state >>> 0) % (i + 1)
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
  return order
}

/**
 * Draws points (x, y pairs; y upwards) as dots of `size` device pixels, straight into pixels: 100,000 points take a
 * few milliseconds, where a canvas path takes a hundred. `colours`: a word a point. With `lit`, points that are not lit
 * are drawn first, in `quiet`.
 */
export function drawPoints(picture: ScatterPicture, points: Float32Array, order: Uint32Array, view: PlaneView, look: { colours: Uint32Array; lit: Uint8Array | null; quiet: number; size: number }): void {
  picture.pixels.fill(0)
  if (look.lit !== null) drawSome(picture, points, order, view, look.size, (i) => ((look.lit as Uint8Array)[i] === 1 ? 0 : look.quiet))
  const { colours, lit } = look
  drawSome(picture, points, order, view, look.size, (i) => (lit === null || lit[i] === 1 ? (colours[i] as number) : 0))
}

function drawSome({ pixels, width, height }: ScatterPicture, points: Float32Array, order: Uint32Array, view: PlaneView, size: number, colourOf: (i: number) => number): void {
  const half = size >> 1
  const left = width / 2 - view.x * view.scale - half
  const top = height / 2 + view.y * view.scale - half
  for (const point of order) {
    const colour = colourOf(point)
    if (colour === 0) continue
    const x = (left + (points[2 * point] as number) * view.scale) | 0
    const y = (top - (points[2 * point + 1] as number) * view.scale) | 0
    if (x < 0 || y < 0 || x + size > width || y + size > height) continue
    // From four pixels on without the corners: nearer to a dot.
    const inset = size < 4 ? 0 : 1
    for (let i = 0; i < size; i++) {
      const cut = i === 0 || i === size - 1 ? inset : 0
      const row = (y + i) * width
      for (let column = x + cut; column < x + size - cut; column++) pixels[row + column] = colour
    }
  }
}

/** Cells a side of the index. */
const cells = 256

/** Finds the point nearest to a place, by a grid over the square from -1 to 1. */
export class NearestPoint {
  readonly #points: Float32Array
  readonly #starts: Int32Array
  readonly #members: Int32Array

  constructor(points: Float32Array) {
    this.#points = points
    const count = points.length / 2
    const cellOf = Int32Array.from({ length: count }, (_, i) => cellAt(points[2 * i + 1] as number) * cells + cellAt(points[2 * i] as number))
    this.#starts = new Int32Array(cells * cells + 1)
    for (const cell of cellOf) this.#starts[cell + 1] = (this.#starts[cell + 1] as number) + 1
    for (let i = 0; i < cells * cells; i++) this.#starts[i + 1] = (this.#starts[i + 1] as number) + (this.#starts[i] as number)
    const next = this.#starts.slice()
    this.#members = new Int32Array(count)
    cellOf.forEach((cell, i) => {
      this.#members[next[cell] as number] = i
      next[cell] = (next[cell] as number) + 1
    })
  }

  /** The nearest point at most `reach` away, or -1. */
  find(x: number, y: number, reach: number): number {
    let best = -1
    let least = reach * reach
    for (let row = cellAt(y - reach); row <= cellAt(y + reach); row++) {
      for (let column = cellAt(x - reach); column <= cellAt(x + reach); column++) {
        const cell = row * cells + column
        for (let at = this.#starts[cell] as number; at < (this.#starts[cell + 1] as number); at++) {
          const i = this.#members[at] as number
          const distance = ((this.#points[2 * i] as number) - x) ** 2 + ((this.#points[2 * i + 1] as number) - y) ** 2
          if (distance > least) continue
          least = distance
          best = i
        }
      }
    }
    return best
  }
}

function cellAt(value: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(((value + 1) / 2) * cells)))
}

/** A drawn line with fewer corners: those nearer to it than `tolerance` left out (Douglas and Peucker 1973), at most 400. */
export function simplified(drawn: readonly (readonly [number, number])[], tolerance: number): [number, number][] {
  // A line of more moves than that is thinned first: the worst ones take the square of their length.
  const every = Math.ceil(drawn.length / 1000)
  const line = every > 1 ? drawn.filter((_, i) => i % every === 0 || i === drawn.length - 1) : drawn
  const keep = new Uint8Array(line.length)
  const ends: [number, number][] = [[0, line.length - 1]]
  keep[0] = keep[line.length - 1] = 1
  for (let part = ends.pop(); part !== undefined; part = ends.pop()) {
    const [from, to] = part
    const [a, b] = [line[from], line[to]]
    if (a === undefined || b === undefined) continue
    let [furthest, at] = [tolerance, -1]
    for (let i = from + 1; i < to; i++) {
      const distance = distanceTo(line[i] as readonly [number, number], a, b)
      if (distance > furthest) [furthest, at] = [distance, i]
    }
    if (at < 0) continue
    keep[at] = 1
    ends.push([from, at], [at, to])
  }
  const kept = line.filter((_, i) => keep[i] === 1).map(([x, y]): [number, number] => [x, y])
  return kept.length <= 400 ? kept : simplified(line, tolerance * 4)
}

function distanceTo([x, y]: readonly [number, number], [ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}
