import type { BoundingBox } from '#shared/domain/vocabulary.ts'
import { latitudeAt, mercatorX, mercatorY } from '../../../geo/mercator.ts'
import type { QueryAttributes } from '../query-attributes.ts'
import type { Question } from '../question.ts'
import { boxTest } from './arcs.ts'

export type Failure = { readonly k: number } | { readonly metres: number }

export interface DensityCell {
  /** The middle of the cell in degrees. */
  readonly lat: number
  readonly lon: number
  readonly queries: number
  readonly failures: number
}

export interface Density {
  readonly cells: DensityCell[]
  /** Pixels a side: what was asked for, doubled until there are few enough cells. */
  readonly cell: number
  readonly queries: number
  readonly failures: number
  /** Queries that stand nowhere: without the truth's coordinates or, where failures are metres, without an error. */
  readonly unlocated: number
}

/** More cells than a full screen has at 24 pixels are asked for by mistake. */
const mostCells = 8_000

/**
 * Queries and failures a cell, by where their truths lie. Cells are squares of `cell` pixels of a web map whose world is
 * 256 * 2^zoom pixels wide, counted from its north-west corner, so that they stay where they are while one pans.
 */
export const density: Question<{ box: BoundingBox; zoom: number; cell: number; failure: Failure }, Density> = ({ runs, selected, args }) => {
  const [asked] = runs
  if (!asked) return { cells: [], cell: args.cell, queries: 0, failures: 0, unlocated: 0 }
  const { run, attributes, attributeOf } = asked
  const rows = selected[0] ?? new Int32Array()
  const { failure } = args
  const [x, y] = planeOf(attributes)
  const holds = boxTest(args.box)
  const inside = new Int32Array(rows.length)
  const failed = new Uint8Array(rows.length)
  let [queries, failures, unlocated] = [0, 0, 0]
  for (const row of rows) {
    const at = attributeOf[row] as number
    const lat = at < 0 ? NaN : (attributes.lat[at] as number)
    const error = run.errorM[row] as number
    if (Number.isNaN(lat) || ('metres' in failure && Number.isNaN(error))) {
      unlocated++
      continue
    }
    if (!holds(attributes.lon[at] as number, lat)) continue
    const fails = 'k' in failure ? (run.bestRank[row] as number) > failure.k : error > failure.metres
    failed[queries] = fails ? 1 : 0
    inside[queries++] = at
    if (fails) failures++
  }
  for (let cell = args.cell; ; cell *= 2) {
    const cells = gather(inside.subarray(0, queries), failed, { x, y, perCell: cell / (256 * 2 ** args.zoom) })
    if (cells !== null) return { cells, cell, queries, failures, unlocated }
  }
}

/** Counts by cell, most queries first; null where there are too many cells. */
function gather(inside: Int32Array, failed: Uint8Array, grid: { x: Float64Array; y: Float64Array; perCell: number }): DensityCell[] | null {
  const { x, y, perCell } = grid
  const across = Math.ceil(1 / perCell)
  const slots = new Map<number, number>()
  const counts: number[] = []
  const fails: number[] = []
  for (let i = 0; i < inside.length; i++) {
    const at = inside[i] as number
    // At zoom 22 a world of 24-pixel cells has 2 * 10^15 of them: still an exact whole number.
    const key = Math.floor((y[at] as number) / perCell) * across + Math.floor((x[at] as number) / perCell)
    let slot = slots.get(key)
    if (slot === undefined) {
      if (slots.size === mostCells) return null
      slot = slots.size
      slots.set(key, slot)
      counts.push(0)
      fails.push(0)
    }
    counts[slot] = (counts[slot] as number) + 1
    fails[slot] = (fails[slot] as number) + (failed[i] as number)
  }
  return [...slots]
    .map(([key, slot]) => ({
      lat: latitudeAt((Math.floor(key / across) + 0.5) * perCell),
      lon: ((key % across) + 0.5) * perCell * 360 - 180,
      queries: counts[slot] as number,
      failures: fails[slot] as number
    }))
    .sort((a, b) => b.queries - a.queries || b.lat - a.lat || a.lon - b.lon)
}

const planes = new WeakMap<QueryAttributes, readonly [Float64Array, Float64Array]>()

/** The truths on the Mercator unit square, kept: a map asks anew at every step of a pan. */
function planeOf(attributes: QueryAttributes): readonly [Float64Array, Float64Array] {
  const kept = planes.get(attributes) ?? [attributes.lon.map(mercatorX), attributes.lat.map(mercatorY)]
  planes.set(attributes, kept)
  return kept
}
