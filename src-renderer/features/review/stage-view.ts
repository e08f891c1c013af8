/** How a picture lies in its stage: scale 1 fits it in; x and y move its middle, in stage pixels. */
export interface StageView {
  readonly scale: number
  readonly x: number
  readonly y: number
  /** Quarter turns clockwise. */
  readonly turns: number
}

export const fitted: StageView = { scale: 1, x: 0, y: 0, turns: 0 }
const limits = { min: 0.5, max: 40 }

/** Zooms so that the point under the pointer (from the stage's middle) stays where it is. */
export function zoomAt(view: StageView, factor: number, px = 0, py = 0): StageView {
  const scale = Math.max(limits.min, Math.min(limits.max, view.scale * factor))
  const real = scale / view.scale
  return { ...view, scale, x: px - (px - view.x) * real, y: py - (py - view.y) * real }
}

/** Keeps at least a part of the picture in the stage. */
export function held(view: StageView, width: number, height: number, stageWidth: number, stageHeight: number): StageView {
  const reachX = Math.max(0, (width * view.scale) / 2 + stageWidth / 2 - 60)
  const reachY = Math.max(0, (height * view.scale) / 2 + stageHeight / 2 - 60)
  return { ...view, x: Math.max(-reachX, Math.min(reachX, view.x)), y: Math.max(-reachY, Math.min(reachY, view.y)) }
}

/**
 * Pixels of the canvas for a picture: as many as are seen (`shown` CSS pixels at scale 1, times `scale` with the screen's
 * pixels in it), and never more than the picture has.
 */
export function drawnSize(picture: { width: number; height: number }, shown: { width: number; height: number }, scale: number): { width: number; height: number } {
  const share = Math.min(1, (shown.width * scale) / picture.width)
  return { width: Math.max(1, Math.round(picture.width * share)), height: Math.max(1, Math.round(picture.height * share)) }
}

/** Size of a picture that fits into a stage, turned if it is turned. */
export function fitSize(width: number, height: number, stageWidth: number, stageHeight: number, turns: number): { width: number; height: number } {
  if (width <= 0 || height <= 0) return { width: 0, height: 0 }
  const [w, h] = turns % 2 === 0 ? [width, height] : [height, width]
  const scale = Math.min(stageWidth / w, stageHeight / h)
  return { width: width * scale, height: height * scale }
}
