import Database from 'better-sqlite3'

export type Access =
  /** The one connection that writes. */
  | 'write'
  /** Beside a writer, or alone on a project that others may write to. */
  | 'read'

/**
 * Opens a project's database. It may come from a stranger: the schema is not trusted (no function that could reach
 * outside runs from it), pages are checked as they are read, and SQLite's own "defensive" mode is on by default here.
 */
export function openConnection(file: string, access: Access): Database.Database {
  const db = new Database(file, { readonly: access !== 'write', fileMustExist: true, timeout: 5000 })
  try {
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('temp_store = MEMORY')
    // Negative: KiB. The working set of a screen at a million captions is some ten MiB.
    db.pragma(`cache_size = ${access === 'write' ? -65_536 : -49_152}`)
    // No memory map: a file that shrinks or a disk that fails would then kill the process instead of failing the call.
    db.pragma('mmap_size = 0')
    if (access === 'write') {
      db.pragma('foreign_keys = ON')
      db.pragma('journal_mode = WAL')
      // What is acknowledged is on the disk, not in its queue.
      db.pragma('synchronous = FULL')
      db.pragma('journal_size_limit = 67108864')
    } else {
      db.pragma('query_only = ON')
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
