import type { QueryAttributes } from '#engine/evaluation/analysis/query-attributes.ts'
import { attributeRows } from '#engine/evaluation/analysis/query-attributes.ts'
import type { Asked, AskedRun } from '#engine/evaluation/analysis/question.ts'
import type { RunColumns } from '#engine/evaluation/analysis/run-columns.ts'

/** One query of a made run; what is left out is unknown. Its gallery has a thousand views. */
export interface MadeQuery {
  readonly query: number
  readonly rank?: number
  readonly errorM?: number
  readonly truth?: readonly [lon: number, lat: number]
  readonly answer?: readonly [lon: number, lat: number]
  /** Index into the regions; absent: none. */
  readonly region?: number
}

/** A run over made queries (rising), with a region of that name and uid for each of `regions`. */
export function askedRun(queries: readonly MadeQuery[], regions: readonly string[] = [], name = 'made'): AskedRun {
  const count = queries.length
  const ranks = Int32Array.from(queries, ({ rank = 1 }) => rank)
  const run: RunColumns = {
    run: name,
    count,
    query: Int32Array.from(queries, ({ query }) => query),
    place: Int32Array.from(queries, ({ query }) => query),
    gallery: new Int32Array(count).fill(1000),
    bestRank: ranks,
    optimisticRank: ranks,
    pessimisticRank: ranks,
    errorM: Float64Array.from(queries, ({ errorM = NaN }) => errorM),
    reciprocalRank: Float64Array.from(ranks, (rank) => 1 / rank),
    ndcg10: new Float64Array(count),
    positiveStarts: Int32Array.from({ length: count + 1 }, (_, i) => i),
    positiveRanks: ranks,
    severalPositives: false,
    answer: new Int32Array(count).fill(1),
    answerLat: Float64Array.from(queries, ({ answer }) => answer?.[1] ?? NaN),
    answerLon: Float64Array.from(queries, ({ answer }) => answer?.[0] ?? NaN)
  }
  const attributes: QueryAttributes = {
    query: run.query,
    region: Int32Array.from(queries, ({ region }) => (region === undefined ? 0 : region + 1)),
    lat: Float64Array.from(queries, ({ truth }) => truth?.[1] ?? NaN),
    lon: Float64Array.from(queries, ({ truth }) => truth?.[0] ?? NaN),
    split: new Int8Array(count).fill(-1),
    length: new Int32Array(count),
    author: new Int32Array(count),
    status: new Int8Array(count),
    cues: new Uint8Array(count),
    names: { regions: regions.map((uid, i) => ({ id: i + 1, uid, name: uid, country: null, continent: null })), authors: [] }
  }
  return { run, attributes, attributeOf: attributeRows(run, attributes) }
}

/** A question over all queries of the runs, or over those of some rows each. */
export function asking<A>(runs: readonly AskedRun[], args: A, selected: readonly Int32Array[] = runs.map(({ run }) => Int32Array.from({ length: run.count }, (_, i) => i))): Asked<A> {
  return { runs, selected, args, stopped: () => false }
}
