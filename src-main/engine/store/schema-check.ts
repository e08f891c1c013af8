import Database from 'better-sqlite3'
import type { Migration } from './migrations/migration.ts'

interface SchemaRow {
  readonly type: string
  readonly name: string
  readonly tbl_name: string
  readonly sql: string | null
}

export type Schema = ReadonlyMap<string, SchemaRow>

const made = new WeakMap<readonly Migration[], Map<number, Schema>>()

/** The schema that the first `version` migrations make in an empty database. */
export function expectedSchema(version: number, steps: readonly Migration[]): Schema {
  const ofSteps = made.get(steps) ?? new Map<number, Schema>()
  made.set(steps, ofSteps)
  let schema = ofSteps.get(version)
  if (!schema) {
    const db = new Database(':memory:')
    try {
      for (const step of steps.slice(0, version)) step.up(db)
      ofSteps.set(version, (schema = readSchema(db)))
    } finally {
      db.close()
    }
  }
  return schema
}

/** What differs, in words; empty when the database has exactly the expected tables, indexes and triggers. */
export function differencesFrom(db: Database.Database, expected: Schema): string[] {
  const actual = readSchema(db)
  const virtual = [...expected.values()].filter((row) => row.sql?.startsWith('CREATE VIRTUAL TABLE')).map((row) => `${row.name}_`)
  // The text of FTS5's and R*Tree's own tables belongs to SQLite's version, not to ours.
  const isShadow = (row: SchemaRow): boolean => row.type === 'table' && virtual.some((prefix) => row.name.startsWith(prefix))
  const differences: string[] = []
  for (const [key, row] of actual) {
    const wanted = expected.get(key)
    if (!wanted) differences.push(`it has a ${row.type} ${row.name} that it should not have`)
    else if (wanted.sql !== row.sql && !(isShadow(row) && isShadow(wanted))) differences.push(`its ${row.type} ${row.name} is another`)
  }
  for (const [key, row] of expected) if (!actual.has(key)) differences.push(`it lacks the ${row.type} ${row.name}`)
  return differences
}

function readSchema(db: Database.Database): Schema {
  // sqlite_stat1 and its kin come with PRAGMA optimize and hold numbers only.
  const rows = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_stat%' ESCAPE '!'").all() as SchemaRow[]
  return new Map(rows.map((row) => [`${row.type} ${row.name}`, row]))
}
