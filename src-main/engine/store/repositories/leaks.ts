import type { Database } from 'better-sqlite3'
import { splits, type Split } from '#shared/domain/vocabulary.ts'
import { statement } from '../statement.ts'

/** Items of places that have a split, by id. `classes`: 1.. by split. */
export interface SplitItems {
  readonly ids: Int32Array
  readonly places: Int32Array
  readonly classes: Uint8Array
}

/** What is shown of a side of a pair. */
export interface LeakSideRow {
  readonly place: number
  readonly placeUid: string
  readonly split: Split | null
  readonly region: string | null
  readonly view: number | null
  readonly text: string | null
}

const shown = `p.id AS place, p.uid AS placeUid, p.split, r.name AS region`
const firstTile = "(SELECT min(id) FROM views WHERE place = p.id AND kind = 'satellite')"

export const leaksRepository = {
  tiles(db: Database, _args: Record<never, never>): SplitItems {
    return items(db, "SELECT v.id, p.id, p.split FROM views v JOIN places p ON p.id = v.place WHERE v.kind = 'satellite' AND p.split IS NOT NULL ORDER BY v.id")
  },

  captions(db: Database, _args: Record<never, never>): SplitItems {
    return items(db, 'SELECT c.id, p.id, p.split FROM captions c JOIN places p ON p.id = c.place WHERE c.root IS NULL AND p.split IS NOT NULL ORDER BY c.id')
  },

  places(db: Database, _args: Record<never, never>): SplitItems & { lat: Float64Array; lon: Float64Array } {
    const rows = statement<[], [number, number | null, number | null]>(db, 'SELECT id, lat, lon FROM places WHERE split IS NOT NULL ORDER BY id').raw().all() as [number, number | null, number | null][]
    return {
      ...items(db, 'SELECT id, id, split FROM places WHERE split IS NOT NULL ORDER BY id'),
      lat: Float64Array.from(rows, ([, lat]) => lat ?? NaN),
      lon: Float64Array.from(rows, ([, , lon]) => lon ?? NaN)
    }
  },

  /** In the order asked; null where one has been removed. */
  sides(db: Database, args: { of: 'views' | 'captions' | 'places'; ids: readonly number[] }): (LeakSideRow | null)[] {
    const row = statement<[number], LeakSideRow>(
      db,
      args.of === 'views'
        ? `SELECT ${shown}, v.id AS view, NULL AS text FROM views v JOIN places p ON p.id = v.place LEFT JOIN regions r ON r.id = p.region WHERE v.id = ?`
        : args.of === 'places'
          ? `SELECT ${shown}, ${firstTile} AS view, NULL AS text FROM places p LEFT JOIN regions r ON r.id = p.region WHERE p.id = ?`
          : `SELECT ${shown}, ${firstTile} AS view, t.text FROM captions c JOIN places p ON p.id = c.place LEFT JOIN regions r ON r.id = p.region
             LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id) WHERE c.id = ?`
    )
    return args.ids.map((id) => row.get(id) ?? null)
  }
}

function items(db: Database, sql: string): SplitItems {
  const rows = statement<[], [number, number, Split]>(db, sql).raw().all() as [number, number, Split][]
  return { ids: Int32Array.from(rows, ([id]) => id), places: Int32Array.from(rows, ([, place]) => place), classes: Uint8Array.from(rows, ([, , split]) => splits.indexOf(split) + 1) }
}
