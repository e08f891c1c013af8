import L from 'leaflet'
import { boundsOf } from './geometry.ts'
import type { LatLon } from './map-types.ts'
import { turned, turnedBox, wholeTurn } from './plane.ts'

const arrows: Record<string, readonly [number, number]> = { ArrowRight: [100, 0], ArrowLeft: [-100, 0], ArrowDown: [0, 100], ArrowUp: [0, -100] }

/**
 * Turns a map: its panes are turned by CSS around the middle of what is seen, inside a container that grows to the
 * diagonal so that no corner stays empty. Leaflet knows nothing of it: where it asks for the pointer's place, it gets the
 * place on the unturned map, and while the map is turned, dragging and arrow keys are ours. Alt and drag turns it.
 */
export class MapBearing {
  readonly #map: L.Map
  readonly #container: HTMLElement
  readonly #frame: HTMLElement
  readonly #onTurn: (degrees: number) => void
  readonly #ends = new AbortController()
  #degrees = 0

  /** `frame` is the window onto the map, its container's parent. */
  constructor(map: L.Map, frame: HTMLElement, onTurn: (degrees: number) => void) {
    this.#map = map
    this.#frame = frame
    this.#container = map.getContainer()
    this.#onTurn = onTurn
    map.mouseEventToContainerPoint = (event) => {
      const box = this.#container.getBoundingClientRect()
      const { x, y } = turned({ x: event.clientX - box.left, y: event.clientY - box.top }, -this.#degrees, { x: box.width / 2, y: box.height / 2 })
      return L.point(x, y)
    }
    const { signal } = this.#ends
    this.#container.addEventListener('pointerdown', (event) => this.#drag(event), { capture: true, signal })
    this.#container.addEventListener('keydown', (event) => this.#key(event), { capture: true, signal })
  }

  /** Degrees by which the map is turned clockwise: north points there. */
  get degrees(): number {
    return this.#degrees
  }

  set(degrees: number): void {
    this.#degrees = wholeTurn(degrees)
    if (this.#degrees === 0) this.#map.dragging.enable()
    else this.#map.dragging.disable()
    this.layOut()
  }

  /** Lays the container out for the frame's present size. Call it when the frame has changed its size; `pan` keeps the middle where it is. */
  layOut(pan = true): void {
    const [width, height] = [this.#frame.clientWidth, this.#frame.clientHeight]
    const side = Math.ceil(Math.hypot(width, height))
    const [overX, overY] = this.#degrees === 0 ? [0, 0] : [Math.ceil((side - width) / 2), Math.ceil((side - height) / 2)]
    this.#container.style.inset = `${-overY}px ${-overX}px`
    this.#container.style.setProperty('--over-x', `${overX}px`)
    this.#container.style.setProperty('--over-y', `${overY}px`)
    this.#container.style.setProperty('--bearing', `${this.#degrees}deg`)
    this.#map.invalidateSize({ animate: false, pan })
    const pane = this.#map.getPane('mapPane')
    if (pane === undefined) return
    pane.style.transformOrigin = `${width / 2 + overX}px ${height / 2 + overY}px`
    pane.style.rotate = this.#degrees === 0 ? '' : `${this.#degrees}deg`
  }

  /** The view that shows all corners as large as they go in the frame, with `padding` pixels around. */
  viewOf(corners: readonly LatLon[], padding: number, maxZoom: number): { centre: L.LatLng; zoom: number } | null {
    const box = boundsOf(corners)
    if (box === null) return null
    const { middle, width, height } = turnedBox(corners.map(({ lat, lon }) => this.#map.project([lat, lon], 0)), this.#degrees)
    const share = Math.min((this.#frame.clientWidth - 2 * padding) / Math.max(width, 1e-12), (this.#frame.clientHeight - 2 * padding) / Math.max(height, 1e-12))
    const snap = this.#map.options.zoomSnap ?? 1
    const zoom = Math.min(maxZoom, Math.floor(Math.log2(Math.max(share, 1e-6)) / snap) * snap)
    return { centre: this.#map.unproject(L.point(middle.x, middle.y), 0), zoom: Math.max(this.#map.getMinZoom(), zoom) }
  }

  end(): void {
    this.#ends.abort()
  }

  #drag(event: PointerEvent): void {
    if (event.button !== 0 || (this.#degrees === 0 && !event.altKey)) return
    const turning = event.altKey
    if (turning) event.stopPropagation()
    const box = this.#container.getBoundingClientRect()
    const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
    const angle = (at: PointerEvent) => (Math.atan2(at.clientY - middle.y, at.clientX - middle.x) * 180) / Math.PI
    const [start, before] = [angle(event), this.#degrees]
    let [x, y] = [event.clientX, event.clientY]
    let moving = false
    if (turning) this.#map.dragging.disable()
    const move = (next: PointerEvent) => {
      // A click on something stays a click.
      if (!moving && Math.hypot(next.clientX - x, next.clientY - y) < 4) return
      if (!moving) {
        this.#container.setPointerCapture(event.pointerId)
        this.#map.fire('dragstart')
      }
      moving = true
      if (turning) this.#onTurn(Math.round(wholeTurn(before + angle(next) - start)))
      else {
        const by = turned({ x: x - next.clientX, y: y - next.clientY }, -this.#degrees, { x: 0, y: 0 })
        this.#map.panBy([by.x, by.y], { animate: false })
        ;[x, y] = [next.clientX, next.clientY]
      }
    }
    const drag = new AbortController()
    const end = () => {
      drag.abort()
      if (this.#degrees === 0) this.#map.dragging.enable()
    }
    this.#container.addEventListener('pointermove', move, { signal: drag.signal })
    for (const type of ['pointerup', 'pointercancel'] as const) this.#container.addEventListener(type, end, { signal: drag.signal })
  }

  /** Arrow keys pan towards where they point on the screen. */
  #key(event: KeyboardEvent): void {
    const arrow = arrows[event.key]
    if (this.#degrees === 0 || arrow === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const by = turned({ x: arrow[0], y: arrow[1] }, -this.#degrees, { x: 0, y: 0 })
    this.#map.panBy([by.x, by.y])
  }
}
