import type { QueryAttributes } from '#engine/evaluation/analysis/query-attributes.ts'
import { attributeRows } from '#engine/evaluation/analysis/query-attributes.ts'
import type { AskedRun } from '#engine/evaluation/analysis/question.ts'
import type { RunColumns } from '#engine/evaluation/analysis/run-columns.ts'

/** One query of a made-up run. */
export interface MadeQuery {
  readonly query: number
  readonly rank: number
  /** Metres; null: unknown. */
  readonly errorM?: number | null
  readonly place?: number
}

/** A run's columns from a few facts a query; the queries rise. */
export function madeColumns(run: string, queries: readonly MadeQuery[]): RunColumns {
  const ranks = Int32Array.from(queries, ({ rank }) => rank)
  return {
    run,
    count: queries.length,
    query: Int32Array.from(queries, ({ query }) => query),
    place: Int32Array.from(queries, ({ place, query }) => place ?? query),
    gallery: new Int32Array(queries.length).fill(1_000_000),
    bestRank: ranks,
    optimisticRank: ranks,
    pessimisticRank: ranks,
    errorM: Float64Array.from(queries, ({ errorM }) => errorM ?? NaN),
    reciprocalRank: Float64Array.from(ranks, (rank) => 1 / rank),
    ndcg10: Float64Array.from(ranks, (rank) => (rank <= 10 ? 1 / Math.log2(rank + 1) : 0)),
    positiveStarts: Int32Array.from({ length: queries.length + 1 }, (_, i) => i),
    positiveRanks: ranks,
    severalPositives: false,
    answer: new Int32Array(queries.length).fill(1),
    answerLat: new Float64Array(queries.length).fill(NaN),
    answerLon: new Float64Array(queries.length).fill(NaN)
  }
}

/** Attributes of queries without region, text, author or status. */
export function madeAttributes(queries: readonly number[]): QueryAttributes {
  const n = queries.length
  return {
    query: Int32Array.from(queries),
    region: new Int32Array(n),
    lat: new Float64Array(n).fill(NaN),
    lon: new Float64Array(n).fill(NaN),
    split: new Int8Array(n).fill(-1),
    length: new Int32Array(n),
    author: new Int32Array(n),
    status: new Int8Array(n).fill(-1),
    cues: new Uint8Array(n),
    names: { regions: [], authors: [] }
  }
}

export function askedRun(run: RunColumns, attributes: QueryAttributes): AskedRun {
  return { run, attributes, attributeOf: attributeRows(run, attributes) }
}
