import type { Drawing } from '../drawing.ts'
import { seenInHeight, turnsOf, type MapFrame } from '../frame.ts'
import { mercator } from '../geometry.ts'
import type { Pen } from '../pen.ts'

/** A square of the map: its middle, how full it is, and what colour it has. */
export interface MapCell {
  readonly key: string
  readonly lat: number
  readonly lon: number
  /** Share of the square's area that is covered, 0 to 1. */
  readonly fullness: number
  readonly colour: string
  readonly tip: readonly string[]
}

interface Placed {
  readonly cell: MapCell
  readonly x: number
  readonly y: number
  readonly side: number
}

/** Pixels that the smallest square keeps: smaller ones could not be met with the pointer. */
const leastSide = 5

/** Squares of a grid, coloured by one figure and as large as another. */
export class CellDrawing implements Drawing {
  readonly #cells: readonly Placed[]
  readonly #byKey: ReadonlyMap<string, Placed>
  readonly #byColour: ReadonlyMap<string, readonly Placed[]>
  /** Unit length of a full square's side. */
  readonly #unit: number
  readonly #look: { readonly border: string; readonly lit: string }

  /** `pixels`: a full square's side on a map at `zoom`. */
  constructor(cells: readonly MapCell[], size: { pixels: number; zoom: number }, look: { border: string; lit: string }) {
    this.#unit = size.pixels / (256 * 2 ** size.zoom)
    this.#cells = cells.map((cell) => {
      const [x, y] = mercator(cell.lon, cell.lat)
      return { cell, x, y, side: this.#unit * Math.sqrt(Math.max(0, Math.min(1, cell.fullness))) }
    })
    this.#byKey = new Map(this.#cells.map((one) => [one.cell.key, one]))
    const byColour = new Map<string, Placed[]>()
    for (const one of this.#cells) {
      const same = byColour.get(one.cell.colour)
      if (same === undefined) byColour.set(one.cell.colour, [one])
      else same.push(one)
    }
    this.#byColour = byColour
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    // One shape a colour: thousands of squares are filled in a few strokes of the pen.
    for (const [colour, cells] of this.#byColour) {
      pen.begin()
      for (const one of cells) this.#trace(pen, frame, one)
      pen.fill({ colour, opacity: 0.88 })
      pen.stroke({ colour: this.#look.border, width: 0.5, opacity: 0.5 })
    }
  }

  drawLit(pen: Pen, frame: MapFrame, key: string): void {
    const one = this.#byKey.get(key)
    if (one === undefined) return
    pen.begin()
    this.#trace(pen, frame, one)
    pen.stroke({ colour: this.#look.lit, width: 2 })
  }

  at(x: number, y: number, frame: MapFrame): string | null {
    const [unitX, unitY] = [(x + frame.left) / frame.scale, (y + frame.top) / frame.scale]
    // A pixel beside a square still means it.
    const half = (one: Placed) => this.#side(one, frame) / 2 / frame.scale + 1 / frame.scale
    const found = this.#cells.find((one) => Math.abs(unitY - one.y) <= half(one) && turnsOf(frame, one.x, one.x, 40).some((turn) => Math.abs(unitX - one.x - turn) <= half(one)))
    return found?.cell.key ?? null
  }

  tip(key: string): readonly string[] | null {
    return this.#byKey.get(key)?.cell.tip ?? null
  }

  #side(one: Placed, frame: MapFrame): number {
    return Math.max(Math.min(leastSide, this.#unit * frame.scale), one.side * frame.scale)
  }

  #trace(pen: Pen, frame: MapFrame, one: Placed): void {
    const side = this.#side(one, frame)
    if (!seenInHeight(frame, one.y, one.y, side)) return
    for (const turn of turnsOf(frame, one.x, one.x, side)) pen.rect((one.x + turn) * frame.scale - frame.left - side / 2, one.y * frame.scale - frame.top - side / 2, side, side)
  }
}
