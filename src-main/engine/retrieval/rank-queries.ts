import type { GalleryRule } from '#shared/domain/run.ts'
import { haversine } from '../geo/distance.ts'
import type { LocatedRows } from '../store/repositories/gallery.ts'
import type { VectorFile } from '../store/vector-file.ts'
import { ExactRanker, maxQueries, type RankedBlock } from './exact-ranker.ts'
import { loadGallery, loadUnitRows, meanOf, subGallery, type VectorOwner } from './load-vectors.ts'
import { groupQueries, rowsByPlace, type SideRows } from './query-groups.ts'
import type { GalleryMatrix, ScoreKernel } from './score-kernel.ts'

export interface RankQueriesInput {
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  readonly galleryVectors: VectorFile
  readonly queryVectors: VectorFile
  readonly queryOwner: VectorOwner
  readonly rule: GalleryRule
  readonly centered: boolean
  /** Kept length of each ranking; Infinity for all of it. */
  readonly k: number
  /** Blocks to pass over: they were ranked before. The same input always gives the same blocks. */
  readonly skipBlocks?: number
}

export interface RankingCounts {
  /** Views in the gallery (for `region` and `nearest`: over all queries together). */
  readonly gallery: number
  readonly galleryMissing: number
  readonly queries: number
  readonly queriesMissing: number
  readonly queriesWithoutTruth: number
}

/** Rankings that are told together, and how many blocks are done with them: what to skip when going on later. */
export interface RankedBatch {
  readonly rankings: QueryRanking[]
  readonly blocks: number
}

/** One query's ranking. Views and queries by id. */
export interface QueryRanking {
  readonly query: number
  readonly place: number
  /** Views in this query's gallery. */
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
 * turns out to be torn or without direction while they are read are left out of their block (`torn` of the last result).
 */
export async function rankQueries(
  kernel: ScoreKernel,
  input: RankQueriesInput
): Promise<{ counts: RankingCounts; blocks: AsyncGenerator<RankedBatch, { torn: number }> }> {
  const { matrix, kept, missing } = loadGallery(input.galleryVectors, input.gallery.vectors, input.centered)
  const gallery = pick(input.gallery, kept)
  const candidates = new Int32Array(input.queries.ids.length).map((_, i) => i).filter((i) => input.queryVectors.has(input.queries.vectors[i] as number))
  const groups = groupQueries(input.rule, gallery, input.queries, candidates)
  const mean = input.centered ? meanOf(input.queryVectors, input.queries.vectors) : null
  const counts = {
    gallery: matrix.count,
    galleryMissing: missing,
    queries: groups.count,
    queriesMissing: input.queries.ids.length - candidates.length,
    queriesWithoutTruth: groups.withoutTruth
  }
  return { counts, blocks: rankBlocks(kernel, input, matrix, gallery, groups.groups, mean) }
}

type GalleryRows = SideRows & { readonly ids: Int32Array }

async function* rankBlocks(
  kernel: ScoreKernel,
  input: RankQueriesInput,
  whole: GalleryMatrix,
  gallery: GalleryRows,
  groups: Iterable<{ rows: Int32Array | null; queries: Int32Array }>,
  mean: Float64Array | null
): AsyncGenerator<RankedBatch, { torn: number }> {
  const ranker = new ExactRanker(kernel)
  const ofPlace = rowsByPlace(gallery.places)
  let block = 0
  let torn = 0
  let waiting: QueryRanking[] = []
  for (const group of groups) {
    let matrix: GalleryMatrix | undefined
    const place = new Map<number, number>()
    group.rows?.forEach((row, at) => place.set(row, at))
    for (let start = 0; start < group.queries.length; start += maxQueries) {
      const queries = group.queries.subarray(start, start + maxQueries)
      const loaded = loadUnitRows(input.queryVectors, queries.map((query) => input.queries.vectors[query] as number), mean, input.queryOwner)
      torn += queries.length - loaded.kept.length
      if (block++ < (input.skipBlocks ?? 0) || loaded.kept.length === 0) continue
      matrix ??= group.rows === null ? whole : subGallery(whole, group.rows)
      const usable = loaded.kept.map((at) => queries[at] as number)
      const positives = Array.from(usable, (query) => {
        const rows = ofPlace.get(input.queries.places[query] as number) ?? []
        return group.rows === null ? rows : rows.flatMap((row) => place.get(row) ?? [])
      })
      const k = Math.min(input.k, matrix.count)
      // All parts of a block are ranked in the shape of the whole block, so that scores do not depend on the parts.
      const part = Math.max(1, Math.min(usable.length, Math.floor(blockBytes / (8 * k))))
      for (let from = 0; from < usable.length; from += part) {
        const to = Math.min(usable.length, from + part)
        const own = positives.slice(from, to)
        const ranked = await ranker.rank(matrix, {
          queries: loaded.rows.subarray(from * matrix.dimensions, to * matrix.dimensions),
          count: to - from,
          shapeFor: usable.length,
          positiveStarts: starts(own),
          positiveRows: Int32Array.from(own.flat()),
          k
        })
        waiting.push(...describe(input, gallery, group.rows, matrix.count, usable.subarray(from, to), own, ranked))
        // Parts of a block are long rankings: told at once. The block is done with its last part.
        if (waiting.length < batchQueries && part >= usable.length) continue
        yield { rankings: waiting, blocks: to === usable.length ? block : block - 1 }
        waiting = []
      }
    }
  }
  if (waiting.length > 0) yield { rankings: waiting, blocks: block }
  return { torn }
}

function starts(lists: readonly number[][]): Int32Array {
  const out = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => (out[i + 1] = (out[i] as number) + list.length))
  return out
}

function describe(
  input: RankQueriesInput,
  gallery: GalleryRows,
  rows: Int32Array | null,
  galleryCount: number,
  queries: Int32Array,
  positives: readonly number[][],
  ranked: RankedBlock
): QueryRanking[] {
  const wholeRow = (row: number): number => (rows === null ? row : (rows[row] as number))
  let first = 0
  return Array.from(queries, (query, i) => {
    const own = positives[i] ?? []
    const order = own.map((_, at) => first + at).sort((a, b) => (ranked.positiveRanks[a] as number) - (ranked.positiveRanks[b] as number))
    const rowOf = (at: number): number => wholeRow(own[at - first] as number)
    const top = ranked.top[i] ?? { rows: new Int32Array(), scores: new Float32Array() }
    const answer = wholeRow(top.rows[0] as number)
    const error = haversine(input.queries.lat[query] as number, input.queries.lon[query] as number, gallery.lat[answer] as number, gallery.lon[answer] as number)
    const ranking: QueryRanking = {
      query: input.queries.ids[query] as number,
      place: input.queries.places[query] as number,
      gallery: galleryCount,
      topViews: top.rows.map((row) => gallery.ids[wholeRow(row)] as number),
      topScores: top.scores,
      positiveViews: Int32Array.from(order, (at) => gallery.ids[rowOf(at)] as number),
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

function pick(rows: LocatedRows, kept: Int32Array): GalleryRows {
  return {
    ids: kept.map((at) => rows.ids[at] as number),
    places: kept.map((at) => rows.places[at] as number),
    regions: kept.map((at) => rows.regions[at] as number),
    lat: Float64Array.from(kept, (at) => rows.lat[at] as number),
    lon: Float64Array.from(kept, (at) => rows.lon[at] as number)
  }
}
