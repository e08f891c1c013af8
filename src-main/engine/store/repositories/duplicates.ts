import type { Database } from 'better-sqlite3'
import { shinglesOf, type ShinglePage } from '#shared/domain/shingles.ts'
import { statement } from '../statement.ts'

/** What is kept of the last search for near-duplicates. `newest`: the newest text that it knew. */
export interface SearchState {
  readonly at: number
  readonly threshold: number
  readonly captions: number
  readonly groups: number
  readonly members: number
  readonly newest: number
}

const presentTexts = 'SELECT c.id, t.text FROM captions c LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)'

export const duplicatesRepository = {
  /** How many captions there are, and the newest text's id. */
  extent(db: Database, _args: Record<never, never>): { captions: number; newest: number } {
    return {
      captions: statement<[], number>(db, 'SELECT coalesce(sum(n), 0) FROM count_captions').pluck().get() as number,
      newest: statement<[], number>(db, 'SELECT coalesce(max(id), 0) FROM captions').pluck().get() as number
    }
  },

  /** The shingles of the present texts of the captions after an id, at most `limit` captions, up to the id `newest`. */
  shingles(db: Database, args: { after: number; newest: number; limit: number }): ShinglePage {
    return page(
      statement<[number, number, number], [number, string]>(db, `${presentTexts} WHERE c.id > ? AND c.id <= ? AND c.root IS NULL ORDER BY c.id LIMIT ?`)
        .raw()
        .all(args.after, args.newest, args.limit) as [number, string][]
    )
  },

  shinglesOf(db: Database, args: { captions: Int32Array }): ShinglePage {
    const one = statement<[number], [number, string]>(db, `${presentTexts} WHERE c.id = ?`).raw()
    return page(Array.from(args.captions).flatMap((id) => one.all(id) as [number, string][]))
  },

  /** Removes up to `limit` rows; returns whether none is left. */
  clear(db: Database, args: { limit: number }): boolean {
    return statement<[number]>(db, 'DELETE FROM near_duplicates WHERE caption IN (SELECT caption FROM near_duplicates LIMIT ?)').run(args.limit).changes < args.limit
  },

  add(db: Database, args: { captions: Int32Array; groups: Int32Array; similarities: Float32Array }): void {
    // A caption may have been removed, with an undone import, since it was compared.
    const add = statement<[number, number, number]>(db, 'INSERT INTO near_duplicates (caption, grp, similarity) SELECT id, ?, ? FROM captions WHERE id = ? ON CONFLICT (caption) DO UPDATE SET grp = excluded.grp, similarity = excluded.similarity')
    args.captions.forEach((caption, i) => add.run(args.groups[i] as number, args.similarities[i] as number, caption))
  },

  setState(db: Database, args: { state: SearchState | null }): void {
    if (args.state === null) statement<[]>(db, "DELETE FROM meta WHERE key = 'near_duplicates'").run()
    else statement<[string]>(db, "INSERT INTO meta VALUES ('near_duplicates', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(JSON.stringify(args.state))
  },

  /** The last search; null where there was none. */
  state(db: Database, _args: Record<never, never>): (Omit<SearchState, 'newest'> & { newer: number }) | null {
    const kept = statement<[], string>(db, "SELECT value FROM meta WHERE key = 'near_duplicates'").pluck().get() as string | undefined
    if (kept === undefined) return null
    const { newest, ...state } = JSON.parse(kept) as SearchState
    return { ...state, newer: statement<[number], number>(db, 'SELECT count(*) FROM captions WHERE id > ?').pluck().get(newest) as number }
  }
}

function page(rows: readonly [number, string][]): ShinglePage {
  const sets = rows.map(([, text]) => shinglesOf(text))
  const offsets = new Int32Array(rows.length + 1)
  sets.forEach((set, i) => (offsets[i + 1] = (offsets[i] as number) + set.length))
  const shingles = new Uint32Array(offsets[rows.length] as number)
  sets.forEach((set, i) => shingles.set(set, offsets[i] as number))
  return { ids: Int32Array.from(rows, ([id]) => id), offsets, shingles }
}
