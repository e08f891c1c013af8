import type { Drawing } from '../drawing.ts'
import { seenInHeight, turnsOf, type MapFrame } from '../frame.ts'
import { mercator } from '../geometry.ts'
import type { Pen } from '../pen.ts'

/** A circle on a place of the earth, sized by how much it stands for and coloured by a figure. */
export interface MapBubble {
  readonly key: string
  readonly lat: number
  readonly lon: number
  /** What its area stands for: queries, say. */
  readonly weight: number
  /** Null: hollow, for nothing known. */
  readonly colour: string | null
  /** A full border; others have a thin one. */
  readonly strong: boolean
  readonly tip: readonly string[]
}

interface Placed {
  readonly bubble: MapBubble
  readonly x: number
  readonly y: number
  readonly radius: number
}

const leastRadius = 4
const mostRadius = 14
const gap = 2

/** Pixels of a circle's radius: its area grows with the weight, up to the heaviest of all. */
export function bubbleRadius(weight: number, heaviest: number): number {
  return heaviest <= 0 ? leastRadius : Math.max(leastRadius, mostRadius * Math.sqrt(Math.max(0, weight) / heaviest))
}

/** Circles of any size on a map; small ones lie on large ones, and are met first. */
export class BubbleDrawing implements Drawing {
  /** The largest first. */
  readonly #bubbles: readonly Placed[]
  readonly #byKey: ReadonlyMap<string, Placed>
  readonly #look: { readonly border: string; readonly lit: string }

  constructor(bubbles: readonly MapBubble[], look: { border: string; lit: string }) {
    const heaviest = bubbles.reduce((most, { weight }) => Math.max(most, weight), 0)
    this.#bubbles = bubbles
      .map((bubble) => {
        const [x, y] = mercator(bubble.lon, bubble.lat)
        return { bubble, x, y, radius: bubbleRadius(bubble.weight, heaviest) }
      })
      .sort((a, b) => b.radius - a.radius)
    this.#byKey = new Map(this.#bubbles.map((one) => [one.bubble.key, one]))
    this.#look = look
  }

  draw(pen: Pen, frame: MapFrame): void {
    for (const one of this.#bubbles) {
      const { colour, strong } = one.bubble
      trace(pen, frame, one, 0, () => {
        if (colour !== null) pen.fill({ colour, opacity: 0.88 })
        pen.stroke({ colour: this.#look.border, width: strong ? 2 : 0.8, opacity: strong ? 1 : 0.7, dash: colour === null ? [2, 2] : [] })
      })
    }
  }

  drawLit(pen: Pen, frame: MapFrame, key: string): void {
    const one = this.#byKey.get(key)
    if (one !== undefined) trace(pen, frame, one, gap, () => pen.stroke({ colour: this.#look.lit, width: 2.5 }))
  }

  at(x: number, y: number, frame: MapFrame): string | null {
    for (const one of [...this.#bubbles].reverse()) {
      const met = turnsOf(frame, one.x, one.x, one.radius + gap).some((turn) => Math.hypot((one.x + turn) * frame.scale - frame.left - x, one.y * frame.scale - frame.top - y) <= one.radius + gap)
      if (met) return one.bubble.key
    }
    return null
  }

  tip(key: string): readonly string[] | null {
    return this.#byKey.get(key)?.bubble.tip ?? null
  }
}

function trace(pen: Pen, frame: MapFrame, { x, y, radius }: Placed, wider: number, paint: () => void): void {
  if (!seenInHeight(frame, y, y, radius + wider)) return
  for (const turn of turnsOf(frame, x, x, radius + wider)) {
    pen.begin()
    pen.circle((x + turn) * frame.scale - frame.left, y * frame.scale - frame.top, radius + wider)
    paint()
  }
}
