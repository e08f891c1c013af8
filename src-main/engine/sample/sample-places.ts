import type { Footprint, Split } from '#shared/domain/vocabulary.ts'
import { makeCaptions, type SampleCaption } from './captions.ts'
import { Random } from './random.ts'
import { makeScene, regionStyle, type Scene } from './scene.ts'

export interface City {
  readonly name: string
  readonly country: string
  readonly continent: string
  /** WGS 84 degrees. */
  readonly lat: number
  readonly lon: number
}

/** One place of the sample: everything but its pictures. */
export interface SamplePlace {
  readonly uid: string
  readonly city: City
  readonly split: Split
  readonly lat: number
  readonly lon: number
  /** Corners of its tile: northwest, northeast, southeast, southwest. */
  readonly footprint: Footprint
  readonly scene: Scene
  readonly captions: readonly SampleCaption[]
}

/** Side of a tile in metres. */
export const tileMetres = 300
/** Side of the cells that tiles are laid in, so that none overlap. */
const cellMetres = 340
/** Above this many places each has one or two captions instead of three to five: that is what a database of CORE's size should hold. */
const fewCaptionsFrom = 100_000
const metresPerDegree = (Math.PI * 6_371_000) / 180

/**
 * The cities in the order in which places go round them, and their splits: of each nine, six train, one validates, two
 * test. It does not depend on the sample's seed: a test region of one sample is a test region of every other.
 */
export function regionsInOrder(cities: readonly City[]): { readonly city: City; readonly split: Split }[] {
  const pattern: readonly Split[] = ['train', 'test', 'train', 'train', 'val', 'train', 'train', 'test', 'train']
  return new Random('regions').shuffled(cities).map((city, i) => ({ city, split: pattern[i % pattern.length] as Split }))
}

/** Place number `index` (from 0) of `total` in the sample with this seed. A pure function. */
export function samplePlace(regions: ReturnType<typeof regionsInOrder>, seed: number, index: number, total: number): SamplePlace {
  const region = regions[index % regions.length]
  if (!region) throw new RangeError('The sample needs cities.')
  const { city, split } = region
  const { lat, lon } = located(city, seed, Math.floor(index / regions.length), Math.ceil(total / regions.length))
  const uid = `p${String(index + 1).padStart(7, '0')}`
  const scene = makeScene(seed, index, regionStyle(city.name, city.lat))
  const dLat = tileMetres / 2 / metresPerDegree
  const dLon = dLat / Math.cos((lat * Math.PI) / 180)
  return {
    uid,
    city,
    split,
    lat,
    lon,
    footprint: [
      [lon - dLon, lat + dLat],
      [lon + dLon, lat + dLat],
      [lon + dLon, lat - dLat],
      [lon - dLon, lat - dLat]
    ],
    scene,
    captions: makeCaptions(scene, seed, index, total > fewCaptionsFrom ? 1 + (index % 2) : undefined)
  }
}

/** The place's cell around its city: cells of a square spiral, taken in a seeded order, so that each is taken once. */
function located(city: City, seed: number, nth: number, ofCity: number): { lat: number; lon: number } {
  // 2,601 cells reach 8.5 km from the centre; more places reach farther.
  const cells = Math.max(2601, ofCity)
  const random = new Random(`cells/${seed}/${city.name}`)
  const start = random.below(cells)
  let stride = 1 + random.below(cells - 1)
  while (commonDivisor(stride, cells) !== 1) stride = (stride % (cells - 1)) + 1
  const { x, y } = spiral((start + nth * stride) % cells)
  const jitter = new Random(`jitter/${seed}/${city.name}/${nth}`)
  const lat = city.lat + (y * cellMetres + jitter.between(-15, 15)) / metresPerDegree
  const lon = city.lon + (x * cellMetres + jitter.between(-15, 15)) / (metresPerDegree * Math.cos((city.lat * Math.PI) / 180))
  return { lat: Number(lat.toFixed(6)), lon: Number((((lon + 540) % 360) - 180).toFixed(6)) }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

/** Cell `n` of a square spiral around the origin: 0 is the middle, then the ring around it, and so on. */
export function spiral(n: number): { x: number; y: number } {
  if (n === 0) return { x: 0, y: 0 }
  const ring = Math.ceil((Math.sqrt(n + 1) - 1) / 2)
  const side = 2 * ring
  const at = n - (side - 1) ** 2
  const [edge, step] = [Math.floor(at / side), at % side]
  const along = step - ring + 1
  if (edge === 0) return { x: ring, y: along }
  if (edge === 1) return { x: -along, y: ring }
  if (edge === 2) return { x: -ring, y: -along }
  return { x: along, y: -ring }
}
