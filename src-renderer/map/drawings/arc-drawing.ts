import { clipSegment } from '../clip-segment.ts'
import type { Drawing } from '../drawing.ts'
import { seenInHeight, turnsOf, type MapFrame } from '../frame.ts'
import { greatCircle } from '../great-circle.ts'
import type { Pen } from '../pen.ts'

/** A line over the sphere from a truth to an answer. */
export interface MapArc {
  readonly key: string
  readonly from: readonly [lon: number, lat: number]
  readonly to: readonly [lon: number, lat: number]
  readonly tip: readonly string[]
}

interface Drawn {
  readonly arc: MapArc
  readonly points: Float64Array
  readonly box: readonly [west: number, north: number, east: number, south: number]
}

const endRadius = 3
const reach = 6

/**
 * Great circles from truth (a green disc) to answer (an orange diamond), their colour running from one to the other. The
 * first of the list lies on top.
 */
export class ArcDrawing implements Drawing {
  readonly #arcs: readonly Drawn[]
  readonly #byKey: ReadonlyMap<string, Drawn>
  readonly #look: { readonly truth: string; readonly answer: string; readonly halo: string; readonly lit: string }

  constructor(arcs: readonly MapArc[], look: { truth: string; answer: string; halo: string; lit: string }) {
    this.#arcs = arcs.map(drawn)
    this.#byKey = new Map(this.#arcs.map((one) => [one.arc.key, one]))
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    // Many lines cover each other: the more there are, the fainter.
    const opacity = this.#arcs.length > 400 ? 0.45 : this.#arcs.length > 120 ? 0.6 : 0.8
    for (let i = this.#arcs.length - 1; i >= 0; i--) {
      const one = this.#arcs[i]
      if (one !== undefined) this.#line(pen, frame, one, 1.3, opacity)
    }
    this.#ends(pen, frame, this.#arcs, endRadius)
  }

  drawLit(pen: Pen, frame: MapFrame, key: string): void {
    const one = this.#byKey.get(key)
    if (one === undefined) return
    this.#line(pen, frame, one, 6, 0.9, this.#look.halo)
    this.#line(pen, frame, one, 3, 1)
    this.#ends(pen, frame, [one], 6)
  }

  at(x: number, y: number, frame: MapFrame): string | null {
    let nearest: string | null = null
    let least = reach
    for (const { arc, points, box } of this.#arcs) {
      if (!seenInHeight(frame, box[1], box[3], reach)) continue
      for (const turn of turnsOf(frame, box[0], box[2], reach)) {
        const [px, py] = [(x + frame.left) / frame.scale - turn, (y + frame.top) / frame.scale]
        const distance = distanceTo(points, px, py) * frame.scale
        if (distance < least) [nearest, least] = [arc.key, distance]
      }
    }
    return nearest
  }

  tip(key: string): readonly string[] | null {
    return this.#byKey.get(key)?.arc.tip ?? null
  }

  #line(pen: Pen, frame: MapFrame, { points, box }: Drawn, width: number, opacity: number, colour?: string): void {
    if (!seenInHeight(frame, box[1], box[3])) return
    const { scale, left, top } = frame
    const last = points.length - 2
    for (const turn of turnsOf(frame, box[0], box[2])) {
      const x = (i: number) => ((points[i] ?? 0) + turn) * scale - left
      const y = (i: number) => (points[i + 1] ?? 0) * scale - top
      // Beyond the map's northern and southern edge a way over a pole is not drawn along it.
      const on = (i: number) => (points[i + 1] ?? 0) > 0 && (points[i + 1] ?? 0) < 1
      // Only what is seen: at street zooms a line is a million pixels long, which a canvas draws slowly and not exactly.
      let [penX, penY] = [NaN, NaN]
      pen.begin()
      for (let i = 2; i <= last; i += 2) {
        if (!on(i) && !on(i - 2)) continue
        const part = clipSegment(x(i - 2), y(i - 2), x(i), y(i), frame, width)
        if (part === null) continue
        if (part[0] !== penX || part[1] !== penY) pen.moveTo(part[0], part[1])
        pen.lineTo(part[2], part[3])
        ;[penX, penY] = [part[2], part[3]]
      }
      if (Number.isNaN(penX)) continue
      pen.stroke(colour === undefined ? { colour: this.#look.truth, width, opacity, along: { to: this.#look.answer, ends: [x(0), y(0), x(last), y(last)] } } : { colour, width, opacity })
    }
  }

  #ends(pen: Pen, frame: MapFrame, arcs: readonly Drawn[], radius: number): void {
    for (const end of ['from', 'to'] as const) {
      pen.begin()
      for (const { points } of arcs) {
        const at = end === 'from' ? 0 : points.length - 2
        const [unitX, unitY] = [points[at] ?? 0, points[at + 1] ?? 0]
        if (!seenInHeight(frame, unitY, unitY, radius)) continue
        for (const turn of turnsOf(frame, unitX, unitX, radius)) {
          const [x, y] = [(unitX + turn) * frame.scale - frame.left, unitY * frame.scale - frame.top]
          if (end === 'from') pen.circle(x, y, radius * 0.9)
          else diamond(pen, x, y, radius * 1.2)
        }
      }
      pen.stroke({ colour: this.#look.halo, width: 1.5 })
      pen.fill({ colour: end === 'from' ? this.#look.truth : this.#look.answer })
    }
  }
}

function diamond(pen: Pen, x: number, y: number, radius: number): void {
  pen.moveTo(x, y - radius)
  pen.lineTo(x + radius, y)
  pen.lineTo(x, y + radius)
  pen.lineTo(x - radius, y)
  pen.close()
}

function drawn(arc: MapArc): Drawn {
  const points = greatCircle(arc.from, arc.to)
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0]
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return { arc, points, box }
}

function distanceTo(points: Float64Array, x: number, y: number): number {
  let least = Infinity
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [ax, ay, bx, by] = [points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0, points[i + 3] ?? 0]
    const [dx, dy] = [bx - ax, by - ay]
    const length = dx * dx + dy * dy
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
    least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy))
  }
  return least
}
