import { ref, shallowRef } from 'vue'
import type { PlaneView } from './scatter-pixels.ts'

const furthest = 400

/** Where the plane is looked at, in device pixels: panned, zoomed around a place, fitted. */
export function usePlaneView() {
  const size = ref({ width: 0, height: 0 })
  const view = shallowRef<PlaneView>({ x: 0, y: 0, scale: 1 })
  const fitScale = (): number => 0.46 * Math.min(size.value.width, size.value.height)

  function fit(): void {
    view.value = { x: 0, y: 0, scale: fitScale() }
  }

  function resize(width: number, height: number): void {
    const fitted = size.value.width === 0 || Math.abs(view.value.scale - fitScale()) < 1e-6
    size.value = { width, height }
    if (fitted) fit()
  }

  function pan(dx: number, dy: number): void {
    const { x, y, scale } = view.value
    const within = (value: number): number => Math.min(1.5, Math.max(-1.5, value))
    view.value = { x: within(x - dx / scale), y: within(y + dy / scale), scale }
  }

  /** Zooms by a factor; the place at (px, py) stays where it is. */
  function zoom(factor: number, px = size.value.width / 2, py = size.value.height / 2): void {
    const scale = Math.min(fitScale() * furthest, Math.max(fitScale() / 2, view.value.scale * factor))
    const [x, y] = at(px, py)
    view.value = { x: x - (px - size.value.width / 2) / scale, y: y + (py - size.value.height / 2) / scale, scale }
  }

  /** The place of the plane under a pixel. */
  function at(px: number, py: number): [number, number] {
    const { x, y, scale } = view.value
    return [x + (px - size.value.width / 2) / scale, y - (py - size.value.height / 2) / scale]
  }

  /** The pixel of a place of the plane. */
  function pixel(x: number, y: number): [number, number] {
    const { x: cx, y: cy, scale } = view.value
    return [size.value.width / 2 + (x - cx) * scale, size.value.height / 2 - (y - cy) * scale]
  }

  return { size, view, fit, resize, pan, zoom, at, pixel }
}

export type PlaneLook = ReturnType<typeof usePlaneView>
