import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'

export interface ProjectCounts {
  readonly places: number
  readonly views: number
  readonly captions: number
  readonly regions: number
}

export const metaRepository = {
  // SELECT value FROM meta WHERE key = ?
  get(db: Database, args: { key: string }): string | null {
    return statement<[string], { value: string }>(db, 'SELECT value FROM meta WHERE key = ?').get(args.key)?.value ?? null
  },

  set(db: Database, args: { key: string; value: string }): void {
    statement<[string, string]>(db, 'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(args.key, args.value)
  },

  // Sums of the counters that triggers keep; regions are counted where a place refers to them.
  counts(db: Database, _args: Record<never, never>): ProjectCounts {
    const row = statement<[], ProjectCounts>(
      db,
      `SELECT (SELECT coalesce(sum(places), 0) FROM count_places) AS places,
              (SELECT coalesce(sum(n), 0) FROM count_views) AS views,
              (SELECT coalesce(sum(n), 0) FROM count_captions) AS captions,
              (SELECT count(*) FROM count_places WHERE region > 0 AND places > 0) AS regions`
    ).get()
    return row ?? { places: 0, views: 0, captions: 0, regions: 0 }
  }
}
