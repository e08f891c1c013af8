import type { Drawing } from '../drawing.ts'
import { seenInHeight, turnsOf, type MapFrame } from '../frame.ts'
import { clipRing } from '../geometry.ts'
import type { Pen } from '../pen.ts'
import type { OutlineCountry } from '../world-outline.ts'

/** Land and borders of the offline map, for a picture that is saved: on the screen they are tiles. */
export class WorldDrawing implements Drawing {
  readonly #countries: readonly OutlineCountry[]
  readonly #look: { readonly water: string; readonly land: string; readonly border: string }

  constructor(countries: readonly OutlineCountry[], look: { water: string; land: string; border: string }) {
    this.#countries = countries
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    const { scale, left, top, width, height } = frame
    pen.begin()
    pen.rect(0, 0, width, height)
    pen.fill({ colour: this.#look.water })
    // Clipped with room for the border's line beyond the edge.
    const pad = 3 / scale
    const [north, south] = [top / scale - pad, (top + height) / scale + pad]
    for (const { polygons } of this.#countries) {
      for (const rings of polygons) {
        const outside = rings[0]
        if (outside === undefined || !seenInHeight(frame, outside.box[1], outside.box[3])) continue
        for (const turn of turnsOf(frame, outside.box[0], outside.box[2])) {
          const [west, east] = [left / scale - turn - pad, (left + width) / scale - turn + pad]
          pen.begin()
          for (const ring of rings) {
            const clipped = clipRing(ring.points, west, north, east, south)
            for (let i = 0; i < clipped.length; i += 2) {
              const [x, y] = [((clipped[i] ?? 0) + turn) * scale - left, (clipped[i + 1] ?? 0) * scale - top]
              if (i === 0) pen.moveTo(x, y)
              else pen.lineTo(x, y)
            }
            if (clipped.length > 0) pen.close()
          }
          pen.fill({ colour: this.#look.land, holes: true })
          pen.stroke({ colour: this.#look.border, width: 0.7 })
        }
      }
    }
  }
}
