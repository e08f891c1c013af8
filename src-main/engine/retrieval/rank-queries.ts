import type { GalleryRule, PositivesRule } from '#shared/domain/run.ts'
import { haversine } from '../geo/distance.ts'
import type { Footprints } from '../geo/footprint-index.ts'
import type { LocatedRows } from '../store/repositories/gallery.ts'
import type { VectorFile } from '../store/vector-file.ts'
import { ExactRanker, maxQueries, type RankedBlock } from './exact-ranker.ts'
import { loadGallery, loadUnitRows, meanOf, subGallery, type VectorOwner } from './load-vectors.ts'
import { positiveRows, refuseTooMany, type PositiveCounts, type PositiveRows } from './positive-rows.ts'
import { groupQueries, type QueryGroup, type SideRows } from './query-groups.ts'
import type { GalleryMatrix, ScoreKernel } from './score-kernel.ts'

export interface RankQueriesInput {
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  readonly galleryVectors: VectorFile
  readonly queryVectors: VectorFile
  readonly galleryOwner: VectorOwner
  readonly queryOwner: VectorOwner
  readonly rule: GalleryRule
  readonly positives: PositivesRule
  /** Of the gallery's documents, in their order: for positives by `footprint`. */
  readonly footprints: Footprints | null
  /** Queries and documents are of one kind: a query is left out of its own gallery. */
  readonly amongThemselves: boolean
  readonly centered: boolean
  /** Kept length of each ranking; Infinity for all of it. */
  readonly k: number
  /** Blocks to pass over: they were ranked before. The same input always gives the same blocks. */
  readonly skipBlocks?: number
}

export interface RankingCounts {
  /** Documents in the gallery (for `region` and `nearest`: over all queries together). */
  readonly gallery: number
  readonly galleryMissing: number
  readonly queries: number
  readonly queriesMissing: number
  readonly queriesWithoutTruth: number
  /** Of positives by coordinates; else null. */
  readonly positives: PositiveCounts | null
}

/** What is known when all blocks are ranked. */
export interface BlocksEnd {
  /** Queries that were left out because their vector proved torn or without direction. */
  readonly torn: number
  /** Queries that were left out because all their positives lie outside their own part of the gallery. */
  readonly withoutTruth: number
}

/** Rankings that are told together, and how many blocks are done with them: what to skip when going on later. */
export interface RankedBatch {
  readonly rankings: QueryRanking[]
  readonly blocks: number
}

/** One query's ranking. Documents (views, or captions where they are ranked) and queries by id. */
export interface QueryRanking {
  readonly query: number
  readonly place: number
  /** Documents in this query's gallery. */
  readonly gallery: number
  readonly topViews: Int32Array
  readonly topScores: Float32Array
  /** Best first. */
  readonly positiveViews: Int32Array
  readonly positiveRanks: Int32Array
  readonly positiveScores: Float32Array
  readonly optimisticRank: number
  readonly pessimisticRank: number
  /** Metres from the query's place to the first answer's; null where either is unknown. */
  readonly errorM: number | null
}

/** Rankings of one block take at most this many bytes; a full ranking of a large gallery is made in parts. */
const blockBytes = 256 * 1024 * 1024
/** Small blocks (a place's own gallery) are told together, so that writing them does not cost more than ranking. */
const batchQueries = 256

/**
 * Ranks the gallery for every query, block by block. `counts` is known before the first block; queries whose vector
 * turns out to be torn or without direction while they are read, or that prove to have no positive in their part of the
 * gallery, are left out of their block, and counted in the last result.
 */
export async function rankQueries(
  kernel: ScoreKernel,
  input: RankQueriesInput
): Promise<{ counts: RankingCounts; blocks: AsyncGenerator<RankedBatch, BlocksEnd> }> {
  const { matrix, kept, missing } = loadGallery(input.galleryVectors, input.gallery.vectors, input.centered, input.galleryOwner)
  const gallery = pick(input.gallery, kept)
  const candidates = new Int32Array(input.queries.ids.length).map((_, i) => i).filter((i) => input.queryVectors.has(input.queries.vectors[i] as number))
  const self = input.amongThemselves ? rowsOf(gallery.ids, input.queries.ids) : null
  const positives = positiveRows(input.positives, gallery, input.queries, { self, footprints: input.footprints && pickFootprints(input.footprints, kept) })
  const groups = groupQueries(input.rule, gallery, input.queries, candidates, { positives, self })
  const found = positives.count(groups.ready)
  refuseTooMany(input.positives, found, groups.count)
  const mean = input.centered ? meanOf(input.queryVectors, input.queries.vectors) : null
  const counts = {
    gallery: matrix.count,
    galleryMissing: missing,
    queries: groups.count,
    queriesMissing: input.queries.ids.length - candidates.length,
    queriesWithoutTruth: groups.withoutTruth,
    positives: found
  }
  return { counts, blocks: rankBlocks(kernel, input, { matrix, rows: gallery, positives, self, mean }, groups.groups) }
}

type GalleryRows = SideRows & { readonly ids: Int32Array }

/** What all blocks are ranked against. `self`: for each query the row that it is; -1: none. */
interface Ranked {
  readonly matrix: GalleryMatrix
  readonly rows: GalleryRows
  readonly positives: PositiveRows
  readonly self: Int32Array | null
  readonly mean: Float64Array | null
}

async function* rankBlocks(kernel: ScoreKernel, input: RankQueriesInput, against: Ranked, groups: Iterable<QueryGroup>): AsyncGenerator<RankedBatch, BlocksEnd> {
  const ranker = new ExactRanker(kernel)
  let block = 0
  let torn = 0
  let withoutTruth = 0
  let waiting: QueryRanking[] = []
  for (const group of groups) {
    let matrix: GalleryMatrix | undefined
    const rowIn = group.rows === null ? null : new Map(Array.from(group.rows, (row, at) => [row, at]))
    for (let start = 0; start < group.queries.length; start += maxQueries) {
      const queries = group.queries.subarray(start, start + maxQueries)
      const right = Array.from(queries, (query) => inGroup(against.positives.of(query), rowIn))
      const loaded = loadUnitRows(input.queryVectors, queries.map((query) => input.queries.vectors[query] as number), against.mean, input.queryOwner)
      torn += queries.length - loaded.kept.length
      const usable = withTruth(loaded, right, loaded.rows.length / Math.max(1, loaded.kept.length))
      withoutTruth += loaded.kept.length - usable.length
      if (block++ < (input.skipBlocks ?? 0) || usable.length === 0) continue
      matrix ??= group.rows === null ? against.matrix : subGallery(against.matrix, group.rows)
      const leftOut = against.self === null ? null : usable.map((at) => rowOf(against.self?.[queries[at] as number] ?? -1, rowIn))
      const k = Math.min(input.k, matrix.count)
      // All parts of a block are ranked in the shape of the whole block, so that scores do not depend on the parts.
      const part = Math.max(1, Math.min(usable.length, Math.floor(blockBytes / (8 * k))))
      for (let from = 0; from < usable.length; from += part) {
        const asked = usable.subarray(from, from + part)
        const own = Array.from(asked, (at) => right[at] as Int32Array)
        const ranked = await ranker.rank(matrix, {
          queries: loaded.rows.subarray(from * matrix.dimensions, (from + asked.length) * matrix.dimensions),
          count: asked.length,
          shapeFor: usable.length,
          positiveStarts: starts(own),
          positiveRows: flat(own),
          ...(leftOut === null ? {} : { leftOut: leftOut.subarray(from, from + part) }),
          k
        })
        const sizes = asked.map((_, i) => (matrix as GalleryMatrix).count - ((leftOut?.[from + i] ?? -1) >= 0 ? 1 : 0))
        waiting.push(...describe(input, against.rows, group.rows, sizes, asked.map((at) => queries[at] as number), own, ranked))
        // Parts of a block are long rankings: told at once. The block is done with its last part.
        if (waiting.length < batchQueries && part >= usable.length) continue
        yield { rankings: waiting, blocks: from + part >= usable.length ? block : block - 1 }
        waiting = []
      }
    }
  }
  if (waiting.length > 0) yield { rankings: waiting, blocks: block }
  return { torn, withoutTruth }
}

/** Gallery rows as rows of a part of it; those that are not in it are dropped. */
function inGroup(rows: Int32Array, rowIn: ReadonlyMap<number, number> | null): Int32Array {
  return rowIn === null ? rows : Int32Array.from([...rows].flatMap((row) => rowIn.get(row) ?? []))
}

function rowOf(row: number, rowIn: ReadonlyMap<number, number> | null): number {
  return rowIn === null || row < 0 ? row : (rowIn.get(row) ?? -1)
}

/** Of the queries that have a vector, those that have a positive as well; their vectors move together. */
function withTruth(loaded: { readonly rows: Float32Array; readonly kept: Int32Array }, right: readonly Int32Array[], dimensions: number): Int32Array {
  const usable: number[] = []
  loaded.kept.forEach((at, i) => {
    if (right[at]?.length === 0) return
    if (usable.length !== i) loaded.rows.copyWithin(usable.length * dimensions, i * dimensions, (i + 1) * dimensions)
    usable.push(at)
  })
  return Int32Array.from(usable)
}

function starts(lists: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => (out[i + 1] = (out[i] as number) + list.length))
  return out
}

function flat(lists: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  for (const list of lists) {
    out.set(list, at)
    at += list.length
  }
  return out
}

function describe(
  input: RankQueriesInput,
  gallery: GalleryRows,
  rows: Int32Array | null,
  gallerySizes: Int32Array,
  queries: Int32Array,
  positives: readonly Int32Array[],
  ranked: RankedBlock
): QueryRanking[] {
  const wholeRow = (row: number): number => (rows === null ? row : (rows[row] as number))
  let first = 0
  return Array.from(queries, (query, i) => {
    const own = positives[i] ?? new Int32Array()
    const order = Int32Array.from(own, (_, at) => first + at).sort((a, b) => (ranked.positiveRanks[a] as number) - (ranked.positiveRanks[b] as number))
    const rowOfPositive = (at: number): number => wholeRow(own[at - first] as number)
    const top = ranked.top[i] ?? { rows: new Int32Array(), scores: new Float32Array() }
    const answer = wholeRow(top.rows[0] as number)
    const error = haversine(input.queries.lat[query] as number, input.queries.lon[query] as number, gallery.lat[answer] as number, gallery.lon[answer] as number)
    const ranking: QueryRanking = {
      query: input.queries.ids[query] as number,
      place: input.queries.places[query] as number,
      gallery: gallerySizes[i] as number,
      topViews: top.rows.map((row) => gallery.ids[wholeRow(row)] as number),
      topScores: top.scores,
      positiveViews: Int32Array.from(order, (at) => gallery.ids[rowOfPositive(at)] as number),
      positiveRanks: Int32Array.from(order, (at) => ranked.positiveRanks[at] as number),
      positiveScores: Float32Array.from(order, (at) => ranked.positiveScores[at] as number),
      optimisticRank: (ranked.above[i] as number) + 1,
      pessimisticRank: (ranked.above[i] as number) + (ranked.tied[i] as number) + 1,
      errorM: Number.isNaN(error) ? null : error
    }
    first += own.length
    return ranking
  })
}

/** For each of the ids the row that has it; -1: none. */
function rowsOf(rows: Int32Array, ids: Int32Array): Int32Array {
  const at = new Map<number, number>()
  rows.forEach((id, row) => at.set(id, row))
  return ids.map((id) => at.get(id) ?? -1)
}

function pickFootprints({ starts: from, corners }: Footprints, kept: Int32Array): Footprints {
  const parts = Array.from(kept, (document) => corners.subarray(2 * (from[document] as number), 2 * (from[document + 1] as number)))
  const to = new Int32Array(kept.length + 1)
  parts.forEach((part, i) => (to[i + 1] = (to[i] as number) + part.length / 2))
  const out = new Float64Array(2 * (to[kept.length] as number))
  parts.forEach((part, i) => out.set(part, 2 * (to[i] as number)))
  return { starts: to, corners: out }
}

function pick(rows: LocatedRows, kept: Int32Array): GalleryRows {
  return {
    ids: kept.map((at) => rows.ids[at] as number),
    places: kept.map((at) => rows.places[at] as number),
    regions: kept.map((at) => rows.regions[at] as number),
    lat: Float64Array.from(kept, (at) => rows.lat[at] as number),
    lon: Float64Array.from(kept, (at) => rows.lon[at] as number)
  }
}
