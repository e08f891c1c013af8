import L from 'leaflet'
import { clipRing, graticuleStep, mercator } from './geometry.ts'
import { countryName, worldOutline, type OutlineCountry } from './world-outline.ts'

/** The base map's colours, as CSS colours of the theme. */
export interface Palette {
  readonly water: string
  readonly land: string
  readonly border: string
  readonly line: string
  readonly text: string
  readonly halo: string
}

/**
 * The offline base map: land, borders, names and a graticule, drawn tile by tile from the bundled outline. A tile clips
 * every ring to itself first, since a canvas loses precision far outside its edges at street zooms.
 */
export class OutlineLayer extends L.GridLayer {
  #countries: readonly OutlineCountry[] = []
  #detail: 'coarse' | 'fine' | null = null
  #palette: Palette | null = null
  #language: string

  constructor(language: string) {
    super({ attribution: 'Natural Earth', minZoom: 0, maxZoom: 24, keepBuffer: 3, updateWhenZooming: false })
    this.#language = language
  }

  /** Reads the theme's colours again and redraws. */
  restyle(language: string): void {
    this.#language = language
    this.#palette = null
    this.redraw()
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const size = this.getTileSize()
    const scale = window.devicePixelRatio || 1
    const tile = document.createElement('canvas')
    tile.width = size.x * scale
    tile.height = size.y * scale
    void this.#ready(coords.z >= 4 ? 'fine' : 'coarse').then(() => {
      const context = tile.getContext('2d')
      if (context !== null) {
        context.scale(scale, scale)
        this.#draw(context, coords, size.x)
      }
      done(undefined, tile)
    })
    return tile
  }

  async #ready(detail: 'coarse' | 'fine'): Promise<void> {
    if (this.#detail === 'fine' || this.#detail === detail) return
    const countries = await worldOutline(detail)
    // The fine outline may have come while the coarse one was read.
    if (this.#isFine()) return
    this.#countries = countries
    this.#detail = detail
  }

  #isFine(): boolean {
    return this.#detail === 'fine'
  }

  #draw(context: CanvasRenderingContext2D, { x, y, z }: L.Coords, size: number): void {
    const palette = (this.#palette ??= readPalette(this.getContainer() ?? document.documentElement))
    context.fillStyle = palette.water
    context.fillRect(0, 0, size, size)
    const world = 2 ** z
    const pad = 4 / size / world
    const [west, north, east, south] = [x / world, y / world, (x + 1) / world, (y + 1) / world]
    const toX = (value: number) => (value - west) * world * size
    const toY = (value: number) => (value - north) * world * size
    context.lineWidth = 0.8
    context.lineJoin = 'round'
    context.fillStyle = palette.land
    context.strokeStyle = palette.border
    for (const country of this.#countries) {
      for (const rings of country.polygons) {
        const outside = rings[0]
        if (outside === undefined || outside.box[1] > south + pad || outside.box[3] < north - pad) continue
        // Rings over the antimeridian reach past the square: the part beyond is drawn on the other side.
        for (const turn of [-1, 0, 1]) {
          const [left, right] = [west - turn - pad, east - turn + pad]
          if (outside.box[0] > right || outside.box[2] < left) continue
          context.beginPath()
          for (const ring of rings) {
            const clipped = clipRing(ring.points, left, north - pad, right, south + pad)
            for (let i = 0; i < clipped.length; i += 2) {
              const [px, py] = [toX((clipped[i] ?? 0) + turn), toY(clipped[i + 1] ?? 0)]
              if (i === 0) context.moveTo(px, py)
              else context.lineTo(px, py)
            }
            context.closePath()
          }
          context.fill('evenodd')
          context.stroke()
        }
      }
    }
    this.#drawGraticule(context, palette, z, size, west, north, world)
    if (z >= 2 && z <= 9) this.#drawNames(context, palette, toX, toY, world * size, size)
  }

  #drawGraticule(context: CanvasRenderingContext2D, palette: Palette, z: number, size: number, west: number, north: number, world: number): void {
    const step = graticuleStep(z)
    const lonWest = west * 360 - 180
    const lonEast = lonWest + 360 / world
    const latOf = (unit: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * unit))) * 180) / Math.PI
    const [latNorth, latSouth] = [latOf(north), latOf(north + 1 / world)]
    context.strokeStyle = palette.line
    context.lineWidth = 0.6
    context.beginPath()
    for (let lon = Math.ceil(lonWest / step) * step; lon <= lonEast; lon += step) {
      const px = ((lon - lonWest) / (lonEast - lonWest)) * size
      context.moveTo(px, 0)
      context.lineTo(px, size)
    }
    for (let lat = Math.ceil(latSouth / step) * step; lat <= latNorth; lat += step) {
      const py = (mercator(0, lat)[1] - north) * world * size
      context.moveTo(0, py)
      context.lineTo(size, py)
    }
    context.stroke()
  }

  #drawNames(context: CanvasRenderingContext2D, palette: Palette, toX: (x: number) => number, toY: (y: number) => number, world: number, size: number): void {
    context.font = `500 10.5px ${palette.text === '' ? 'sans-serif' : getComputedStyle(document.body).fontFamily}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineWidth = 3
    context.strokeStyle = palette.halo
    context.fillStyle = palette.text
    for (const country of this.#countries) {
      const name = countryName(country, this.#language)
      const width = context.measureText(name).width
      // A name stands where its country is wider than the name, and not where it would fill the window.
      if (country.label.width * world < width * 1.05 || country.label.width * world > 6000) continue
      const [px, py] = [toX(country.label.x), toY(country.label.y)]
      // Each tile that a name touches draws the whole of it, so that it is not cut at the edges.
      if (px + width / 2 < -4 || px - width / 2 > size + 4 || py < -12 || py > size + 12) continue
      context.strokeText(name, px, py)
      context.fillText(name, px, py)
    }
  }
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    water: token('--map-water'),
    land: token('--map-land'),
    border: token('--map-border'),
    line: token('--map-line'),
    text: token('--map-text'),
    halo: token('--map-land')
  }
}
