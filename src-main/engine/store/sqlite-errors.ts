import { toErrorData, type ErrorData } from '#shared/errors/planisphere-error.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

/** By the beginning of SQLite's extended result code; the first that fits. */
const meanings: readonly (readonly [string, Meaning])[] = [
  ['SQLITE_FULL', { code: 'DISK_FULL', message: 'The disk is full; nothing of this step was written.', hint: 'Free some space on the disk, then try again.' }],
  ['SQLITE_IOERR_WRITE', { code: 'DISK_FULL', message: 'The disk did not take the write; nothing of this step was written.', hint: 'Check the free space and the disk, then try again.' }],
  ['SQLITE_READONLY', { code: 'READ_ONLY', message: 'The project cannot be written.', hint: 'Give yourself the right to write in its folder, or open it read-only.' }],
  ['SQLITE_CANTOPEN', { code: 'READ_ONLY', message: 'The project’s database cannot be opened.', hint: 'Check that the folder exists and that you may read and write it.' }],
  ['SQLITE_PERM', { code: 'READ_ONLY', message: 'The project’s database may not be opened.', hint: 'Give yourself the right to read and write it.' }],
  ['SQLITE_CORRUPT', { code: 'PROJECT_DAMAGED', message: 'The project’s database is damaged.', hint: 'Close it and restore the newest file of the folder backups/.' }],
  ['SQLITE_NOTADB', { code: 'PROJECT_DAMAGED', message: 'The project’s database is not an SQLite file.', hint: 'Restore the newest file of the folder backups/.' }],
  ['SQLITE_BUSY', { code: 'PROJECT_LOCKED', message: 'Another program is writing to the project’s database.', hint: 'Close that program, then try again.' }],
  ['SQLITE_LOCKED', { code: 'PROJECT_LOCKED', message: 'Another program is writing to the project’s database.', hint: 'Close that program, then try again.' }],
  ['SQLITE_IOERR', { code: 'PROJECT_DAMAGED', message: 'The disk failed while the project’s database was read or written.', hint: 'Check the disk. If the database is damaged, restore the newest file of the folder backups/.' }],
  ['SQLITE_NOMEM', { code: 'INTERNAL', message: 'There is not enough memory for this.', hint: 'Close other programs, then try again.' }]
]

/** What a failure inside the store means to a person. SQLite's own words follow in brackets. */
export function storeErrorData(thrown: unknown): ErrorData {
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  const meaning = meanings.find(([prefix]) => code.startsWith(prefix))?.[1]
  if (!meaning || !(thrown instanceof Error)) return toErrorData(thrown)
  return { code: meaning.code, message: `${meaning.message} (${code}: ${thrown.message})`, hint: meaning.hint }
}
