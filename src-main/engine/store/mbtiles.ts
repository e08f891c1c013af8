import Database from 'better-sqlite3'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** A raster MBTiles file, opened for reading only. */
export interface MbtilesReader {
  readonly metadata: Readonly<Record<string, string>>
  readonly minZoom: number
  readonly maxZoom: number
  /** `y` counts from the north (XYZ). Null where there is no tile. */
  tile(z: number, x: number, y: number): Uint8Array | null
  close(): void
}

/** A tile is a small picture; a hostile file could hold gigabytes in one row. */
const maxTileBytes = 4 * 2 ** 20

/** Opens an MBTiles file. BAD_FILE if it is not one. Its SQL is ours: nothing in the file is executed but its views' definitions, read only. */
export function openMbtiles(file: string): MbtilesReader {
  let db: Database.Database
  try {
    db = new Database(file, { readonly: true, fileMustExist: true })
  } catch (thrown) {
    throw notOne(file, thrown)
  }
  try {
    // Views and triggers of a stranger's file may call nothing with side effects.
    db.pragma('trusted_schema = OFF')
    db.pragma('query_only = ON')
    const rows = db.prepare<[], { name: unknown; value: unknown }>('SELECT name, value FROM metadata LIMIT 200').all()
    const metadata = Object.fromEntries(rows.flatMap(({ name, value }) => (typeof name === 'string' && typeof value === 'string' && value.length < 100_000 ? [[name, value]] : [])))
    const select = db.prepare<[number, number, number], { data: unknown }>(`SELECT CASE WHEN length(tile_data) <= ${maxTileBytes} THEN tile_data END AS data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1`)
    const zoom = (name: string, sql: string, otherwise: number): number => {
      const told = Number(metadata[name])
      if (metadata[name] !== undefined && Number.isInteger(told)) return told
      const found = db.prepare<[], { z: unknown }>(sql).get()?.z
      return typeof found === 'number' ? found : otherwise
    }
    const bounded = (z: number): number => Math.max(0, Math.min(24, Math.round(z)))
    return {
      metadata,
      minZoom: bounded(zoom('minzoom', 'SELECT min(zoom_level) AS z FROM tiles', 0)),
      maxZoom: bounded(zoom('maxzoom', 'SELECT max(zoom_level) AS z FROM tiles', 0)),
      tile(z, x, y) {
        const data = select.get(z, x, 2 ** z - 1 - y)?.data
        return data instanceof Uint8Array ? data : null
      },
      close: () => void db.close()
    }
  } catch (thrown) {
    db.close()
    throw notOne(file, thrown)
  }
}

function notOne(file: string, cause: unknown): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `${file} is not an MBTiles file.`, { hint: 'Choose a raster MBTiles or PMTiles file.', place: { file }, cause })
}
