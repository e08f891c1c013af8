import type { Geometry, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { mercator } from './geometry.ts'

/** A ring on the Mercator unit square, with its bounds for culling. */
export interface OutlineRing {
  readonly points: Float64Array
  readonly box: readonly [west: number, north: number, east: number, south: number]
}

export interface OutlineCountry {
  readonly name: string
  /** UN M49 number, for its name in other languages. */
  readonly code: string
  /** One list of rings a polygon: its outside first, then its holes. */
  readonly polygons: readonly (readonly OutlineRing[])[]
  /** Where its name stands and how wide its largest part is, on the unit square. */
  readonly label: { readonly x: number; readonly y: number; readonly width: number }
}

const loaded = new Map<string, Promise<readonly OutlineCountry[]>>()

/** The countries of Natural Earth at 1:110 million (for the whole world) or 1:50 million, loaded once. */
export function worldOutline(detail: 'coarse' | 'fine'): Promise<readonly OutlineCountry[]> {
  let countries = loaded.get(detail)
  if (countries === undefined) {
    countries = (detail === 'coarse' ? import('world-atlas/countries-110m.json') : import('world-atlas/countries-50m.json')).then((module) =>
      countriesOf(module.default as unknown as Topology)
    )
    loaded.set(detail, countries)
  }
  return countries
}

export function countriesOf(topology: Topology): OutlineCountry[] {
  const collection = feature(topology, topology.objects['countries'] as GeometryCollection<{ name: string }>)
  const countries: OutlineCountry[] = []
  for (const { geometry, properties, id } of collection.features) {
    const polygons = polygonsOf(geometry).map((rings) => rings.map(ringOf))
    const largest = polygons.map((rings) => rings[0]).reduce<OutlineRing | undefined>((best, ring) => (ring !== undefined && (best === undefined || area(ring) > area(best)) ? ring : best), undefined)
    if (largest === undefined) continue
    const [west, north, east, south] = largest.box
    const [x, y] = centroid(largest.points) ?? [(west + east) / 2, (north + south) / 2]
    countries.push({ name: properties.name, code: String(id ?? ''), polygons, label: { x, y, width: east - west } })
  }
  return countries
}

function polygonsOf(geometry: Geometry | null): Position[][][] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates]
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates
  return []
}

/**
 * The outline is stitched over the antimeridian and around the pole: longitudes go on past 180 here instead of jumping
 * across the whole map, and a ring that goes around the pole is closed along the map's lower edge.
 */
export function unwrapped(positions: readonly Position[]): [number, number][] {
  const points: [number, number][] = []
  let shift = 0
  let before: number | undefined
  for (const [lon = 0, lat = 0] of positions) {
    if (before !== undefined && lon - before > 180) shift -= 360
    if (before !== undefined && lon - before < -180) shift += 360
    before = lon
    points.push([lon + shift, lat])
  }
  const [first, last] = [points[0], points[points.length - 1]]
  if (first !== undefined && last !== undefined && Math.abs(last[0] - first[0]) > 180) points.push([last[0], -90], [first[0], -90])
  return points
}

function ringOf(positions: Position[]): OutlineRing {
  const corners = unwrapped(positions)
  const points = new Float64Array(corners.length * 2)
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  corners.forEach(([lon, lat], i) => {
    const [x, y] = mercator(lon, lat)
    points[i * 2] = x
    points[i * 2 + 1] = y
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  })
  return { points, box }
}

function area({ box }: OutlineRing): number {
  return (box[2] - box[0]) * (box[3] - box[1])
}

function centroid(points: Float64Array): [number, number] | null {
  let [twice, x, y] = [0, 0, 0]
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [ax, ay, bx, by] = [points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0, points[i + 3] ?? 0]
    const cross = ax * by - bx * ay
    twice += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return twice === 0 ? null : [x / (3 * twice), y / (3 * twice)]
}

const codes = new Map<string, string | null>()

/** A country's name in a language; the outline's own English name where the system does not know it. */
export function countryName(country: OutlineCountry, language: string): string {
  if (language === 'en' || country.code === '') return country.name
  let region = codes.get(country.code)
  if (region === undefined) {
    try {
      // Locale canonicalisation maps UN M49 numbers to the two letters that display names want.
      region = new Intl.Locale(`und-${country.code.padStart(3, '0')}`).region ?? null
    } catch {
      region = null
    }
    codes.set(country.code, region)
  }
  if (region === null || /\d/.test(region)) return country.name
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(region) ?? country.name
}
