import type { Migration } from './migration.ts'

/** The log by kind, newest first: of a million verdicts, the ten comments are found without reading the verdicts. */
export const historyIndexes: Migration = {
  id: 5,
  name: 'history indexes',
  up(db) {
    db.exec(`
CREATE INDEX events_kind ON events (kind, clock);
CREATE INDEX events_annotator_kind ON events (annotator, kind, clock);
`)
  }
}
