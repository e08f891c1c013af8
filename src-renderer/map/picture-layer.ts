import L from 'leaflet'
import { pictures } from '../platform/picture-cache.ts'
import { nearestLongitude } from './geometry.ts'
import type { MapImage } from './map-types.ts'
import { lieOf, type Point } from './plane.ts'

type Corners = readonly [L.LatLng, L.LatLng, L.LatLng, L.LatLng]

/**
 * A picture on its footprint. A footprint of four corners is the picture's own (top left, top right, bottom right, bottom
 * left), so that one which is turned against north lies as it was taken; any other is filled to its bounds. Pictures
 * marked `decoded` come from the cache of those decoded ahead and are painted at once; the others when they are ready.
 */
export class PictureLayer extends L.Layer {
  readonly #image: MapImage
  readonly #corners: Corners
  readonly #element: HTMLDivElement
  #sharp: HTMLImageElement | null = null
  /** Pixels across of the picture that is shown; null until it is known. */
  #pixels: number | null = null

  constructor(image: MapImage) {
    super({ pane: 'pictures' })
    this.#image = image
    this.#corners = cornersOf(image.footprint)
    this.#element = document.createElement('div')
    this.#element.className = 'map-picture leaflet-zoom-animated'
    this.#element.style.opacity = String(image.opacity ?? 1)
    // Faint ones are company: they lie below.
    this.#element.style.zIndex = image.opacity === undefined ? '2' : '1'
    this.#element.append(image.decoded === true ? this.#canvas() : this.#picture(image.url))
  }

  override onAdd(map: L.Map): this {
    map.getPane('pictures')?.append(this.#element)
    this.#reset()
    return this
  }

  override onRemove(): this {
    this.#element.remove()
    return this
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return { viewreset: () => this.#reset(), zoom: () => this.#reset(), moveend: () => this.#sharpen(), zoomanim: (event) => this.#animate(event as L.ZoomAnimEvent) }
  }

  /** Puts the picture where its corners are now. */
  #reset(): void {
    const corners = this.#corners.map((corner) => this._map.latLngToLayerPoint(corner)) as unknown as readonly [Point, Point, Point, Point]
    const { width, height, matrix } = lieOf(corners)
    Object.assign(this.#element.style, { width: `${width}px`, height: `${height}px`, transform: `matrix(${matrix.join(',')})` })
    this.#sharpen()
  }

  /** Goes where its corners will be at the end of a zoom, in the map's own transition. */
  #animate({ center, zoom }: L.ZoomAnimEvent): void {
    const map = this._map
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(L.DomUtil.getPosition(map.getPane('mapPane') ?? map.getContainer())).round()
    const corners = this.#corners.map((corner) => map.project(corner, zoom).subtract(origin)) as unknown as readonly [Point, Point, Point, Point]
    const { width, height, matrix: [a, b, c, d, e, f] } = lieOf(corners)
    const [x, y] = [width / this.#element.offsetWidth, height / this.#element.offsetHeight]
    this.#element.style.transform = `matrix(${[a * x, b * x, c * y, d * y, e, f].join(',')})`
  }

  #canvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas')
    const draw = (picture: ImageBitmap) => {
      canvas.width = picture.width
      canvas.height = picture.height
      canvas.getContext('2d')?.drawImage(picture, 0, 0)
      this.#pixels = picture.width
      this.#element.dataset['painted'] = this.#image.url
    }
    const ready = pictures.get(this.#image.url)
    if (ready !== undefined) draw(ready)
    else pictures.load(this.#image.url).then(draw, () => this.#element.classList.add('missing'))
    return canvas
  }

  #picture(url: string): HTMLImageElement {
    const picture = document.createElement('img')
    picture.decoding = 'async'
    picture.alt = ''
    picture.draggable = false
    picture.addEventListener('error', () => this.#element.classList.add('missing'))
    picture.src = url
    return picture
  }

  /** The full resolution, once more of it would be seen than the picture has. */
  #sharpen(): void {
    const { sharpUrl } = this.#image
    if (sharpUrl === undefined || this.#pixels === null) return
    const seen = this.#element.offsetWidth * window.devicePixelRatio > this.#pixels * 1.1
    if (seen && this.#sharp === null) this.#element.append((this.#sharp = this.#picture(sharpUrl)))
    else if (!seen && this.#sharp !== null) {
      this.#sharp.remove()
      this.#sharp = null
    }
  }
}

function cornersOf(footprint: MapImage['footprint']): Corners {
  const first = footprint[0]?.[0] ?? 0
  const ring = footprint.map(([lon, lat]) => L.latLng(lat, nearestLongitude(first, lon)))
  const [tl, tr, br, bl] = ring
  if (ring.length === 4 && tl !== undefined && tr !== undefined && br !== undefined && bl !== undefined) return [tl, tr, br, bl]
  const bounds = L.latLngBounds(ring)
  return [bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthEast(), bounds.getSouthWest()]
}
