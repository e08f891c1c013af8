import type { MapFrame } from './frame.ts'
import type { Pen } from './pen.ts'

/**
 * Many shapes on a map at once, drawn on one canvas: an element a shape would make a map stutter from a few hundred on.
 * What draws it on the screen also draws it into a picture that is saved.
 */
export interface Drawing {
  draw(pen: Pen, frame: MapFrame): void
  /** Draws one shape once more, lit up. */
  drawLit?(pen: Pen, frame: MapFrame, key: string): void
  /** The key of the shape at a pixel of the frame, or null. */
  at?(x: number, y: number, frame: MapFrame): string | null
  /** What is told of a shape beside the pointer: a heading, then lines. Null for another drawing's key. */
  tip?(key: string): readonly string[] | null
}
