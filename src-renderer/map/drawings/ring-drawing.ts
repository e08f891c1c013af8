import type { Drawing } from '../drawing.ts'
import { seenInHeight, turnsOf, type MapFrame } from '../frame.ts'
import { mercator } from '../geometry.ts'
import type { Pen } from '../pen.ts'

/** The outline of what is selected. */
export class RingDrawing implements Drawing {
  readonly #points: readonly (readonly [number, number])[]
  readonly #box: readonly [west: number, north: number, east: number, south: number]
  readonly #look: { readonly line: string; readonly halo: string }

  /** `ring`: [longitude, latitude], not closed; longitudes may go on past 180. */
  constructor(ring: readonly (readonly [number, number])[], look: { line: string; halo: string }) {
    this.#points = ring.map(([lon, lat]) => mercator(lon, lat))
    const [xs, ys] = [this.#points.map(([x]) => x), this.#points.map(([, y]) => y)]
    this.#box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    const [west, north, east, south] = this.#box
    if (!seenInHeight(frame, north, south)) return
    for (const turn of turnsOf(frame, west, east)) {
      pen.begin()
      this.#points.forEach(([x, y], i) => {
        const [px, py] = [(x + turn) * frame.scale - frame.left, y * frame.scale - frame.top]
        if (i === 0) pen.moveTo(px, py)
        else pen.lineTo(px, py)
      })
      pen.close()
      pen.fill({ colour: this.#look.line, opacity: 0.07, holes: true })
      pen.stroke({ colour: this.#look.halo, width: 4, opacity: 0.7 })
      pen.stroke({ colour: this.#look.line, width: 2, dash: [7, 4] })
    }
  }
}
