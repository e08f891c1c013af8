import type { Database } from 'better-sqlite3'
import { splits } from '#shared/domain/vocabulary.ts'
import { statement } from '../statement.ts'

/** A page of places, by id. Splits by number: 0 none, then `splits` in order. Region 0: none. */
export interface SplitPage {
  readonly ids: Int32Array
  readonly lat: Float64Array
  readonly lon: Float64Array
  readonly regions: Int32Array
  readonly splitOf: Uint8Array
}

export const splitsRepository = {
  extent(db: Database, _args: Record<never, never>): { count: number; regions: { id: number; name: string; continent: string | null }[] } {
    return {
      count: statement<[], number>(db, 'SELECT coalesce(sum(n), 0) FROM count_splits').pluck().get() as number,
      regions: statement<[], { id: number; name: string; continent: string | null }>(db, 'SELECT id, name, continent FROM regions ORDER BY id').all()
    }
  },

  page(db: Database, args: { after: number; limit: number }): SplitPage {
    const rows = statement<[number, number], [number, number | null, number | null, number | null, string | null]>(db, 'SELECT id, lat, lon, region, split FROM places WHERE id > ? ORDER BY id LIMIT ?')
      .raw()
      .all(args.after, args.limit) as [number, number | null, number | null, number | null, string | null][]
    return {
      ids: Int32Array.from(rows, ([id]) => id),
      lat: Float64Array.from(rows, ([, lat]) => lat ?? NaN),
      lon: Float64Array.from(rows, ([, , lon]) => lon ?? NaN),
      regions: Int32Array.from(rows, ([, , , region]) => region ?? 0),
      splitOf: Uint8Array.from(rows, ([, , , , split]) => splits.findIndex((name) => name === split) + 1)
    }
  },

  /** Gives places their splits, those that have the one that is expected of them (`from`); returns how many had another. */
  write(db: Database, args: { ids: Int32Array; from: Uint8Array; to: Uint8Array }): number {
    const update = statement<[string | null, number, string | null]>(db, 'UPDATE places SET split = ? WHERE id = ? AND split IS ?')
    const name = (number: number): string | null => splits[number - 1] ?? null
    let others = 0
    args.ids.forEach((id, i) => {
      if (update.run(name(args.to[i] as number), id, name(args.from[i] as number)).changes === 0) others++
    })
    // Counts alone do not tell that places have changed their splits: see `gallery.stamp`.
    statement(db, "INSERT INTO meta (key, value) VALUES ('splits_version', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)").run()
    return others
  }
}
