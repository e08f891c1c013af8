import type { Database } from 'better-sqlite3'
import type { Filter } from '#shared/domain/filter.ts'
import type { Metrics, Protocol, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { statement } from '../statement.ts'
import { filteredIds } from './filter-ids.ts'

/** One query's ranking as it is written: ids and ranks int32, scores float32 or float64. Positives best first. */
export interface StoredRanking {
  readonly query: number
  readonly place: number
  readonly gallery: number
  readonly bestRank: number
  readonly optimisticRank: number
  readonly pessimisticRank: number
  readonly errorM: number | null
  readonly positiveViews: Int32Array
  /** 0: not retrieved. */
  readonly positiveRanks: Int32Array
  readonly positiveScores: Float32Array | Float64Array
  readonly topViews: Int32Array
  readonly topScores: Float32Array | Float64Array
}

/** What lists and metrics need of a ranking: its first answer, not its whole top. */
export interface RankingRow {
  readonly query: number
  readonly place: number
  readonly gallery: number
  readonly bestRank: number
  readonly optimisticRank: number
  readonly pessimisticRank: number
  readonly errorM: number | null
  readonly positiveRanks: Int32Array
  readonly answerView: number
}

interface RunRow {
  readonly uid: string
  readonly name: string
  readonly origin: RunSummary['origin']
  readonly created_at: number
  readonly protocol: string
  readonly queries: number
  readonly gallery: number
  readonly located: number
  readonly metrics: string
}

interface RankingBlobs {
  readonly query: number
  readonly place: number
  readonly gallery: number
  readonly bestRank: number
  readonly optimisticRank: number
  readonly pessimisticRank: number
  readonly errorM: number | null
  readonly positive_views: Buffer
  readonly positive_ranks: Buffer
  readonly positive_scores: Buffer
  readonly top_views: Buffer
  readonly top_scores: Buffer
}

type MetricBlobs = Omit<RankingRow, 'positiveRanks' | 'answerView'> & { readonly positive_ranks: Buffer }

const numbers = 'query, place, gallery, best_rank AS bestRank, optimistic_rank AS optimisticRank, pessimistic_rank AS pessimisticRank, error_m AS errorM'

const orders = {
  query: 'query',
  best: 'best_rank, query',
  worst: 'best_rank DESC, query DESC'
} as const

export const runsRepository = {
  list(db: Database, _args: Record<never, never>): RunSummary[] {
    return statement<[], RunRow>(db, 'SELECT * FROM runs ORDER BY created_at DESC, id DESC').all().map(summary)
  },

  get(db: Database, args: { run: string }): RunSummary | null {
    const row = statement<[string], RunRow>(db, 'SELECT * FROM runs WHERE uid = ?').get(args.run)
    return row ? summary(row) : null
  },

  /** The number of a published run's rankings, as that of a draft; null: there is no such run. */
  numberOf(db: Database, args: { run: string }): number | null {
    return (statement<[string], number>(db, 'SELECT id FROM runs WHERE uid = ?').pluck().get(args.run) as number | undefined) ?? null
  },

  rename(db: Database, args: { run: string; name: string }): void {
    statement<[string, string]>(db, 'UPDATE runs SET name = ? WHERE uid = ?').run(args.name, args.run)
  },

  /** A place to write rankings to; invisible until `publish`. */
  draft(db: Database, args: { job: string | null }): number {
    return Number(statement<[string | null]>(db, 'INSERT INTO run_drafts (job) VALUES (?)').run(args.job).lastInsertRowid)
  },

  /** Drafts that no unfinished job will go on with. */
  abandonedDrafts(db: Database, args: { besides: string }): number[] {
    return statement<[string], number>(
      db,
      `SELECT d.id FROM run_drafts d LEFT JOIN runs r ON r.id = d.id LEFT JOIN jobs j ON j.id = d.job
       WHERE r.id IS NULL AND d.job IS NOT ? AND (j.id IS NULL OR j.state = 'done')`
    )
      .pluck()
      .all(args.besides) as number[]
  },

  draftExists(db: Database, args: { draft: number }): boolean {
    return statement<[number], number>(db, 'SELECT 1 FROM run_drafts d LEFT JOIN runs r ON r.id = d.id WHERE d.id = ? AND r.id IS NULL').pluck().get(args.draft) !== undefined
  },

  /** Removes up to `limit` rankings of a draft; when none is left, the draft. Returns whether it is gone. */
  dropDraft(db: Database, args: { draft: number; limit: number }): boolean {
    refusePublished(db, args.draft)
    const removed = statement<[number, number, number]>(
      db,
      'DELETE FROM run_queries WHERE run = ? AND query IN (SELECT query FROM run_queries WHERE run = ? LIMIT ?)'
    ).run(args.draft, args.draft, args.limit)
    if (removed.changes === args.limit) return false
    statement<[number]>(db, 'DELETE FROM run_drafts WHERE id = ?').run(args.draft)
    return true
  },

  /** Writing a ranking again replaces it: a resumed evaluation may repeat its last block. */
  append(db: Database, args: { draft: number; rankings: readonly StoredRanking[] }): void {
    refusePublished(db, args.draft)
    const insert = statement<unknown[]>(
      db,
      `INSERT OR REPLACE INTO run_queries (run, query, place, gallery, best_rank, optimistic_rank, pessimistic_rank, error_m,
         positive_views, positive_ranks, positive_scores, top_views, top_scores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    for (const r of args.rankings) {
      insert.run(
        args.draft, r.query, r.place, r.gallery, r.bestRank, r.optimisticRank, r.pessimisticRank, r.errorM,
        bytes(r.positiveViews), bytes(r.positiveRanks), bytes(r.positiveScores), bytes(r.topViews), bytes(r.topScores)
      )
    }
  },

  publish(db: Database, args: { draft: number; run: RunSummary }): void {
    const { run } = args
    statement<unknown[]>(db, 'INSERT INTO runs (id, uid, name, origin, created_at, protocol, queries, gallery, located, metrics) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      args.draft, run.run, run.name, run.origin, run.createdAt, JSON.stringify(run.protocol), run.queries, run.gallery, run.locatedQueries, JSON.stringify(run.metrics)
    )
  },

  /** Rankings after a query id, in order of query; for a draft or a published run by its number. */
  page(db: Database, args: { draft: number; after: number; limit: number }): RankingRow[] {
    return statement<[number, number, number], RankingBlobs>(
      db,
      `SELECT ${numbers}, positive_ranks, substr(top_views, 1, 4) AS top_views FROM run_queries WHERE run = ? AND query > ? ORDER BY query LIMIT ?`
    )
      .all(args.draft, args.after, args.limit)
      .map(rankingRow)
  },

  /** Queries of a run that fit a filter, rising: captions, or views of places that fit. */
  fitting(db: Database, args: { run: string; of: 'captions' | 'places'; filter: Filter }): Int32Array {
    const fits = new Set(filteredIds(db, args.of, args.filter, 'id'))
    const id = (statement<[string], number>(db, 'SELECT id FROM runs WHERE uid = ?').pluck().get(args.run) as number | undefined) ?? 0
    if (args.of === 'captions') return Int32Array.from((statement<[number], number>(db, 'SELECT query FROM run_queries WHERE run = ? ORDER BY query').pluck().all(id) as number[]).filter((query) => fits.has(query)))
    const rows = statement<[number], [number, number]>(db, 'SELECT q.query, v.place FROM run_queries q JOIN views v ON v.id = q.query WHERE q.run = ? ORDER BY q.query').raw().all(id) as [number, number][]
    return Int32Array.from(rows.filter(([, place]) => fits.has(place)), ([query]) => query)
  },

  /** What metrics need of some queries of a run, given rising. Where they are `dense`, their whole stretch is read. */
  some(db: Database, args: { run: string; queries: Int32Array; dense: boolean }): Omit<RankingRow, 'answerView'>[] {
    const id = (statement<[string], number>(db, 'SELECT id FROM runs WHERE uid = ?').pluck().get(args.run) as number | undefined) ?? 0
    // Without the answers: they lie on pages of their own, a row each.
    const columns = `SELECT ${numbers}, positive_ranks FROM run_queries WHERE run = ?`
    const wanted = new Set(args.queries)
    const rows = args.dense
      ? statement<[number, number, number], MetricBlobs>(db, `${columns} AND query >= ? AND query <= ?`).all(id, args.queries[0] ?? 0, args.queries.at(-1) ?? 0)
      : [...args.queries].flatMap((query) => statement<[number, number], MetricBlobs>(db, `${columns} AND query = ?`).all(id, query))
    return rows.filter(({ query }) => wanted.has(query)).map(({ positive_ranks, ...ranking }) => ({ ...ranking, positiveRanks: integers(positive_ranks) }))
  },

  /** A window of a run's queries by position. Only the index is walked to the position. */
  window(db: Database, args: { run: string; order: keyof typeof orders; start: number; count: number }): { total: number; rows: RankingRow[] } | null {
    const run = statement<[string], { id: number; queries: number }>(db, 'SELECT id, queries FROM runs WHERE uid = ?').get(args.run)
    if (!run) return null
    const queries = statement<[number, number, number], number>(db, `SELECT query FROM run_queries WHERE run = ? ORDER BY ${orders[args.order]} LIMIT ? OFFSET ?`)
      .pluck()
      .all(run.id, args.count, args.start) as number[]
    const row = statement<[number, number], RankingBlobs>(db, `SELECT ${numbers}, positive_ranks, substr(top_views, 1, 4) AS top_views FROM run_queries WHERE run = ? AND query = ?`)
    return { total: run.queries, rows: queries.flatMap((query) => row.all(run.id, query).map(rankingRow)) }
  },

  /** Whole rankings after a query id, in order of query. */
  rankings(db: Database, args: { run: string; after: number; limit: number }): StoredRanking[] {
    return statement<[string, number, number], RankingBlobs>(
      db,
      `SELECT ${numbers}, positive_views, positive_ranks, positive_scores, top_views, top_scores FROM run_queries
       WHERE run = (SELECT id FROM runs WHERE uid = ?) AND query > ? ORDER BY query LIMIT ?`
    )
      .all(args.run, args.after, args.limit)
      .map(storedRanking)
  },

  ranking(db: Database, args: { run: string; query: number }): StoredRanking | null {
    const row = statement<[string, number], RankingBlobs>(
      db,
      `SELECT ${numbers}, positive_views, positive_ranks, positive_scores, top_views, top_scores FROM run_queries WHERE run = (SELECT id FROM runs WHERE uid = ?) AND query = ?`
    ).get(args.run, args.query)
    return row ? storedRanking(row) : null
  },

  /** What to show of a query: a caption's text, or a view. Null where it has been removed. */
  queryLabels(db: Database, args: { of: 'captions' | 'views'; queries: Int32Array }): (QueryLabel | null)[] {
    const row = statement<[number], QueryLabel>(
      db,
      args.of === 'captions'
        ? `SELECT c.uid AS queryUid, t.text AS label, NULL AS view, p.uid AS placeUid, r.name AS region, p.lat, p.lon FROM captions c
           LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)
           JOIN places p ON p.id = c.place LEFT JOIN regions r ON r.id = p.region WHERE c.id = ?`
        : `SELECT v.uid AS queryUid, v.uid AS label, v.id AS view, p.uid AS placeUid, r.name AS region, p.lat, p.lon FROM views v
           JOIN places p ON p.id = v.place LEFT JOIN regions r ON r.id = p.region WHERE v.id = ?`
    )
    return Array.from(args.queries, (query) => row.get(query) ?? null)
  }
}

export interface QueryLabel {
  readonly queryUid: string
  readonly label: string
  readonly view: number | null
  readonly placeUid: string
  readonly region: string | null
  readonly lat: number | null
  readonly lon: number | null
}

/** Published rankings are kept for ever as they are: CONFLICT for whoever would write to them. */
function refusePublished(db: Database, draft: number): void {
  if (statement<[number], number>(db, 'SELECT 1 FROM runs WHERE id = ?').pluck().get(draft) === undefined) return
  throw new PlanisphereError('CONFLICT', `The rankings numbered ${draft} are published: a run cannot be changed.`, { hint: 'Evaluate again: that makes a run of its own.' })
}

function summary(row: RunRow): RunSummary {
  return {
    run: row.uid,
    name: row.name,
    createdAt: row.created_at,
    origin: row.origin,
    // Runs that were made before queries could be filtered, answers re-ranked, or presets named, do not say so.
    protocol: { where: null, rerank: null, preset: null, ...(JSON.parse(row.protocol) as Omit<Protocol, 'where' | 'rerank' | 'preset'> & Partial<Protocol>) },
    queries: row.queries,
    gallery: row.gallery,
    locatedQueries: row.located,
    metrics: JSON.parse(row.metrics) as Metrics
  }
}

function rankingRow({ positive_ranks, top_views, query, place, gallery, bestRank, optimisticRank, pessimisticRank, errorM }: RankingBlobs): RankingRow {
  return { query, place, gallery, bestRank, optimisticRank, pessimisticRank, errorM, positiveRanks: integers(positive_ranks), answerView: integers(top_views)[0] ?? 0 }
}

function storedRanking(row: RankingBlobs): StoredRanking {
  const positiveViews = integers(row.positive_views)
  const topViews = integers(row.top_views)
  const { query, place, gallery, bestRank, optimisticRank, pessimisticRank, errorM } = row
  return {
    query, place, gallery, bestRank, optimisticRank, pessimisticRank, errorM,
    positiveViews,
    positiveRanks: integers(row.positive_ranks),
    positiveScores: scores(row.positive_scores, positiveViews.length),
    topViews,
    topScores: scores(row.top_scores, topViews.length)
  }
}

function bytes(array: Int32Array | Float32Array | Float64Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/** Copies: a blob's buffer need not be aligned. */
function integers(blob: Buffer): Int32Array {
  return new Int32Array(Uint8Array.from(blob).buffer)
}

function scores(blob: Buffer, count: number): Float32Array | Float64Array {
  const { buffer } = Uint8Array.from(blob)
  return blob.length === count * 8 && count > 0 ? new Float64Array(buffer) : new Float32Array(buffer)
}
