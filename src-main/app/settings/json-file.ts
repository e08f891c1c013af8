import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface JsonRead {
  /** Null where the file is missing or unreadable. */
  readonly value: unknown
  /** Where an unreadable file was moved to; null where all is well. */
  readonly backup: string | null
}

/** Reads a JSON file. One that is not JSON is moved aside, so that nothing a person wrote is overwritten. */
export function readJsonFile(path: string): JsonRead {
  if (!existsSync(path)) return { value: null, backup: null }
  try {
    return { value: JSON.parse(readFileSync(path, 'utf8')), backup: null }
  } catch {
    return { value: null, backup: moveAside(path) }
  }
}

/** Renames a file to `NAME.damaged-TIME` and returns the new path. */
export function moveAside(path: string): string {
  const backup = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
  renameSync(path, backup)
  return backup
}

/** Writes the whole file or leaves the old one: to a file beside it, flushed to disk, then renamed. */
export function writeJsonFile(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = `${path}.unfinished`
  const file = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
}
