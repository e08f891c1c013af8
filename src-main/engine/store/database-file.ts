import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openConnection, type Access } from './sqlite-connection.ts'
import { migrations, schemaVersion } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { differencesFrom, expectedSchema } from './schema-check.ts'

/** "PlSp": marks an SQLite file as a project (bytes 68 to 71 of its header). */
export const applicationId = 0x506c5370

/** Creates an empty project database. It appears under its name only when it is whole. */
export function createDatabaseFile(file: string, now: number): void {
  const making = `${file}.new`
  rmSync(making, { force: true })
  const db = new Database(making)
  try {
    db.pragma(`application_id = ${applicationId}`)
    db.transaction(() => {
      for (const migration of migrations) migration.up(db)
      const set = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)')
      set.run('uid', randomUUID())
      set.run('created_at', String(now))
      db.pragma(`user_version = ${schemaVersion}`)
    })()
  } catch (error) {
    db.close()
    rmSync(making, { force: true })
    rmSync(`${making}-journal`, { force: true })
    throw error
  }
  db.close()
  sync(making)
  renameSync(making, file)
}

export interface OpenedDatabase {
  readonly db: Database.Database
  /** Where the database was copied before a migration, or null if none was needed. */
  readonly backup: string | null
}

/**
 * Opens a project's database after checking that it is one, that this version can read it, and that its schema is what
 * our migrations make: a trigger or view of a stranger would otherwise run at our next write.
 */
export function openDatabaseFile(file: string, access: Access, options: { backups: string; steps?: readonly Migration[] }): OpenedDatabase {
  const steps = options.steps ?? migrations
  checkHeader(file)
  const db = openConnection(file, access)
  try {
    const version = db.pragma('user_version', { simple: true }) as number
    refuseNewer(file, version, steps.length)
    const differences = differencesFrom(db, expectedSchema(version, steps))
    if (differences.length > 0) {
      throw new PlanisphereError('PROJECT_DAMAGED', `${file} is not as Planisphere made it: ${differences.slice(0, 3).join('; ')}.`, {
        hint: 'Open it only if you trust its origin, after restoring a file of the folder backups/.',
        place: { file }
      })
    }
    if (version === steps.length) return { db, backup: null }
    if (access !== 'write') {
      throw new PlanisphereError('READ_ONLY', `${file} was written by an older version (schema ${version}) and must be brought to schema ${steps.length} first.`, {
        hint: 'Open it once where its folder can be written.',
        place: { file }
      })
    }
    return { db, backup: migrate(db, version, options.backups, steps) }
  } catch (error) {
    db.close()
    throw error
  }
}

function migrate(db: Database.Database, from: number, backups: string, steps: readonly Migration[]): string {
  const backup = join(backups, `schema-${from}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.sqlite`)
  db.prepare('VACUUM INTO ?').run(backup)
  sync(backup)
  // Foreign keys cannot be switched inside a transaction; a step that rebuilds a table needs them off.
  db.pragma('foreign_keys = OFF')
  db.transaction(() => {
    for (const step of steps.slice(from)) step.up(db)
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) throw new PlanisphereError('PROJECT_DAMAGED', `After migrating, ${broken.length} rows refer to something that is not there.`, { hint: `Nothing was changed. A copy is at ${backup}.` })
    db.pragma(`user_version = ${steps.length}`)
  })()
  db.pragma('foreign_keys = ON')
  return backup
}

/** Reads the first 100 bytes as a file, before SQLite sees them. */
function checkHeader(file: string): void {
  if (!existsSync(file)) {
    throw new PlanisphereError('NOT_FOUND', `There is no project at ${file}.`, { hint: 'Choose a folder that has a file project.sqlite, or create a project.', place: { file } })
  }
  const header = Buffer.alloc(100)
  const fd = openSync(file, 'r')
  let read = 0
  try {
    read = readSync(fd, header, 0, 100, 0)
  } finally {
    closeSync(fd)
  }
  const isSqlite = read === 100 && header.subarray(0, 16).toString('latin1') === 'SQLite format 3\0'
  if (!isSqlite || header.readUInt32BE(68) !== applicationId) {
    throw new PlanisphereError('PROJECT_DAMAGED', `${file} is ${isSqlite ? 'an SQLite file of another program' : 'not an SQLite file'}, not a Planisphere project.`, {
      hint: 'Choose a folder that Planisphere made, or restore the newest file of its folder backups/.',
      place: { file }
    })
  }
  refuseNewer(file, header.readUInt32BE(60), schemaVersion)
}

function refuseNewer(file: string, version: number, known: number): void {
  if (version <= known) return
  throw new PlanisphereError('PROJECT_TOO_NEW', `${file} was written by a newer Planisphere (schema ${version}; this one knows ${known}).`, {
    hint: 'Update Planisphere to open it. Nothing was changed.',
    place: { file }
  })
}

function sync(file: string): void {
  const fd = openSync(file, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
