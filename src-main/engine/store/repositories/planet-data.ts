import type { Database } from 'better-sqlite3'
import type { Split } from '#shared/domain/vocabulary.ts'
import { hiddenCaptions } from '../hidden-captions.ts'
import { statement } from '../statement.ts'
import { viewFile } from './encoders.ts'

export interface DataRegion {
  readonly id: number
  readonly uid: string
  readonly name: string
  readonly country: string | null
  readonly continent: string | null
}

/** A place of a split with its satellite view: the first without a problem, else the first; nulls where it has none. */
export interface DataPlace {
  readonly id: number
  readonly split: Split
  /** 0: none. */
  readonly region: number
  readonly view: number | null
  readonly viewUid: string | null
  readonly file: string | null
}

export interface DataCaption {
  readonly id: number
  readonly uid: string
  readonly place: number
  readonly text: string
  readonly rejected: boolean
}

/** What PLANET is trained on. Pages by key, so that a million rows are read without holding a reader for long. */
export const planetDataRepository = {
  regions(db: Database, _args: Record<never, never>): DataRegion[] {
    return statement<[], DataRegion>(db, 'SELECT id, uid, name, country, continent FROM regions ORDER BY id').all()
  },

  // Places of the split after an id, by the index on (split, id).
  places(db: Database, args: { split: Split; after: number; limit: number }): DataPlace[] {
    return statement<[Split, number, number], Omit<DataPlace, 'file'> & { root: string | null; path: string | null }>(
      db,
      `SELECT p.id, p.split, coalesce(p.region, 0) AS region, v.id AS view, v.uid AS viewUid, r.path AS root, v.path
       FROM places p
       LEFT JOIN views v ON v.id = (SELECT s.id FROM views s WHERE s.place = p.id AND s.kind = 'satellite' ORDER BY s.problem IS NOT NULL, s.id LIMIT 1)
       LEFT JOIN roots r ON r.id = v.root
       WHERE p.split = ? AND p.id > ? ORDER BY p.id LIMIT ?`
    )
      .all(args.split, args.after, args.limit)
      .map(({ root, path, ...place }) => ({ ...place, file: root === null || path === null ? null : viewFile(root, path) }))
  },

  /**
   * Root captions after an id. `current`: with the text of their head revision; but a caption whose review is hidden from
   * someone (a gold one, or one that waits for a blind verdict) has its first text, so that no model tells of an answer.
   */
  captions(db: Database, args: { after: number; limit: number; texts: 'current' | 'first' }): DataCaption[] {
    type Row = { id: number; uid: string; place: number; first: string; head: string | null; status: string | null }
    const rows = statement<[number, number], Row>(
      db,
      `SELECT c.id, c.uid, c.place, c.text AS first, t.text AS head, s.status FROM captions c
       LEFT JOIN caption_state s ON s.caption = c.id LEFT JOIN captions t ON t.id = s.head
       WHERE c.id > ? AND c.root IS NULL ORDER BY c.id LIMIT ?`
    ).all(args.after, args.limit)
    const [first, last] = [rows[0], rows.at(-1)]
    const hidden = args.texts === 'current' && first && last ? hiddenCaptions(db, first.id, last.id) : new Set<number>()
    return rows.map(({ id, uid, place, first: own, head, status }) => ({
      id,
      uid,
      place,
      text: args.texts === 'first' || head === null || hidden.has(id) ? own : head,
      rejected: status === 'rejected'
    }))
  },

  /** Captions that people accepted or edited, by the counters; places of each split. */
  state(db: Database, _args: Record<never, never>): { reviewed: number; places: Record<Split, number> } {
    const reviewed = statement<[], number>(db, "SELECT coalesce(sum(n), 0) FROM count_captions WHERE status IN ('accepted', 'edited')").pluck().get() as number
    const counts = statement<[], { split: string; n: number }>(db, 'SELECT split, n FROM count_splits').all()
    const of = (split: Split): number => counts.find((row) => row.split === split)?.n ?? 0
    return { reviewed, places: { train: of('train'), val: of('val'), test: of('test') } }
  }
} as const
