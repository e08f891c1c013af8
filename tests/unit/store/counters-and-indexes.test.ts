import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { captionStatuses } from '#shared/domain/vocabulary.ts'
import { indexingRepository } from '#engine/store/repositories/indexing.ts'
import { emptyDatabase } from '../../support/captions-fixture.ts'

let db: Database
beforeEach(() => {
  db = emptyDatabase()
  db.exec("INSERT INTO regions VALUES (1, 'a', 'A', NULL, NULL), (2, 'b', 'B', NULL, NULL); INSERT INTO authors VALUES (1, 'lvlm', 'm', ''); INSERT INTO roots VALUES (1, '/x'); INSERT INTO annotators VALUES (1, 'Ana')")
})
afterEach(() => db.close())

type Step =
  | { kind: 'place'; region: number | null; lat: number | null; split: string | null }
  | { kind: 'caption' | 'view'; place: number; word: string }
  | { kind: 'status'; caption: number; status: string }
  | { kind: 'move'; place: number; region: number | null; lat: number | null; split: string | null }
  | { kind: 'delete'; place: number }
  | { kind: 'index'; limit: number }

const region = fc.constantFrom(1, 2, null)
const lat = fc.option(fc.integer({ min: -80, max: 80 }))
const split = fc.constantFrom('train', 'val', 'test', null)
const some = fc.integer({ min: 1, max: 12 })
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('place' as const), region, lat, split }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('caption' as const, 'view' as const), place: some, word: fc.constantFrom('roof', 'river', 'road') }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('status' as const), caption: some, status: fc.constantFrom(...captionStatuses) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), place: some, region, lat, split }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), place: some }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('index' as const), limit: fc.integer({ min: 1, max: 5 }) }) }
  ),
  { maxLength: 60, size: 'max' }
)

let next = 0

/** The row that a drawn number stands for, of those that are there now: so nearly every step finds something to do. */
function pick(table: 'places' | 'captions', drawn: number): number | undefined {
  const ids = db.prepare(`SELECT id FROM ${table} ORDER BY id`).pluck().all() as number[]
  return ids[drawn % Math.max(1, ids.length)]
}

/** Takes one step; whether there was anything to take it on. */
function take(step: Step): boolean {
  if (step.kind === 'place') {
    db.prepare('INSERT INTO places (uid, region, lat, lon, split) VALUES (?, ?, ?, ?, ?)').run(`p${next++}`, step.region, step.lat, step.lat === null ? null : 2 * step.lat, step.split)
    return true
  }
  if (step.kind === 'index') {
    indexingRepository.step(db, { limit: step.limit })
    return true
  }
  const row = step.kind === 'status' ? pick('captions', step.caption) : pick('places', step.place)
  if (row === undefined) return false
  if (step.kind === 'status') {
    db.prepare(
      'INSERT INTO caption_state (caption, status, head, verdicts, conflict, edits) VALUES (?, ?, ?, 1, 0, 0) ON CONFLICT (caption) DO UPDATE SET status = excluded.status'
    ).run(row, step.status, row)
  } else if (step.kind === 'caption') db.prepare('INSERT INTO captions (uid, place, author, text) VALUES (?, ?, 1, ?)').run(`c${next++}`, row, `${step.word} ${next}`)
  else if (step.kind === 'view') db.prepare("INSERT INTO views (uid, place, kind, root, path) VALUES (?, ?, 'drone', 1, ?)").run(`v${next}`, row, `${next++}.jpg`)
  else if (step.kind === 'move') db.prepare('UPDATE places SET region = ?, lat = ?, lon = ?, split = ? WHERE id = ?').run(step.region, step.lat, step.lat === null ? null : 2 * step.lat, step.split, row)
  else {
    // As an import is taken back: what refers to the place first.
    db.prepare('DELETE FROM caption_state WHERE caption IN (SELECT id FROM captions WHERE place = ?)').run(row)
    for (const table of ['captions', 'views']) db.prepare(`DELETE FROM ${table} WHERE place = ?`).run(row)
    db.prepare('DELETE FROM places WHERE id = ?').run(row)
  }
  return true
}

test('counters equal a recount, and the indexes hold exactly the rows up to their watermarks, after any operations', () => {
  const all = (sql: string): unknown[] => db.prepare(sql).all()
  const taken = new Map<Step['kind'], number>()
  fc.assert(
    fc.property(steps, (history) => {
      // Left behind by a history that failed: without this, shrinking would start from its rows.
      if (db.inTransaction) db.exec('ROLLBACK')
      db.exec('SAVEPOINT history')
      for (const step of history) if (take(step)) taken.set(step.kind, (taken.get(step.kind) ?? 0) + 1)
      expect(all('SELECT region, places, located, lat_sum, lon_sum FROM count_places WHERE places <> 0 ORDER BY region')).toEqual(
        all('SELECT coalesce(region, 0) AS region, count(*) AS places, sum(lat IS NOT NULL) AS located, sum(coalesce(lat, 0.0)) AS lat_sum, sum(coalesce(lon, 0.0)) AS lon_sum FROM places GROUP BY 1 ORDER BY 1')
      )
      expect(all('SELECT split, n FROM count_splits WHERE n <> 0 ORDER BY split')).toEqual(all("SELECT coalesce(split, 'none') AS split, count(*) AS n FROM places GROUP BY 1 ORDER BY 1"))
      expect(all('SELECT kind, n FROM count_views WHERE n <> 0')).toEqual(all('SELECT kind, count(*) AS n FROM views GROUP BY 1'))
      expect(all('SELECT region, status, n FROM count_captions WHERE n <> 0 ORDER BY region, status')).toEqual(
        all("SELECT coalesce(p.region, 0) AS region, coalesce(s.status, 'unreviewed') AS status, count(*) AS n FROM captions c JOIN places p ON p.id = c.place LEFT JOIN caption_state s ON s.caption = c.id GROUP BY 1, 2 ORDER BY 1, 2")
      )
      const upTo = (key: string): number => Number(db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key) ?? 0)
      for (const word of ['roof', 'river', 'road']) {
        expect(db.prepare('SELECT rowid FROM captions_fts WHERE captions_fts MATCH ? ORDER BY rowid').pluck().all(word)).toEqual(
          db.prepare('SELECT id FROM captions WHERE text LIKE ? AND id <= ? ORDER BY id').pluck().all(`${word} %`, upTo('fts_upto'))
        )
      }
      expect(db.prepare('SELECT id FROM places_rtree ORDER BY id').pluck().all()).toEqual(db.prepare('SELECT id FROM places WHERE lat IS NOT NULL AND id <= ? ORDER BY id').pluck().all(upTo('rtree_upto')))
      while (Object.values(indexingRepository.step(db, { limit: 100 })).some((left) => left > 0));
      expect(db.prepare('SELECT count(*) FROM places_rtree').pluck().get()).toBe(db.prepare('SELECT count(*) FROM places WHERE lat IS NOT NULL').pluck().get())
      db.exec("INSERT INTO captions_fts (captions_fts, rank) VALUES ('integrity-check', 1)")
      db.exec('ROLLBACK TO history; RELEASE history')
    }),
    { numRuns: 150 }
  )
  for (const kind of ['place', 'caption', 'view', 'status', 'move', 'delete', 'index'] as const) expect(taken.get(kind), kind).toBeGreaterThan(20)
})
