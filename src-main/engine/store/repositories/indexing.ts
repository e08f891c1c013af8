import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'

/** What is not yet in the full-text index and the R*Tree. */
export interface PendingIndexing {
  readonly captions: number
  readonly places: number
}

/** Rows that are indexed between two looks at the clock. */
const chunk = 64

export const indexingRepository = {
  /** Indexes what follows the watermarks, for at most `budgetMs` (default 8) and `limit` rows; what is left after it. */
  step(db: Database, args: { limit: number; budgetMs?: number }): PendingIndexing {
    const until = performance.now() + (args.budgetMs ?? 8)
    let left = args.limit
    for (const index of [indexCaptions, indexPlaces]) {
      while (left > 0 && performance.now() < until) {
        const done = index(db, Math.min(chunk, left))
        if (done === 0) break
        left -= done
      }
    }
    return pending(db)
  },

  pending(db: Database, _args: Record<never, never>): PendingIndexing {
    return pending(db)
  },

  /** Merges the full-text index into few segments, a little at a time; true while there is more to merge. */
  merge(db: Database, _args: Record<never, never>): boolean {
    const changes = statement<[], number>(db, 'SELECT total_changes()').pluck()
    const before = changes.get() as number
    statement<[]>(db, "INSERT INTO captions_fts (captions_fts, rank) VALUES ('merge', 200)").run()
    return (changes.get() as number) - before >= 2
  }
}

/** Puts a caption that was just inserted into the full-text index, unless older ones still wait: then it waits too. */
export function indexCaptionNow(db: Database, id: number, text: string): void {
  const upTo = watermark(db, 'fts_upto')
  if (statement<[number, number], number>(db, 'SELECT 1 FROM captions WHERE id > ? AND id < ? LIMIT 1').pluck().get(upTo, id) !== undefined || id <= upTo) return
  statement<[number, string]>(db, 'INSERT INTO captions_fts (rowid, text) VALUES (?, ?)').run(id, text)
  setWatermark(db, 'fts_upto', id)
}

function indexCaptions(db: Database, limit: number): number {
  const rows = statement<[number, number], { id: number; text: string }>(db, 'SELECT id, text FROM captions WHERE id > ? ORDER BY id LIMIT ?').all(watermark(db, 'fts_upto'), limit)
  const insert = statement<[number, string]>(db, 'INSERT INTO captions_fts (rowid, text) VALUES (?, ?)')
  for (const row of rows) insert.run(row.id, row.text)
  const last = rows.at(-1)
  if (last) setWatermark(db, 'fts_upto', last.id)
  return rows.length
}

function indexPlaces(db: Database, limit: number): number {
  const rows = statement<[number, number], { id: number; lat: number | null; lon: number | null }>(db, 'SELECT id, lat, lon FROM places WHERE id > ? ORDER BY id LIMIT ?').all(
    watermark(db, 'rtree_upto'),
    limit
  )
  const insert = statement<[number, number, number, number, number]>(db, 'INSERT INTO places_rtree VALUES (?, ?, ?, ?, ?)')
  for (const { id, lat, lon } of rows) if (lat !== null && lon !== null) insert.run(id, lon, lon, lat, lat)
  const last = rows.at(-1)
  if (last) setWatermark(db, 'rtree_upto', last.id)
  return rows.length
}

/** Upper bounds by the keys' distance: counting a million rows at every step would cost more than the step. */
function pending(db: Database): PendingIndexing {
  const after = (table: 'captions' | 'places', upTo: number): number =>
    Math.max(0, ((statement<[], number | null>(db, `SELECT max(id) FROM ${table}`).pluck().get() as number | null) ?? 0) - upTo)
  return { captions: after('captions', watermark(db, 'fts_upto')), places: after('places', watermark(db, 'rtree_upto')) }
}

function watermark(db: Database, key: 'fts_upto' | 'rtree_upto'): number {
  return Number(statement<[string], string>(db, 'SELECT value FROM meta WHERE key = ?').pluck().get(key) ?? 0)
}

function setWatermark(db: Database, key: 'fts_upto' | 'rtree_upto', value: number): void {
  statement<[string, string]>(db, 'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, String(value))
}
