import { convexHull } from '../../../geo/convex-hull.ts'
import { latitudeAt, mercatorX, mercatorY, wrappedLongitude } from '../../../geo/mercator.ts'
import type { QueryAttributes } from '../query-attributes.ts'
import type { Question } from '../question.ts'

export interface RegionOutline {
  /** Uid of the region. */
  readonly region: string
  readonly name: string
  /** The middle of its places, degrees. */
  readonly lat: number
  readonly lon: number
  /**
   * The convex hull of its places on a web map: [longitude, latitude], not closed. Longitudes go on beyond 180 where it
   * reaches over the antimeridian. Fewer than three corners where the places lie on one spot or line.
   */
  readonly ring: [number, number][]
}

/** Regions that are drawn at most; those with the most queries come first. */
const mostRegions = 5_000

/** Where the regions of a project lie, by the places that its queries are of. */
export const outlines: Question<Record<never, never>, { regions: RegionOutline[] }> = ({ runs }) => {
  const [asked] = runs
  if (!asked) return { regions: [] }
  const kept = found.get(asked.attributes) ?? outlinesOf(asked.attributes)
  found.set(asked.attributes, kept)
  return { regions: kept }
}

const found = new WeakMap<QueryAttributes, RegionOutline[]>()

export function outlinesOf(attributes: QueryAttributes): RegionOutline[] {
  const { names, region, lat, lon } = attributes
  const slotOf = new Map(names.regions.map(({ id }, slot) => [id, slot]))
  const slots = new Int32Array(region.length).fill(-1)
  const counts = new Int32Array(names.regions.length)
  const [cosines, sines] = [new Float64Array(counts.length), new Float64Array(counts.length)]
  for (let i = 0; i < region.length; i++) {
    const slot = slotOf.get(region[i] as number)
    if (slot === undefined || Number.isNaN(lat[i] as number) || Number.isNaN(lon[i] as number)) continue
    slots[i] = slot
    counts[slot] = (counts[slot] as number) + 1
    const angle = ((lon[i] as number) * Math.PI) / 180
    cosines[slot] = (cosines[slot] as number) + Math.cos(angle)
    sines[slot] = (sines[slot] as number) + Math.sin(angle)
  }
  const starts = new Int32Array(counts.length + 1)
  counts.forEach((count, slot) => (starts[slot + 1] = (starts[slot] as number) + count))
  const filled = starts.slice(0, -1)
  const points = new Float64Array(2 * (starts.at(-1) ?? 0))
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number
    if (slot < 0) continue
    // Around the mean direction, so that a region on both sides of the antimeridian stays in one piece.
    const middle = (Math.atan2(sines[slot] as number, cosines[slot] as number) * 180) / Math.PI
    const own = lon[i] as number
    const at = 2 * (filled[slot] as number)
    points[at] = mercatorX(own - 360 * Math.round((own - middle) / 360))
    points[at + 1] = mercatorY(lat[i] as number)
    filled[slot] = (filled[slot] as number) + 1
  }
  return [...counts.keys()]
    .filter((slot) => (counts[slot] as number) > 0)
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b)
    .slice(0, mostRegions)
    .map((slot) => outlineOf(names.regions[slot] as QueryAttributes['names']['regions'][number], points.subarray(2 * (starts[slot] as number), 2 * (starts[slot + 1] as number))))
}

function outlineOf({ uid, name }: { uid: string; name: string }, points: Float64Array): RegionOutline {
  let [x, y] = [0, 0]
  for (let i = 0; i < points.length; i += 2) {
    x += points[i] as number
    y += points[i + 1] as number
  }
  const count = points.length / 2
  const hull = convexHull(points)
  const ring = Array.from({ length: hull.length / 2 }, (_, i): [number, number] => [longitudeAt(hull[2 * i] as number), rounded(latitudeAt(hull[2 * i + 1] as number))])
  return { region: uid, name, lat: rounded(latitudeAt(y / count)), lon: rounded(wrappedLongitude(longitudeAt(x / count))), ring }
}

/** To a tenth of a metre: what a projection there and back adds is noise. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

function longitudeAt(x: number): number {
  return rounded((x - 0.5) * 360)
}
