import type L from 'leaflet'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { announce } from '../ui/announcer.ts'
import type { Drawing } from './drawing.ts'
import { DrawingLayer } from './drawing-layer.ts'
import { formatCoordinates } from './geometry.ts'
import { RingTool, type RingToolKind } from './ring-tool.ts'

interface Asked {
  drawings(): readonly Drawing[]
  tool(): RingToolKind | null
  highlight(): string | null
  hover(key: string | null): void
  select(key: string): void
  ring(ring: [number, number][]): void
  cancel(): void
  /** What is said when a corner has been set by key. */
  corner(count: number, at: string): string
}

/** Words beside the pointer. */
export interface MapTip {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
  /** Where there is room for it: to the left of the pointer, above it. */
  readonly left: boolean
  readonly above: boolean
}

/** Puts drawings on a map, tells what the pointer is on, and lets a ring be drawn. Nothing is added to maps without drawings. */
export function useDrawings(map: ShallowRef<L.Map | null>, asked: Asked): { tip: ShallowRef<MapTip | null> } {
  const tip = shallowRef<MapTip | null>(null)
  let layer: DrawingLayer | null = null
  let hovered: string | null = null
  let waiting = 0

  function layerOn(on: L.Map): DrawingLayer {
    const pane = on.createPane('drawings')
    pane.style.zIndex = '390'
    pane.style.pointerEvents = 'none'
    const created = new DrawingLayer().addTo(on)
    on.on('mousemove', ({ containerPoint }) => {
      cancelAnimationFrame(waiting)
      waiting = requestAnimationFrame(() => point(created, containerPoint))
    })
    on.on('mouseout movestart zoomstart', () => {
      cancelAnimationFrame(waiting)
      light(null)
    })
    on.on('click', ({ containerPoint }) => {
      const key = asked.tool() === null ? created.at(containerPoint)?.key : undefined
      if (key !== undefined) asked.select(key)
    })
    return created
  }

  function point(on: DrawingLayer, at: L.Point): void {
    const found = asked.tool() === null ? on.at(at) : null
    light(found?.key ?? null)
    const size = map.value?.getSize() ?? at
    tip.value = found === null || found.tip.length === 0 ? null : { x: at.x, y: at.y, lines: found.tip, left: at.x > size.x * 0.6, above: at.y > size.y * 0.65 }
  }

  function light(key: string | null): void {
    if (key === null) tip.value = null
    if (key === hovered) return
    hovered = key
    map.value?.getContainer().classList.toggle('on-shape', key !== null)
    asked.hover(key)
  }

  watch([map, asked.drawings], ([on, drawings]) => {
    if (on === null || (layer === null && drawings.length === 0)) return
    layer ??= layerOn(on)
    layer.show(drawings)
  })
  watch([map, asked.highlight], ([, key]) => layer?.light(key), { flush: 'post' })
  watch([map, asked.tool], ([on, kind], _before, onCleanup) => {
    if (on === null || kind === null) return
    light(null)
    const tool = new RingTool(on, kind, {
      ring: (ring) => asked.ring(ring),
      cancel: () => asked.cancel(),
      corner: ({ lat, lng }, count) => announce(asked.corner(count, formatCoordinates({ lat, lon: lng }, 2)))
    })
    onCleanup(() => tool.end())
  })
  return { tip }
}
