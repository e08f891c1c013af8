import type { Orientation, Position, Side } from './scene.ts'

/** A point of the tile: x to the east, y to the south, in pixels of a 256 px tile. */
export interface Point {
  readonly x: number
  readonly y: number
}

export const tileSize = 256
const middle = tileSize / 2

const unitOf: Readonly<Record<Side, Point>> = {
  north: { x: 0, y: -1 },
  northeast: { x: Math.SQRT1_2, y: -Math.SQRT1_2 },
  east: { x: 1, y: 0 },
  southeast: { x: Math.SQRT1_2, y: Math.SQRT1_2 },
  south: { x: 0, y: 1 },
  southwest: { x: -Math.SQRT1_2, y: Math.SQRT1_2 },
  west: { x: -1, y: 0 },
  northwest: { x: -Math.SQRT1_2, y: -Math.SQRT1_2 }
}

export function directionOf(side: Side): Point {
  return unitOf[side]
}

/** Where a thing at `position` stands. */
export function pointAt(position: Position, distance = 76): Point {
  if (position === 'centre') return { x: middle, y: middle }
  const diagonal = position.length > 5
  const { x, y } = unitOf[position]
  const far = diagonal ? distance * 1.25 : distance
  return { x: middle + x * far, y: middle + y * far }
}

/** Degrees from the x axis, clockwise as in SVG. */
export function angleOf(orientation: Orientation): number {
  return { 'east-west': 0, 'north-south': 90, 'northeast-southwest': -45, 'northwest-southeast': 45 }[orientation]
}

/** A frame turned by an angle: `u` along it, `v` across (to the right of it), both from the tile's middle. */
export class Frame {
  readonly angle: number
  readonly u: Point
  readonly v: Point

  constructor(angle: number) {
    const radians = (angle * Math.PI) / 180
    this.angle = angle
    this.u = { x: Math.cos(radians), y: Math.sin(radians) }
    this.v = { x: -this.u.y, y: this.u.x }
  }

  at(u: number, v: number): Point {
    return { x: middle + u * this.u.x + v * this.v.x, y: middle + u * this.u.y + v * this.v.y }
  }

  along(point: Point): number {
    return (point.x - middle) * this.u.x + (point.y - middle) * this.u.y
  }

  across(point: Point): number {
    return (point.x - middle) * this.v.x + (point.y - middle) * this.v.y
  }
}

/** The corners of a rectangle turned by `angle` degrees about its centre. */
export function rectangle(centre: Point, width: number, height: number, angle: number): Point[] {
  const radians = (angle * Math.PI) / 180
  const [c, s] = [Math.cos(radians), Math.sin(radians)]
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([a = 0, b = 0]) => {
    const [x, y] = [(a * width) / 2, (b * height) / 2]
    return { x: centre.x + x * c - y * s, y: centre.y + x * s + y * c }
  })
}

/** The convex hull, in order (Andrew's monotone chain). */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  const half = (from: readonly Point[]): Point[] => {
    const out: Point[] = []
    for (const p of from) {
      for (;;) {
        const [a, b] = [out.at(-2), out.at(-1)]
        if (!a || !b || (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break
        out.pop()
      }
      out.push(p)
    }
    out.pop()
    return out
  }
  return [...half(sorted), ...half(sorted.reverse())]
}

/** What already stands where, on a raster of 2 px cells. */
export class Occupancy {
  readonly #cells = new Uint8Array((tileSize / 2) ** 2)

  /** Marks every cell whose middle is inside, within the box around `centre` of half-width `reach`. */
  mark(kind: number, inside: (point: Point) => boolean, centre: Point = { x: middle, y: middle }, reach = middle): void {
    const size = tileSize / 2
    const from = (value: number): number => Math.max(0, Math.floor((value - reach) / 2))
    const to = (value: number): number => Math.min(size - 1, Math.ceil((value + reach) / 2))
    for (let row = from(centre.y); row <= to(centre.y); row++) {
      for (let column = from(centre.x); column <= to(centre.x); column++) {
        const at = row * size + column
        if (((this.#cells[at] ?? 0) & kind) === 0 && inside({ x: column * 2 + 1, y: row * 2 + 1 })) this.#cells[at] = (this.#cells[at] ?? 0) | kind
      }
    }
  }

  markDisc(kind: number, centre: Point, radius: number): void {
    this.mark(kind, (p) => (p.x - centre.x) ** 2 + (p.y - centre.y) ** 2 <= radius * radius, centre, radius)
  }

  markRectangle(kind: number, centre: Point, width: number, height: number, angle: number): void {
    const radians = (angle * Math.PI) / 180
    const [c, s] = [Math.cos(radians), Math.sin(radians)]
    const inside = (p: Point): boolean => {
      const [x, y] = [p.x - centre.x, p.y - centre.y]
      return Math.abs(x * c + y * s) <= width / 2 && Math.abs(y * c - x * s) <= height / 2
    }
    this.mark(kind, inside, centre, Math.hypot(width, height) / 2)
  }

  /** What stands at a point; points outside the tile are free. */
  at(point: Point): number {
    const [column, row] = [Math.floor(point.x / 2), Math.floor(point.y / 2)]
    const size = tileSize / 2
    return column < 0 || row < 0 || column >= size || row >= size ? 0 : (this.#cells[row * size + column] ?? 0)
  }

  /** Whether a turned rectangle is free of everything in `mask`, sampled every 3 px. */
  free(mask: number, centre: Point, width: number, height: number, angle: number): boolean {
    const radians = (angle * Math.PI) / 180
    const [c, s] = [Math.cos(radians), Math.sin(radians)]
    const [columns, rows] = [Math.max(2, Math.ceil(width / 3)), Math.max(2, Math.ceil(height / 3))]
    for (let i = 0; i <= columns; i++) {
      for (let j = 0; j <= rows; j++) {
        const [x, y] = [(i / columns - 0.5) * width, (j / rows - 0.5) * height]
        if (this.at({ x: centre.x + x * c - y * s, y: centre.y + x * s + y * c }) & mask) return false
      }
    }
    return true
  }
}
