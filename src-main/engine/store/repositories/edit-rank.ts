import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { summaryFor } from './caption-summary.ts'

export const editRankRepository = {
  /** A caption as an annotator sees it: its head's id and text, and its place. Any revision's id will do. NOT_FOUND if it is gone. */
  caption(db: Database, args: { caption: number; annotator: string }): { root: number; head: number; place: number; text: string } {
    const root = (statement<[number], number>(db, 'SELECT coalesce(root, id) FROM captions WHERE id = ?').pluck().get(args.caption) as number | undefined) ?? args.caption
    const annotator = (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.annotator.trim()) as number | undefined) ?? null
    const { head, place, text } = summaryFor(db, root, annotator)
    return { root, head, place, text }
  }
}
