import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { viewFile } from './encoders.ts'

/** An item in the project's own order, as it is told to whoever makes vectors or scores for it elsewhere. */
export interface TemplateItem {
  readonly uid: string
  readonly place: string
  /** Of a caption: its text now. */
  readonly text: string | null
  /** Of a view: its image. */
  readonly file: string | null
}

export const runImportsRepository = {
  /**
   * The row of a vector by uid; 0 where there is none. A caption's own uid stands for its text as it is now, the uid of a
   * revision for that revision.
   */
  vectorRows(db: Database, args: { of: 'captions' | 'views'; uids: readonly string[] }): Int32Array {
    const row = statement<[string], number>(
      db,
      args.of === 'captions'
        ? 'SELECT CASE WHEN c.root IS NULL THEN coalesce(s.head, c.id) ELSE c.id END FROM captions c LEFT JOIN caption_state s ON s.caption = c.id WHERE c.uid = ?'
        : 'SELECT id FROM views WHERE uid = ?'
    ).pluck()
    return Int32Array.from(args.uids, (uid) => (row.get(uid) as number | undefined) ?? 0)
  },

  /** In the order asked; those that were removed are left out. */
  template(db: Database, args: { of: 'captions' | 'views'; ids: Int32Array }): TemplateItem[] {
    if (args.of === 'captions') {
      const caption = statement<[number], TemplateItem>(
        db,
        `SELECT c.uid, p.uid AS place, t.text, NULL AS file FROM captions c JOIN places p ON p.id = c.place
         LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id) WHERE c.id = ?`
      )
      return Array.from(args.ids).flatMap((id) => caption.all(id))
    }
    const view = statement<[number], { uid: string; place: string; root: string; path: string }>(
      db,
      'SELECT v.uid, p.uid AS place, r.path AS root, v.path FROM views v JOIN places p ON p.id = v.place JOIN roots r ON r.id = v.root WHERE v.id = ?'
    )
    return Array.from(args.ids).flatMap((id) => view.all(id).map(({ uid, place, root, path }) => ({ uid, place, text: null, file: viewFile(root, path) })))
  }
}
