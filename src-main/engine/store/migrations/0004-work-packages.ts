import type { Migration } from './migration.ts'

/** A merge of answers keeps what it raised: captions that came into conflict, and lines that could not be used. */
export const workPackages: Migration = {
  id: 4,
  name: 'work packages',
  up(db) {
    db.exec(`
ALTER TABLE merges ADD COLUMN conflicts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE merges ADD COLUMN problems INTEGER NOT NULL DEFAULT 0;
`)
  }
}
