import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { viewFile, type ImageRow } from './encoders.ts'

/** What mining reads of views. */
export const signaturesRepository = {
  // Satellite views after an id, by the index on (kind, id).
  viewsAfter(db: Database, args: { after: number; limit: number }): ImageRow[] {
    return statement<[number, number], Omit<ImageRow, 'file'> & { root: string; path: string }>(
      db,
      `SELECT v.id, r.path AS root, v.path, v.width, v.height, v.problem FROM views v JOIN roots r ON r.id = v.root
       WHERE v.kind = 'satellite' AND v.id > ? ORDER BY v.id LIMIT ?`
    )
      .all(args.after, args.limit)
      .map(({ root, path, ...row }) => ({ ...row, file: viewFile(root, path) }))
  },

  /** Satellite views, and those of them whose picture cannot be used. */
  totals(db: Database, _args: Record<never, never>): { total: number; problems: number } {
    return (
      statement<[], { total: number; problems: number }>(
        db,
        `SELECT (SELECT coalesce(sum(n), 0) FROM count_views WHERE kind = 'satellite') AS total,
                (SELECT count(*) FROM views INDEXED BY views_problem WHERE problem IS NOT NULL AND kind = 'satellite') AS problems`
      ).get() ?? { total: 0, problems: 0 }
    )
  },

  // The file of a view of any kind.
  fileOf(db: Database, args: { view: number }): string | null {
    const row = statement<[number], { root: string; path: string }>(db, 'SELECT r.path AS root, v.path FROM views v JOIN roots r ON r.id = v.root WHERE v.id = ?').get(args.view)
    return row ? viewFile(row.root, row.path) : null
  },

  /** Ids of satellite views after an id, every `step`th number of them; of the training split, or of all places. */
  idsAfter(db: Database, args: { training: boolean; step: number; after: number; limit: number }): number[] {
    const { training, step, after, limit } = args
    const sql = training
      ? "SELECT v.id FROM views v JOIN places p ON p.id = v.place WHERE v.kind = 'satellite' AND v.id > ? AND v.id % ? = 0 AND p.split = 'train' ORDER BY v.id LIMIT ?"
      : "SELECT v.id FROM views v WHERE v.kind = 'satellite' AND v.id > ? AND v.id % ? = 0 ORDER BY v.id LIMIT ?"
    return statement<[number, number, number], number>(db, sql).pluck().all(after, step, limit) as number[]
  }
} as const
