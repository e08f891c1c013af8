import L from 'leaflet'
import type { Drawing } from './drawing.ts'
import { frameAround, type MapFrame } from './frame.ts'
import { CanvasPen } from './pen.ts'

/** Drawn beyond each side of the window, as a share of it, so that dragging a little uncovers nothing. */
const margin = 0.25

/**
 * Draws drawings on two canvases over the base map: all of them, and what is lit. They move with the map's pane and are
 * drawn again when the window leaves what they cover, or the zoom has changed.
 */
export class DrawingLayer extends L.Layer {
  #drawings: readonly Drawing[] = []
  #lit: string | null = null
  readonly #box = document.createElement('div')
  readonly #base = document.createElement('canvas')
  readonly #over = document.createElement('canvas')
  /** What the canvases show, and where their corner lies in the map's layer. */
  #shown: { frame: MapFrame; centre: L.LatLng; zoom: number; corner: L.Point } | null = null
  #waiting = 0

  constructor() {
    super({ pane: 'drawings' })
    this.#box.className = 'map-drawings leaflet-zoom-animated'
    this.#box.append(this.#base, this.#over)
  }

  show(drawings: readonly Drawing[]): void {
    this.#drawings = drawings
    this.#soon()
  }

  light(key: string | null): void {
    if (key === this.#lit) return
    this.#lit = key
    this.#drawLit()
  }

  /** The shape at a pixel of the map's window. */
  at({ x, y }: L.Point): { key: string; tip: readonly string[] } | null {
    const frame = this.#frame(0)
    for (const drawing of [...this.#drawings].reverse()) {
      const key = drawing.at?.(x, y, frame) ?? null
      if (key !== null) return { key, tip: drawing.tip?.(key) ?? [] }
    }
    return null
  }

  override onAdd(map: L.Map): this {
    map.getPane('drawings')?.append(this.#box)
    this.#draw()
    return this
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#waiting)
    this.#waiting = 0
    this.#box.remove()
    return this
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => this.#draw(),
      zoomend: () => this.#zoomed() && this.#draw(),
      resize: () => this.#draw(),
      move: () => this.#follow(),
      moveend: () => this.#follow(),
      zoom: () => this.#place(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent
        this.#place(center, zoom)
      }
    }
  }

  /** The window's frame, with `share` of it added on each side. */
  #frame(share: number): MapFrame {
    const { x, y } = this._map.getSize()
    const { lat, lng } = this._map.getCenter()
    return frameAround({ lat, lon: lng }, this._map.getZoom(), Math.ceil(x * (1 + 2 * share)), Math.ceil(y * (1 + 2 * share)))
  }

  #soon(): void {
    if (this.#waiting !== 0) return
    this.#waiting = requestAnimationFrame(() => {
      this.#waiting = 0
      if (this.#box.isConnected) this.#draw()
    })
  }

  #draw(): void {
    const frame = this.#frame(margin)
    const { x, y } = this._map.getSize()
    const corner = this._map.containerPointToLayerPoint([(x - frame.width) / 2, (y - frame.height) / 2]).round()
    this.#shown = { frame, centre: this._map.getCenter(), zoom: this._map.getZoom(), corner }
    L.DomUtil.setTransform(this.#box, corner, 1)
    const context = prepared(this.#base, frame)
    if (context !== null) {
      const pen = new CanvasPen(context, getComputedStyle(this.#box).fontFamily)
      for (const drawing of this.#drawings) drawing.draw(pen, frame)
    }
    this.#drawLit()
  }

  #drawLit(): void {
    if (this.#shown === null) return
    const { frame } = this.#shown
    const context = prepared(this.#over, frame)
    if (context === null || this.#lit === null) return
    const pen = new CanvasPen(context)
    for (const drawing of this.#drawings) drawing.drawLit?.(pen, frame, this.#lit)
  }

  #zoomed(): boolean {
    return this.#shown?.zoom !== this._map.getZoom()
  }

  /** Draws again once the window reaches beyond the canvases; while the zoom changes they are only scaled. */
  #follow(): void {
    if (this.#shown === null || this.#zoomed()) return
    const { frame, corner } = this.#shown
    const { x, y } = this._map.getSize()
    const window = this._map.containerPointToLayerPoint([0, 0])
    const covered = window.x >= corner.x && window.y >= corner.y && window.x + x <= corner.x + frame.width && window.y + y <= corner.y + frame.height
    if (!covered) this.#draw()
  }

  /** Scales and moves what is drawn to where it lies in another view, until it is drawn anew. */
  #place(centre: L.LatLng, zoom: number): void {
    if (this.#shown === null) return
    const map = this._map
    const scale = map.getZoomScale(zoom, this.#shown.zoom)
    const pane = L.DomUtil.getPosition(map.getPane('mapPane') ?? map.getContainer())
    const origin = map.project(centre, zoom).subtract(map.getSize().divideBy(2)).add(pane).round()
    const { frame } = this.#shown
    const corner = map.project(this.#shown.centre, zoom).subtract(L.point(frame.width, frame.height).multiplyBy(scale / 2)).subtract(origin)
    L.DomUtil.setTransform(this.#box, corner, scale)
  }
}

/** The canvas at the frame's size in real pixels, cleared. */
function prepared(canvas: HTMLCanvasElement, frame: MapFrame): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)]
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
    canvas.style.width = `${frame.width}px`
    canvas.style.height = `${frame.height}px`
  }
  const context = canvas.getContext('2d')
  context?.setTransform(1, 0, 0, 1, 0, 0)
  context?.clearRect(0, 0, width, height)
  context?.scale(ratio, ratio)
  return context
}
