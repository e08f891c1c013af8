import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applicationId, openDatabaseFile } from '#engine/store/database-file.ts'
import { first } from '#engine/store/migrations/0001-first.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { addCaptions } from '../support/captions-fixture.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()

/** A project of the first schema with a log: Ana edits and accepts, takes the acceptance back; Ben rejects, an hour behind. */
function oldProject(file: string): void {
  const db = new Database(file)
  db.pragma(`application_id = ${applicationId}`)
  first.up(db)
  addCaptions(db, 3)
  db.exec(`
    INSERT INTO meta VALUES ('uid', 'x'), ('created_at', '1');
    INSERT INTO annotators VALUES (1, 'Ana'), (2, 'Ben');
    INSERT INTO authors VALUES (2, 'person', 'Ana', '');
    INSERT INTO captions (id, uid, place, root, revises, author, text) VALUES (7, 'r1', 1, 1, 1, 2, 'A green roof number 1 beside a river');
    INSERT INTO events (uuid, at, annotator, kind, caption, target, payload) VALUES
      ('a', 5000000, 1, 'verdict', 1, NULL, '{"verdict":"edited","text":"A green roof number 1 beside a river","revision":"r1"}'),
      ('b', 5000001, 1, 'verdict', 2, NULL, '{"verdict":"accepted"}'),
      ('c', 1400000, 2, 'verdict', 1, NULL, '{"verdict":"rejected","reason":"wrong-place"}'),
      ('d', 5000002, 1, 'undo', 2, 2, '{"target":"b"}');
    PRAGMA user_version = 1;`)
  db.close()
}

test('a project of the first schema keeps its log, in its order, and its state', () => {
  const file = join(folder, 'project.sqlite')
  const backups = join(folder, 'backups')
  mkdirSync(backups)
  oldProject(file)
  const { db, backup } = openDatabaseFile(file, 'write', { backups })
  try {
    expect(backup).not.toBeNull()
    const log = db.prepare('SELECT uuid, clock, at, kind, caption, target FROM events ORDER BY clock').all() as { uuid: string; clock: number; at: number; target: string | null }[]
    expect(log.map(({ uuid }) => uuid)).toEqual(['a', 'b', 'c', 'd'])
    expect(log.every(({ clock, at }, i) => clock >= at && clock > (log[i - 1]?.clock ?? 0))).toBe(true)
    expect(log[3]?.target).toBe('b')
    expect(db.prepare("SELECT value FROM meta WHERE key = 'derive_again'").pluck().get()).toBe('1')
    reviewRepository.rebuild(db, {})
    expect(db.prepare('SELECT caption, status, head, edits, conflict FROM caption_state ORDER BY caption').all()).toEqual([
      { caption: 1, status: 'rejected', head: 7, edits: 1, conflict: 0 },
      { caption: 2, status: 'unreviewed', head: 2, edits: 0, conflict: 0 }
    ])
    expect(db.prepare("SELECT status, sum(n) AS n FROM count_captions WHERE n <> 0 GROUP BY status ORDER BY status").all()).toEqual([{ status: 'rejected', n: 1 }, { status: 'unreviewed', n: 5 }])
    expect(reviewRepository.redo(db, { uuid: crypto.randomUUID(), annotator: 'Ana', at: 1 })?.caption).toMatchObject({ id: 2, status: 'accepted' })
    expect(reviewRepository.check(db, {}).every(({ ok }) => ok)).toBe(true)
  } finally {
    db.close()
  }
})
