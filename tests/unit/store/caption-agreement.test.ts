import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations, schemaVersion } from '#engine/store/migrations/index.ts'
import { browseRepository } from '#engine/store/repositories/browse.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { differencesFrom, expectedSchema } from '#engine/store/schema-check.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

test('a project of the schema before is given an empty table, and exactly this schema', () => {
  const db = new Database(':memory:')
  for (const migration of migrations.filter(({ id }) => id < 6)) migration.up(db)
  addCaptions(db, 5)
  for (const migration of migrations.filter(({ id }) => id >= 6)) migration.up(db)
  expect(differencesFrom(db, expectedSchema(schemaVersion, migrations))).toEqual([])
  expect(db.prepare('SELECT count(*) FROM caption_agreement').pluck().get()).toBe(0)
  expect([...browseRepository.ids(db, { level: 'captions', filter: {}, order: 'agreement' })]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  db.close()
})

describe('a score', () => {
  let db: Database.Database
  beforeEach(() => {
    db = emptyDatabase()
    addCaptions(db, 3)
    const add = db.prepare('INSERT INTO caption_agreement VALUES (?, ?, ?, ?, ?, ?)')
    add.run(1, 1, 3, 60, 70, 3)
    add.run(2, 2, 50, 50, 50, 50)
    add.run(4, 4, 90, 1, 80, 1)
  })
  afterEach(() => db.close())
  const low = () => [...browseRepository.ids(db, { level: 'captions', filter: { query: 'agreement<10' }, order: 'agreement' })]
  const stamp = (at: number) => ({ uuid: crypto.randomUUID(), annotator: 'Ana', at, caption: 1 })
  const row = () => browseRepository.captionRows(db, { ids: [1] })[0]?.agreement

  test('belongs to a text: an edit makes it none, its undo makes it true again', () => {
    expect(low()).toEqual([4, 1])
    expect(row()).toEqual({ colour: 3, structure: 60, texture: 70 })
    const edit = reviewRepository.submit(db, { ...stamp(1), verdict: 'edited', text: 'Another text' })
    expect(low()).toEqual([4])
    expect(row()).toBeNull()
    expect(browseRepository.placeRows(db, { ids: [1] })[0]?.agreement).toEqual({ colour: 50, structure: 50, texture: 50 })
    expect([...browseRepository.ids(db, { level: 'captions', filter: { query: '-agreement(colour)' }, order: 'agreement' })]).toEqual([1, 3, 5, 6])
    // The edit is scored: then it is the first text whose score there is not.
    const { head } = edit.caption
    expect(head).not.toBe(1)
    db.prepare('UPDATE caption_agreement SET revision = ? WHERE caption = 1').run(head)
    expect(low()).toEqual([4, 1])
    expect(row()).toEqual({ colour: 3, structure: 60, texture: 70 })
    reviewRepository.undo(db, stamp(2))
    expect(low()).toEqual([4])
    expect(row()).toBeNull()
  })

  test('of a place in a list is that of its caption that agrees least, by which it is sorted', () => {
    expect(browseRepository.placeRows(db, { ids: [1, 2, 3] }).map(({ agreement }) => agreement)).toEqual([{ colour: 3, structure: 60, texture: 70 }, { colour: 90, structure: 1, texture: 80 }, null])
    expect([...browseRepository.ids(db, { level: 'places', filter: {}, order: 'agreement' })]).toEqual([2, 1, 3])
  })

  test('goes with its caption', () => {
    db.exec('DELETE FROM captions WHERE id = 4')
    expect(db.prepare('SELECT count(*) FROM caption_agreement').pluck().get()).toBe(2)
  })

  test('of an accepted caption stays: its text is the same', () => {
    reviewRepository.submit(db, { ...stamp(1), verdict: 'accepted' })
    expect(low()).toEqual([4, 1])
  })
})
