import { mercator } from './geometry.ts'

/**
 * A part of the web map as a rectangle of pixels. The world's unit square is `scale` pixels wide; `left` and `top` are the
 * world pixels of the rectangle's corner. It may show more than one copy of the world.
 */
export interface MapFrame {
  readonly scale: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The frame of a map that shows `centre` in its middle. */
export function frameAround(centre: { readonly lat: number; readonly lon: number }, zoom: number, width: number, height: number): MapFrame {
  const scale = 256 * 2 ** zoom
  const [x, y] = mercator(centre.lon, centre.lat)
  return { scale, left: x * scale - width / 2, top: y * scale - height / 2, width, height }
}

/**
 * The copies of the world in which something from `west` to `east` (unit x) is seen within `margin` pixels of the frame, as
 * whole turns to add to its x.
 */
export function turnsOf(frame: MapFrame, west: number, east: number, margin = 0): number[] {
  const first = Math.ceil((frame.left - margin) / frame.scale - east)
  const last = Math.floor((frame.left + frame.width + margin) / frame.scale - west)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}

/** Whether something from `north` to `south` (unit y) is seen within `margin` pixels of the frame. */
export function seenInHeight(frame: MapFrame, north: number, south: number, margin = 0): boolean {
  return south * frame.scale >= frame.top - margin && north * frame.scale <= frame.top + frame.height + margin
}

/** What lies in the middle of a frame. */
export function centreOf({ scale, left, top, width, height }: MapFrame): { lat: number; lon: number } {
  const [x, y] = [(left + width / 2) / scale, (top + height / 2) / scale]
  return { lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, lon: (x - 0.5) * 360 }
}
