import type { AskedRun } from './question.ts'

/** Where the queries of a run are: places and regions as numbers from 0 on, for counting in arrays. */
interface Whereabouts {
  /** Row of the run -> place; place -> region; regions among all queries of the run. Queries without a region share one. */
  readonly placeOf: Int32Array
  readonly regionOf: Int32Array
  readonly places: number
  readonly regions: number
  /** Sums and counts by place while one question adds them up; all 0 between questions. */
  readonly sums: Float64Array
  readonly counts: Float64Array
}

const known = new WeakMap<Int32Array, Whereabouts>()

function whereabouts({ run, attributes, attributeOf }: AskedRun): Whereabouts {
  const before = known.get(attributeOf)
  if (before !== undefined) return before
  const [places, regions] = [new Map<number, number>(), new Map<number, number>()]
  const placeOf = new Int32Array(run.count)
  const regionOf: number[] = []
  for (let row = 0; row < run.count; row++) {
    const place = run.place[row] as number
    let at = places.get(place)
    if (at === undefined) {
      const attribute = attributeOf[row] as number
      const region = attribute < 0 ? 0 : (attributes.region[attribute] as number)
      if (!regions.has(region)) regions.set(region, regions.size)
      at = places.size
      places.set(place, at)
      regionOf.push(regions.get(region) as number)
    }
    placeOf[row] = at
  }
  const found = { placeOf, regionOf: Int32Array.from(regionOf), places: places.size, regions: regions.size, sums: new Float64Array(places.size), counts: new Float64Array(places.size) }
  known.set(attributeOf, found)
  return found
}

/**
 * Numbers of queries, summed up over what would be others in another study: regions, or places where there are not two
 * regions. `sums` and `counts` weigh every query alike; `means` are of places' means, so that each unit counts alike.
 */
export interface Units {
  readonly kind: 'regions' | 'places'
  readonly sums: Float64Array
  readonly counts: Float64Array
  readonly means: Float64Array
}

/** Sums `values` (by row of the run; NaN does not count) over the units of some rows. */
export function unitsOf(asked: AskedRun, rows: Int32Array, values: Float64Array): Units {
  const where = whereabouts(asked)
  const { sums, counts } = where
  const seen = new Uint8Array(where.regions)
  // The places that are met, in the order of their first query: a slice of few queries is not to cost as much as all.
  const met = new Int32Array(Math.min(rows.length, where.places))
  let places = 0
  let regions = 0
  for (const row of rows) {
    const value = values[row] as number
    if (Number.isNaN(value)) continue
    const place = where.placeOf[row] as number
    if (counts[place] === 0) {
      met[places++] = place
      const region = where.regionOf[place] as number
      if (seen[region] === 0) regions++
      seen[region] = 1
    }
    sums[place] = (sums[place] as number) + value
    counts[place] = (counts[place] as number) + 1
  }
  const byRegion = regions >= 2
  const units = byRegion ? regions : places
  const index = new Int32Array(where.regions).fill(-1)
  const of = { sums: new Float64Array(units), counts: new Float64Array(units), means: new Float64Array(units) }
  const placesIn = new Float64Array(units)
  let next = 0
  for (let i = 0; i < places; i++) {
    const place = met[i] as number
    const [sum, count] = [sums[place] as number, counts[place] as number]
    sums[place] = 0
    counts[place] = 0
    const region = where.regionOf[place] as number
    if (byRegion && index[region] === -1) index[region] = next++
    const unit = byRegion ? (index[region] as number) : next++
    of.sums[unit] = (of.sums[unit] as number) + sum
    of.counts[unit] = (of.counts[unit] as number) + count
    of.means[unit] = (of.means[unit] as number) + sum / count
    placesIn[unit] = (placesIn[unit] as number) + 1
  }
  of.means.forEach((sum, unit) => (of.means[unit] = sum / (placesIn[unit] as number)))
  return { kind: byRegion ? 'regions' : 'places', ...of }
}
