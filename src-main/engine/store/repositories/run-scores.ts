import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'

/** First answers and scores of a page of a run's queries, in order of query: parallel arrays, `depth` answers a query. */
export interface DiagnosisPage {
  readonly query: Int32Array
  readonly place: Int32Array
  /** The best positive; 0: none was retrieved. */
  readonly truth: Int32Array
  /** Bit i: answer i (of the first 20) is a positive. */
  readonly positives: Int32Array
  /** 0: fewer answers. */
  readonly topViews: Int32Array
  /** NaN: fewer answers. */
  readonly topScores: Float32Array
  /** Of the best positive, and of the first answer that is none; NaN: not kept. */
  readonly truthScore: Float64Array
  readonly impostorScore: Float64Array
}

type Row = [query: number, place: number, positiveViews: Buffer, positiveRanks: Buffer, positiveScores: Buffer, views: Buffer, scores: Buffer, topBytes: number, scoreBytes: number]

export const runScoresRepository = {
  /** A page of queries after `after`; of every ranking the first `depth` answers (at most 31). */
  page(db: Database, args: { run: string; after: number; limit: number; depth: number }): DiagnosisPage {
    const { depth } = args
    const rows = statement<[number, number, string, number, number], Row>(
      db,
      `SELECT query, place, positive_views, positive_ranks, positive_scores, substr(top_views, 1, ?), substr(top_scores, 1, ?), length(top_views), length(top_scores)
       FROM run_queries WHERE run = (SELECT id FROM runs WHERE uid = ?) AND query > ? ORDER BY query LIMIT ?`
    )
      .raw()
      .all(4 * depth, 8 * depth, args.run, args.after, args.limit) as unknown as Row[]
    const n = rows.length
    const page = {
      query: Int32Array.from(rows, (row) => row[0]),
      place: Int32Array.from(rows, (row) => row[1]),
      truth: new Int32Array(n),
      positives: new Int32Array(n),
      topViews: new Int32Array(n * depth),
      topScores: new Float32Array(n * depth).fill(NaN),
      truthScore: new Float64Array(n).fill(NaN),
      impostorScore: new Float64Array(n).fill(NaN)
    }
    rows.forEach(([, , positiveViews, positiveRanks, positiveScores, viewBytes, scoreBytes, topLength, scoresLength], i) => {
      const positives = integers(positiveViews)
      const views = integers(viewBytes)
      const double = scoresLength === topLength * 2
      const score = (buffer: Buffer, wide: boolean, at: number): number => (wide ? buffer.readDoubleLE(8 * at) : buffer.readFloatLE(4 * at))
      if (positives.length > 0 && positiveRanks.readInt32LE(0) > 0) {
        page.truth[i] = positives[0] as number
        page.truthScore[i] = score(positiveScores, positiveScores.length === positives.length * 8, 0)
      }
      const right = new Set(positives)
      for (let at = 0; at < views.length; at++) {
        const value = score(scoreBytes, double, at)
        page.topViews[i * depth + at] = views[at] as number
        page.topScores[i * depth + at] = value
        if (right.has(views[at] as number)) page.positives[i] = (page.positives[i] as number) | (1 << at)
        else if (Number.isNaN(page.impostorScore[i] as number)) page.impostorScore[i] = value
      }
    })
    return page
  }
}

/** Copies: a blob's buffer need not be aligned. */
function integers(blob: Buffer): Int32Array {
  return new Int32Array(Uint8Array.from(blob).buffer)
}
