import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { GalleryRule } from '#shared/domain/run.ts'
import { NearestPoints } from './nearest-points.ts'
import type { PositiveRows } from './positive-rows.ts'

/** The side of an evaluation that is ranked or ranked for, with what decides who meets whom. Parallel arrays. */
export interface SideRows {
  readonly places: Int32Array
  /** 0: no region. */
  readonly regions: Int32Array
  /** NaN: unknown. */
  readonly lat: Float64Array
  readonly lon: Float64Array
}

/** Queries that share a gallery. */
export interface QueryGroup {
  /** Gallery rows, ascending; null: all of them. */
  readonly rows: Int32Array | null
  /** Numbers of the queries, those with neighbouring positives next to each other. */
  readonly queries: Int32Array
}

export interface QueryGroups {
  /** Queries that will be ranked. */
  readonly count: number
  /** Queries that have no positive in their gallery, or no gallery: of no region, or of unknown coordinates. */
  readonly withoutTruth: number
  /** All queries that will be ranked. */
  readonly ready: Int32Array
  readonly groups: Iterable<QueryGroup>
}

/** Gallery rows by place, ascending. */
export function rowsByPlace(places: Int32Array): Map<number, number[]> {
  const out = new Map<number, number[]>()
  places.forEach((place, row) => {
    const rows = out.get(place)
    if (rows) rows.push(row)
    else out.set(place, [row])
  })
  return out
}

/**
 * Which queries meet which gallery rows. A query that none of its `positives` is in the gallery for is left out; one
 * whose positives all lie outside its own part of the gallery is found by whoever ranks it.
 * - `all`: every row.
 * - `region`: the rows of the query's region. A query without a region has no gallery.
 * - `nearest:m`: the m rows nearest to the query's place, those of the place itself first, then by distance, then by
 *   document order. A query whose place has no coordinates has no gallery.
 *
 * `self`: for each query the row that it is itself, which is not one of the m; -1: none.
 */
export function groupQueries(rule: GalleryRule, gallery: SideRows, queries: SideRows, candidates: Int32Array, by: { positives: PositiveRows; self: Int32Array | null }): QueryGroups {
  const first = new Int32Array(queries.places.length).fill(-1)
  for (const query of candidates) if (hasGallery(rule, queries, query)) first[query] = by.positives.of(query)[0] ?? -1
  const ready = candidates
    .filter((query) => (first[query] as number) >= 0)
    .sort((a, b) => (first[a] as number) - (first[b] as number) || (queries.places[a] as number) - (queries.places[b] as number) || a - b)
  const withoutTruth = candidates.length - ready.length
  const told = { count: ready.length, withoutTruth, ready }
  if (rule === 'all') return { ...told, groups: ready.length === 0 ? [] : [{ rows: null, queries: ready }] }
  if (rule === 'region') return { ...told, groups: groupByRegion(gallery, queries, ready) }
  return { ...told, groups: groupByPlace(Number(rule.slice('nearest:'.length)), gallery, queries, ready, by.self) }
}

function hasGallery(rule: GalleryRule, queries: SideRows, query: number): boolean {
  if (rule === 'all') return true
  if (rule === 'region') return queries.regions[query] !== 0
  return !Number.isNaN(queries.lat[query])
}

function groupByRegion(gallery: SideRows, queries: SideRows, ready: Int32Array): QueryGroup[] {
  const rows = rowsByPlace(gallery.regions)
  const wanted = rowsByPlace(ready.map((query) => queries.regions[query] as number))
  return [...wanted]
    .sort(([a], [b]) => a - b)
    .map(([region, at]) => ({ rows: Int32Array.from(rows.get(region) ?? []), queries: Int32Array.from(at, (i) => ready[i] as number) }))
}

function* groupByPlace(m: number, gallery: SideRows, queries: SideRows, ready: Int32Array, self: Int32Array | null): Generator<QueryGroup> {
  const tree = new NearestPoints(gallery.lat, gallery.lon)
  const ofPlace = rowsByPlace(gallery.places)
  for (let start = 0; start < ready.length; ) {
    const query = ready[start] as number
    const place = queries.places[query] as number
    const itself = self?.[query] ?? -1
    let end = start + 1
    // Queries that are documents of the gallery lack themselves: no two of them meet the same rows.
    while (itself < 0 && end < ready.length && queries.places[ready[end] as number] === place && (self?.[ready[end] as number] ?? -1) < 0) end++
    const chosen = new Set((ofPlace.get(place) ?? []).filter((row) => row !== itself).slice(0, m))
    for (const row of tree.nearest(queries.lat[query] as number, queries.lon[query] as number, m + 1)) {
      if (chosen.size >= m) break
      if (row !== itself) chosen.add(row)
    }
    yield { rows: Int32Array.from(chosen).sort(), queries: ready.slice(start, end) }
    start = end
  }
}

/** Parses `nearest:m`; INVALID_INPUT where m is not a whole number from 1. */
export function checkRule(rule: GalleryRule): void {
  if (rule === 'all' || rule === 'region') return
  const m = Number(rule.slice('nearest:'.length))
  if (!Number.isSafeInteger(m) || m < 1) throw new PlanisphereError('INVALID_INPUT', `${rule} is not a gallery.`, { hint: 'Use all, region, or nearest:M with M from 1.' })
}
