import type { Migration } from './migration.ts'

/**
 * What filters and orders ask of every caption, in one narrow index: whose it is, who wrote it, how long it is. Read from
 * the captions themselves, a million lengths cost the reading of every text. Keys rise, so that an import appends to it.
 */
export const filterIndexes: Migration = {
  id: 3,
  name: 'filter indexes',
  up(db) {
    db.exec(`
CREATE INDEX captions_columns ON captions (id, place, author, length(text), length(trim(text)) - length(replace(trim(text), ' ', '')) + (trim(text) <> '')) WHERE root IS NULL;
`)
  }
}
