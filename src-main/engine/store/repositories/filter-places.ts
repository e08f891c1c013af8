import { boxesAround } from '../../geo/circle-boxes.ts'
import { haversine } from '../../geo/distance.ts'
import { statement } from '../statement.ts'
import { IdSet } from './filter-set.ts'
import type { FilterSpace } from './filter-space.ts'

type Box = readonly [west: number, south: number, east: number, north: number]

// The R*Tree rounds outward: the exact columns decide. Places that wait to be indexed are few, or an import is under way.
const byTree = `SELECT p.id, p.lat, p.lon FROM places_rtree t JOIN places p ON p.id = t.id
  WHERE t.max_lon >= @west AND t.min_lon <= @east AND t.max_lat >= @south AND t.min_lat <= @north AND p.lon BETWEEN @west AND @east AND p.lat BETWEEN @south AND @north
  UNION ALL
  SELECT id, lat, lon FROM places WHERE id > coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'rtree_upto'), 0) AND lon BETWEEN @west AND @east AND lat BETWEEN @south AND @north`
const byScan = 'SELECT id, lat, lon FROM places WHERE lon BETWEEN @west AND @east AND lat BETWEEN @south AND @north'

/** Places in the box, with coordinates. Where it holds much of the Earth, reading all places is faster than the tree. */
function located(space: FilterSpace, box: Box): [id: number, lat: number, lon: number][] {
  const wide = (box[2] - box[0]) * (box[3] - box[1]) > 360 * 180 * 0.01
  const [west, south, east, north] = box
  return statement<{ west: number; south: number; east: number; north: number }, [number, number, number]>(space.db, wide ? byScan : byTree)
    .raw()
    .all({ west, south, east, north }) as [number, number, number][]
}

/** West may exceed east: the box then crosses the antimeridian. */
export function placesInBox(space: FilterSpace, box: Box): IdSet {
  const [west, south, east, north] = box
  const parts: Box[] = west <= east ? [box] : [[west, south, 180, north], [-180, south, east, north]]
  return IdSet.of(parts.flatMap((part) => located(space, part).map(([id]) => id)), space.places.size)
}

/** Places at most `radiusM` metres away, by haversine on a sphere of 6,371 km. */
export function placesNear(space: FilterSpace, { lat, lon, radiusM }: { lat: number; lon: number; radiusM: number }): IdSet {
  const found = new IdSet(space.places.size)
  for (const box of boxesAround(lat, lon, radiusM)) {
    for (const [id, placeLat, placeLon] of located(space, box)) if (haversine(lat, lon, placeLat, placeLon) <= radiusM) found.add(id)
  }
  return found
}
