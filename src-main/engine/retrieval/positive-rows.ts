import type { PositivesRule } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { FootprintIndex, type Footprints } from '../geo/footprint-index.ts'
import { NearestPoints } from './nearest-points.ts'
import { rowsByPlace, type SideRows } from './query-groups.ts'

/** Positives that a run keeps at most, over all its queries: their ids, ranks and scores take 16 bytes each. */
export const mostPositives = 20_000_000

export interface PositiveCounts {
  /** Over all queries. */
  readonly total: number
  /** Queries without coordinates: of them, only documents of their own place are right. */
  readonly queriesUnlocated: number
  /** Documents without coordinates (`radius`) or without a footprint (`footprint`): right only for queries of their own place. */
  readonly documentsUnlocated: number
}

export interface PositiveRows {
  /** Gallery rows that are right for a query, rising. Found anew for each query: all of them together may be many. */
  of(query: number): Int32Array
  /** Null where coordinates do not matter. */
  count(queries: Int32Array): PositiveCounts | null
}

/** Metres of `radius:M`; null for another rule. */
export function radiusOf(rule: PositivesRule): number | null {
  return rule.startsWith('radius:') ? Number(rule.slice('radius:'.length)) : null
}

/**
 * Which gallery rows are right for a query.
 * - `own-place`: those of its place.
 * - `radius:M`: those of places at most M metres from its own (haversine, R = 6371 km), and those of its own place.
 * - `footprint`: those whose footprint holds the query's coordinates, and those of its own place that have none.
 *
 * `self`: for each query the row that it is itself, which is never right for it; -1: none.
 */
export function positiveRows(rule: PositivesRule, gallery: SideRows, queries: SideRows, others: { self: Int32Array | null; footprints: Footprints | null }): PositiveRows {
  const ofPlace = rowsByPlace(gallery.places)
  const own = (query: number): readonly number[] => ofPlace.get(queries.places[query] as number) ?? []
  const located = (query: number): boolean => !Number.isNaN(queries.lat[query]) && !Number.isNaN(queries.lon[query])
  const find = finder(rule, gallery, queries, { own, located, footprints: others.footprints })
  const of = (query: number): Int32Array => {
    const rows = find.rows(query)
    const self = others.self?.[query] ?? -1
    return self >= 0 && rows.includes(self) ? rows.filter((row) => row !== self) : rows
  }
  return {
    of,
    count(asked) {
      if (rule === 'own-place') return null
      let total = 0
      let queriesUnlocated = 0
      for (const query of asked) {
        total += of(query).length
        if (!located(query)) queriesUnlocated++
      }
      return { total, queriesUnlocated, documentsUnlocated: find.unlocated }
    }
  }
}

interface Finder {
  rows(query: number): Int32Array
  /** Documents that can only be right for their own place. */
  readonly unlocated: number
}

function finder(rule: PositivesRule, gallery: SideRows, queries: SideRows, by: { own(query: number): readonly number[]; located(query: number): boolean; footprints: Footprints | null }): Finder {
  if (rule === 'own-place') return { rows: (query) => Int32Array.from(by.own(query)), unlocated: 0 }
  const metres = radiusOf(rule)
  if (metres !== null) {
    const points = new NearestPoints(gallery.lat, gallery.lon)
    const near = remembered(queries, (query) => (by.located(query) ? points.within(queries.lat[query] as number, queries.lon[query] as number, metres) : new Int32Array()))
    return { rows: (query) => joined(near(query), by.own(query)), unlocated: gallery.lat.reduce((sum, lat, row) => sum + (Number.isNaN(lat) || Number.isNaN(gallery.lon[row]) ? 1 : 0), 0) }
  }
  if (by.footprints === null) throw new Error('footprints are needed')
  const index = new FootprintIndex(by.footprints)
  const holding = remembered(queries, (query) => (by.located(query) ? index.holding(queries.lat[query] as number, queries.lon[query] as number) : new Int32Array()))
  return {
    // Without coordinates nothing can be held: the own place is all that is known.
    rows: (query) => joined(holding(query), by.located(query) ? by.own(query).filter((row) => !index.has(row)) : by.own(query)),
    unlocated: gallery.places.reduce((sum, _, row) => sum + (index.has(row) ? 0 : 1), 0)
  }
}

/** Queries of one place follow each other: the answer of the last place is kept. */
function remembered(queries: SideRows, find: (query: number) => Int32Array): (query: number) => Int32Array {
  let place = NaN
  let rows: Int32Array = new Int32Array()
  return (query) => {
    if (queries.places[query] === place) return rows
    rows = find(query)
    place = queries.places[query] as number
    return rows
  }
}

function joined(rows: Int32Array, own: readonly number[]): Int32Array {
  const missing = own.filter((row) => !rows.includes(row))
  return missing.length === 0 ? rows : Int32Array.from([...rows, ...missing]).sort()
}

/** INVALID_INPUT where so many documents are right that a run could not keep their ranks. */
export function refuseTooMany(rule: PositivesRule, counts: PositiveCounts | null, queries: number): void {
  if (counts === null || counts.total <= mostPositives) return
  throw new PlanisphereError('INVALID_INPUT', `With ${rule}, ${Math.round(counts.total / queries).toLocaleString('en-US')} documents are right for a query on average, ${counts.total.toLocaleString('en-US')} in all: a run keeps the rank of each, at most ${mostPositives.toLocaleString('en-US')}.`, {
    hint: 'Choose a smaller radius, or rank for fewer queries with a filter.'
  })
}
