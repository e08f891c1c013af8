import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { viewFile } from './encoders.ts'

export const mediaRepository = {
  /** Where a view's image is, or null where there is no such view. */
  file(db: Database, args: { view: number }): string | null {
    const row = statement<[number], { root: string; path: string }>(db, 'SELECT r.path AS root, v.path FROM views v JOIN roots r ON r.id = v.root WHERE v.id = ?').get(args.view)
    return row ? viewFile(row.root, row.path) : null
  }
}
