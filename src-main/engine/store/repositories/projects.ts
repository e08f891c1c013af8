import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { statement } from '../statement.ts'
import { VectorFile } from '../vector-file.ts'

export interface CheckItem {
  readonly what: string
  readonly ok: boolean
  readonly detail: string
}

export const projectsRepository = {
  names(db: Database, _args: Record<never, never>): { encoders: string[]; runs: string[] } {
    return {
      encoders: statement<[], string>(db, 'SELECT name FROM encoders ORDER BY name').pluck().all() as string[],
      runs: statement<[], string>(db, 'SELECT uid FROM runs ORDER BY created_at, id').pluck().all() as string[]
    }
  },

  /** Folders that images lie under, and the first view of each, to see whether the folder still has it. */
  imageRoots(db: Database, _args: Record<never, never>): { root: string; views: number; first: string | null }[] {
    return statement<[], { root: string; views: number; first: string | null }>(
      db,
      `SELECT r.path AS root, (SELECT count(*) FROM views v WHERE v.root = r.id) AS views,
              (SELECT v.path FROM views v WHERE v.root = r.id ORDER BY v.path LIMIT 1) AS first
       FROM roots r ORDER BY r.path`
    ).all()
  },

  /** Points a root to another folder; the number of views under it, or null if there is no such root. */
  relink(db: Database, args: { root: string; path: string }): number | null {
    const root = statement<[string], { id: number }>(db, 'SELECT id FROM roots WHERE path = ?').get(args.root)
    if (!root) return null
    if (args.path !== args.root) {
      const taken = statement<[string], { id: number }>(db, 'SELECT id FROM roots WHERE path = ?').get(args.path)
      if (taken) throw new PlanisphereError('ALREADY_EXISTS', `Images already lie under ${args.path}.`, { hint: 'Choose the folder that was moved.' })
      statement<[string, number]>(db, 'UPDATE roots SET path = ? WHERE id = ?').run(args.path, root.id)
      // Whatever could not be read may be readable there.
      statement<[number]>(db, 'UPDATE views SET problem = NULL WHERE root = ? AND problem IS NOT NULL').run(root.id)
    }
    return statement<[number], number>(db, 'SELECT count(*) FROM views WHERE root = ?').pluck().get(root.id) as number
  },

  /** Every vector file of a folder with its checksums. Reads all of them: here, so that it is done in a thread. */
  vectors(_db: Database, args: { folder: string }): CheckItem[] {
    const files = existsSync(args.folder) ? readdirSync(args.folder).filter((name) => name.endsWith('.vec')).sort() : []
    if (files.length === 0) return [{ what: 'Vectors', ok: true, detail: 'none yet' }]
    return files.map((name) => {
      try {
        const file = VectorFile.open(join(args.folder, name))
        try {
          const { rows, damaged } = file.verify()
          return { what: 'Vectors', ok: damaged === 0, detail: damaged === 0 ? `${name}: ${rows} rows` : `${name}: ${damaged} of ${rows} rows are damaged. Embed again.` }
        } finally {
          file.close()
        }
      } catch (error) {
        return { what: 'Vectors', ok: false, detail: `${name}: ${error instanceof Error ? error.message : String(error)} Embed again.` }
      }
    })
  },

  /** SQLite's own check of every page and index, and of every reference. Reads the whole file. */
  integrity(db: Database, _args: Record<never, never>): CheckItem[] {
    const lines = db.pragma('integrity_check(20)') as { integrity_check: string }[]
    const whole = lines.length === 1 && lines[0]?.integrity_check === 'ok'
    const broken = db.pragma('foreign_key_check') as { table: string }[]
    return [
      { what: 'Database', ok: whole, detail: whole ? 'every page and index is whole' : lines.map((line) => line.integrity_check).join('; ') },
      { what: 'References', ok: broken.length === 0, detail: broken.length === 0 ? 'every reference has its target' : `${broken.length} rows refer to something that is not there, the first in ${broken[0]?.table}` }
    ]
  }
}
