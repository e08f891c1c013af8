import type { ViewKind } from '#shared/domain/vocabulary.ts'
import { tileArea, type Ring } from '../geo/tiles.ts'

export interface NamedPlace {
  readonly lat: number
  readonly lon: number
  readonly footprint: Ring | null
  /** The kind that the pattern implies, if it does. */
  readonly kind: ViewKind | null
}

const decimal = String.raw`(-?\d{1,3}\.\d+)`
const vigorSatellite = new RegExp(`^satellite_${decimal}_${decimal}\\.[A-Za-z]+$`)
const vigorPanorama = new RegExp(`^[^,]+,${decimal},${decimal},[^,]*$`)
const cvgText = new RegExp(`^${decimal},\\s?${decimal}(?=[,_ ]|\\.[A-Za-z]+$)`)
const tileName = /(?:^|[-_])(0|[1-9]\d*)[-_](0|[1-9]\d*)[-_]([1-9]\d?)\.[A-Za-z]+$/
const tilePath = /(?:^|\/)([1-9]\d?)\/(0|[1-9]\d*)\/(0|[1-9]\d*)\.[A-Za-z]+$/

/**
 * Coordinates that an image's name says: VIGOR (`satellite_LAT_LON.png`, `ID,LAT,LON,.jpg`), CVG-Text (`LAT,LON…`), XYZ
 * tiles (`name-X-Y-Z.png`, `Z/X/Y.png`; zoom 8 to 24, so that dates and class folders are not taken for tiles).
 */
export function coordinatesFromName(path: string): NamedPlace | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const satellite = vigorSatellite.exec(name)
  if (satellite) return located(satellite[1], satellite[2], 'satellite')
  const panorama = vigorPanorama.exec(name)
  if (panorama) return located(panorama[1], panorama[2], 'panorama')
  const text = cvgText.exec(name)
  if (text) return located(text[1], text[2], null)
  const flat = tileName.exec(name)
  if (flat) {
    const [x, y, z] = [Number(flat[1]), Number(flat[2]), Number(flat[3])]
    const date = x >= 1900 && x <= 2100 && y >= 1 && y <= 12 && z <= 31
    return date ? null : tile(x, y, z)
  }
  const folders = tilePath.exec(path)
  return folders ? tile(Number(folders[2]), Number(folders[3]), Number(folders[1])) : null
}

function located(lat: string | undefined, lon: string | undefined, kind: ViewKind | null): NamedPlace | null {
  const place = { lat: Number(lat), lon: Number(lon) }
  return Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180 ? { ...place, footprint: null, kind } : null
}

function tile(x: number, y: number, z: number): NamedPlace | null {
  if (z < 8 || z > 24 || x >= 2 ** z || y >= 2 ** z) return null
  return { ...tileArea(x, y, z), kind: 'satellite' }
}

const hints: readonly (readonly [ViewKind, ReadonlySet<string>])[] = [
  ['drone', new Set(['drone', 'drones', 'uav'])],
  ['panorama', new Set(['panorama', 'panoramas', 'pano', 'panos'])],
  ['street', new Set(['street', 'streetview', 'stv', 'ground', 'single'])],
  ['osm', new Set(['osm', 'openstreetmap'])],
  ['satellite', new Set(['satellite', 'sat', 'aerial', 'tiles', 'naip', 'geotiff'])]
]

/** The kind that the folders of an image say, the nearest folder first, or null. */
export function kindFromFolders(path: string): ViewKind | null {
  const folders = path.split('/').slice(0, -1).reverse()
  for (const folder of folders) {
    const words = folder.toLowerCase().split(/[^a-z]+/)
    for (const [kind, names] of hints) if (words.some((word) => names.has(word))) return kind
  }
  return null
}
