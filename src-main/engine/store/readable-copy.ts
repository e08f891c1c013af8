import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

export interface ReadableDatabase {
  readonly file: string
  /** Removes the copy, if one was made. */
  dispose(): Promise<void>
}

export function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A file that SQLite can read. In WAL mode even a reader makes files beside the database; where the folder cannot be
 * written, the database is copied to the temporary folder, with what its log still holds.
 */
export async function readableDatabase(database: string): Promise<ReadableDatabase> {
  if (isWritable(dirname(database)) || !existsSync(database)) return { file: database, dispose: () => Promise.resolve() }
  const folder = await mkdtemp(join(tmpdir(), 'planisphere-read-only-'))
  const file = join(folder, basename(database))
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    // Someone with more rights may be writing: a copy is good if nothing changed while it was made.
    for (let tries = 0; tries < 5; tries++) {
      const before = stamp(database)
      await copyFile(database, file)
      if (existsSync(`${database}-wal`)) await copyFile(`${database}-wal`, `${file}-wal`)
      if (stamp(database) === before) break
    }
    return { file, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

function stamp(database: string): string {
  return [database, `${database}-wal`].map((file) => (existsSync(file) ? `${statSync(file).mtimeMs}/${statSync(file).size}` : '-')).join(' ')
}
