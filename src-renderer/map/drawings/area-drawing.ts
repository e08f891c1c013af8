import type { Drawing } from '../drawing.ts'
import { seenInHeight, turnsOf, type MapFrame } from '../frame.ts'
import { mercator } from '../geometry.ts'
import type { Pen } from '../pen.ts'

/** A coloured area with a middle, drawn as a disc where it would be a few pixels. */
export interface MapArea {
  readonly key: string
  readonly lat: number
  readonly lon: number
  /** [longitude, latitude], not closed; longitudes may go on past 180. Fewer than three corners: always a disc. */
  readonly ring: readonly (readonly [number, number])[]
  /** Null: hollow, for nothing known. */
  readonly colour: string | null
  /** A full border; others have a thin one. */
  readonly strong: boolean
  readonly tip: readonly string[]
}

interface Placed {
  readonly area: MapArea
  readonly x: number
  readonly y: number
  readonly points: Float64Array
  readonly box: readonly [west: number, north: number, east: number, south: number]
}

const discRadius = 6
/** An area smaller than this in both directions is a disc. */
const leastPixels = 18

/** Areas coloured by a figure: regions, each as the hull of its places. */
export class AreaDrawing implements Drawing {
  readonly #areas: readonly Placed[]
  readonly #byKey: ReadonlyMap<string, Placed>
  readonly #look: { readonly border: string; readonly lit: string }

  constructor(areas: readonly MapArea[], look: { border: string; lit: string }) {
    this.#areas = areas.map(placed)
    this.#byKey = new Map(this.#areas.map((one) => [one.area.key, one]))
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    for (const one of this.#areas) {
      const { colour, strong } = one.area
      this.#trace(pen, frame, one, () => {
        // A large area lets the map under it be read.
        if (colour !== null) pen.fill({ colour, opacity: isDisc(one, frame) ? 0.9 : 0.65 })
        pen.stroke({ colour: this.#look.border, width: strong ? 1.8 : 0.7, opacity: strong ? 1 : 0.6, dash: colour === null ? [2, 2] : [] })
      })
    }
  }

  drawLit(pen: Pen, frame: MapFrame, key: string): void {
    const one = this.#byKey.get(key)
    if (one !== undefined) this.#trace(pen, frame, one, () => pen.stroke({ colour: this.#look.lit, width: 2.5 }))
  }

  at(x: number, y: number, frame: MapFrame): string | null {
    // What is drawn last lies on top; discs are met a little beside them as well.
    for (const one of [...this.#areas].reverse()) {
      const inside = isDisc(one, frame)
        ? turnsOf(frame, one.x, one.x, discRadius).some((turn) => Math.hypot((one.x + turn) * frame.scale - frame.left - x, one.y * frame.scale - frame.top - y) <= discRadius + 2)
        : turnsOf(frame, one.box[0], one.box[2]).some((turn) => holds(one.points, (x + frame.left) / frame.scale - turn, (y + frame.top) / frame.scale))
      if (inside) return one.area.key
    }
    return null
  }

  tip(key: string): readonly string[] | null {
    return this.#byKey.get(key)?.area.tip ?? null
  }

  #trace(pen: Pen, frame: MapFrame, one: Placed, paint: () => void): void {
    const { points, box } = one
    const { scale, left, top } = frame
    if (isDisc(one, frame)) {
      if (!seenInHeight(frame, one.y, one.y, discRadius)) return
      for (const turn of turnsOf(frame, one.x, one.x, discRadius)) {
        pen.begin()
        pen.circle((one.x + turn) * scale - left, one.y * scale - top, discRadius)
        paint()
      }
      return
    }
    if (!seenInHeight(frame, box[1], box[3])) return
    for (const turn of turnsOf(frame, box[0], box[2])) {
      pen.begin()
      for (let i = 0; i < points.length; i += 2) {
        const [x, y] = [((points[i] ?? 0) + turn) * scale - left, (points[i + 1] ?? 0) * scale - top]
        if (i === 0) pen.moveTo(x, y)
        else pen.lineTo(x, y)
      }
      pen.close()
      paint()
    }
  }
}

function placed(area: MapArea): Placed {
  const points = Float64Array.from(area.ring.flatMap(([lon, lat]) => mercator(lon, lat)))
  const [x, y] = mercator(area.lon, area.lat)
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < points.length; i += 2) {
    const [px, py] = [points[i] ?? 0, points[i + 1] ?? 0]
    box[0] = Math.min(box[0], px)
    box[1] = Math.min(box[1], py)
    box[2] = Math.max(box[2], px)
    box[3] = Math.max(box[3], py)
  }
  return { area, x, y, points, box }
}

function isDisc({ points, box }: Placed, { scale }: MapFrame): boolean {
  return points.length < 6 || Math.max(box[2] - box[0], box[3] - box[1]) * scale < leastPixels
}

/** Even-odd rule over flat x, y corners. */
function holds(points: Float64Array, x: number, y: number): boolean {
  let odd = false
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const [xi, yi, xj, yj] = [points[i] ?? 0, points[i + 1] ?? 0, points[j] ?? 0, points[j + 1] ?? 0]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
  }
  return odd
}
