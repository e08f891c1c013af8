import type { Database } from 'better-sqlite3'

/** One step from schema `id - 1` to schema `id`. Pure: it reads and writes the given database and nothing else. */
export interface Migration {
  readonly id: number
  readonly name: string
  up(db: Database): void
}
