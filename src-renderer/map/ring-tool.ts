import L from 'leaflet'
import { areaOf, settledRing, simplified } from './ring-shape.ts'

export type RingToolKind = 'lasso' | 'box'

interface Listeners {
  /** The ring is closed: [longitude, latitude], not closed. */
  ring(ring: [number, number][]): void
  /** Given up. */
  cancel(): void
  /** A corner was set by key, the `count`-th. */
  corner(at: L.LatLng, count: number): void
}

const svg = 'http://www.w3.org/2000/svg'
/** Square pixels below which a ring is a slip of the hand. */
const leastArea = 40
/** A hand trembles by about a pixel. */
const tolerance = 1.2
const arrows: Record<string, readonly [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }

/**
 * Draws a ring on a map: by the pointer freehand or as a box; by keys with a cross that the arrows move (Shift: further),
 * Enter to set a corner and, on the same spot again, to close the ring, Backspace to take one back, Escape to give up.
 */
export class RingTool {
  readonly #map: L.Map
  readonly #kind: RingToolKind
  readonly #listeners: Listeners
  readonly #ends = new AbortController()
  readonly #overlay = document.createElementNS(svg, 'svg')
  readonly #path = document.createElementNS(svg, 'path')
  readonly #cross = document.createElementNS(svg, 'path')
  #corners: L.LatLng[] = []
  #drawing = false
  /** Where the keys' cross stands in the window, once keys are used. */
  #at: L.Point | null = null

  constructor(map: L.Map, kind: RingToolKind, listeners: Listeners) {
    this.#map = map
    this.#kind = kind
    this.#listeners = listeners
    const container = map.getContainer()
    this.#overlay.setAttribute('class', 'map-ring-tool')
    this.#overlay.setAttribute('aria-hidden', 'true')
    this.#path.setAttribute('class', 'ring')
    this.#cross.setAttribute('class', 'cross')
    this.#overlay.append(this.#path, this.#cross)
    container.append(this.#overlay)
    container.classList.add('drawing-ring')
    map.dragging.disable()
    const { signal } = this.#ends
    const capture = { capture: true, signal }
    container.addEventListener('pointerdown', (event) => this.#down(event), capture)
    container.addEventListener('pointermove', (event) => this.#move(event), { signal })
    container.addEventListener('pointerup', (event) => this.#up(event), { signal })
    container.addEventListener('pointercancel', () => this.#reset(), { signal })
    container.addEventListener('keydown', (event) => this.#key(event), capture)
    // Letting go on a marker does not choose it.
    for (const type of ['click', 'dblclick', 'mousedown'] as const) container.addEventListener(type, (event) => event.stopPropagation(), capture)
    map.on('move zoom', this.#show, this)
  }

  end(): void {
    this.#ends.abort()
    this.#map.off('move zoom', this.#show, this)
    this.#overlay.remove()
    this.#map.getContainer().classList.remove('drawing-ring')
    this.#map.dragging.enable()
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return
    event.stopPropagation()
    this.#map.getContainer().setPointerCapture(event.pointerId)
    this.#map.getContainer().focus({ preventScroll: true })
    this.#drawing = true
    this.#at = null
    const at = this.#map.mouseEventToLatLng(event)
    this.#corners = this.#kind === 'box' ? boxOf(at, at) : [at]
  }

  #move(event: PointerEvent): void {
    if (!this.#drawing) return
    const at = this.#map.mouseEventToLatLng(event)
    const [first, last] = [this.#corners[0], this.#corners.at(-1)]
    if (first === undefined || last === undefined) return
    if (this.#kind === 'box') this.#corners = boxOf(first, at)
    else if (this.#map.latLngToContainerPoint(last).distanceTo(this.#map.latLngToContainerPoint(at)) >= 2) this.#corners.push(at)
    this.#show()
  }

  #up(event: PointerEvent): void {
    if (!this.#drawing) return
    event.stopPropagation()
    this.#close()
  }

  #key(event: KeyboardEvent): void {
    const arrow = arrows[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || (arrow === undefined && !['Enter', 'Backspace', 'Escape'].includes(event.key))) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      if (this.#corners.length > 0) this.#reset()
      else this.#listeners.cancel()
      return
    }
    const size = this.#map.getSize()
    this.#at ??= size.divideBy(2).round()
    if (arrow !== undefined) {
      const by = event.shiftKey ? 60 : 12
      this.#at = L.point(Math.max(0, Math.min(size.x, this.#at.x + arrow[0] * by)), Math.max(0, Math.min(size.y, this.#at.y + arrow[1] * by)))
    } else if (event.key === 'Backspace') this.#corners = this.#corners.slice(0, -1)
    else if (this.#set(this.#map.containerPointToLatLng(this.#at))) return
    this.#show()
  }

  /** Sets a corner by key; whether the ring is closed with it. */
  #set(at: L.LatLng): boolean {
    const [first, last] = [this.#corners[0], this.#corners.at(-1)]
    const again = last !== undefined && this.#map.latLngToContainerPoint(last).distanceTo(this.#map.latLngToContainerPoint(at)) < 3
    if (this.#kind === 'box' && first !== undefined && !again) {
      this.#corners = boxOf(first, at)
      return this.#close()
    }
    if (again) return this.#corners.length >= 3 && this.#close()
    this.#corners = [...this.#corners, at]
    this.#listeners.corner(at, this.#corners.length)
    return false
  }

  #close(): boolean {
    const corners = this.#corners.map((corner): [number, number] => {
      const { x, y } = this.#map.latLngToContainerPoint(corner)
      return [x, y]
    })
    this.#reset()
    if (corners.length < 3 || areaOf(corners) < leastArea) return false
    const ring = (this.#kind === 'box' ? corners : simplified(corners, tolerance)).map(([x, y]): [number, number] => {
      const { lat, lng } = this.#map.containerPointToLatLng([x, y])
      return [lng, lat]
    })
    if (ring.length < 3) return false
    this.#listeners.ring(settledRing(ring))
    return true
  }

  #reset(): void {
    this.#drawing = false
    this.#corners = []
    this.#show()
  }

  readonly #show = (): void => {
    const points = this.#corners.map((corner) => this.#map.latLngToContainerPoint(corner))
    if (this.#at !== null && !this.#drawing) {
      const { x, y } = this.#at
      this.#cross.setAttribute('d', `M${x - 11} ${y}h22M${x} ${y - 11}v22`)
      if (points.length > 0) {
        const [first] = points
        if (this.#kind === 'box' && first !== undefined) points.splice(0, points.length, first, L.point(x, first.y), L.point(x, y), L.point(first.x, y))
        else points.push(this.#at)
      }
    } else this.#cross.setAttribute('d', '')
    this.#path.setAttribute('d', points.length === 0 ? '' : `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`)
  }
}

function boxOf(from: L.LatLng, to: L.LatLng): L.LatLng[] {
  return [from, L.latLng(from.lat, to.lng), to, L.latLng(to.lat, from.lng)]
}
