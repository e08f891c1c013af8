import L from 'leaflet'
import type { BoundingBox } from '#shared/domain/vocabulary.ts'

/** Shift and drag draws a box on the map; its corners are reported when the button is let go. Returns the function that ends it. */
export function boxSelect(map: L.Map, onBox: (box: BoundingBox) => void): () => void {
  const container = map.getContainer()
  map.boxZoom.disable()
  let start: L.Point | null = null
  let frame: HTMLElement | null = null

  const down = (event: PointerEvent) => {
    if (!event.shiftKey || event.button !== 0) return
    event.stopPropagation()
    start = map.mouseEventToContainerPoint(event)
    map.dragging.disable()
    container.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    if (start === null) return
    if (frame === null) {
      frame = document.createElement('div')
      frame.className = 'map-box'
      container.append(frame)
    }
    const box = L.bounds([start, map.mouseEventToContainerPoint(event)])
    const [min, size] = [box.getTopLeft(), box.getSize()]
    Object.assign(frame.style, { left: `${min.x}px`, top: `${min.y}px`, width: `${size.x}px`, height: `${size.y}px` })
  }
  const up = (event: PointerEvent) => {
    if (start === null) return
    const from = start
    const to = map.mouseEventToContainerPoint(event)
    end()
    if (from.distanceTo(to) < 6) return
    const bounds = L.latLngBounds(map.containerPointToLatLng(from), map.containerPointToLatLng(to))
    onBox([wrap(bounds.getWest()), bounds.getSouth(), wrap(bounds.getEast()), bounds.getNorth()])
  }
  const end = () => {
    start = null
    frame?.remove()
    frame = null
    map.dragging.enable()
  }
  container.addEventListener('pointerdown', down, { capture: true })
  container.addEventListener('pointermove', move)
  container.addEventListener('pointerup', up)
  container.addEventListener('pointercancel', end)
  return () => {
    container.removeEventListener('pointerdown', down, { capture: true })
    container.removeEventListener('pointermove', move)
    container.removeEventListener('pointerup', up)
    container.removeEventListener('pointercancel', end)
  }
}

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180
}
