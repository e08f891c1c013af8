import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { indexingRepository } from '#engine/store/repositories/indexing.ts'
import { jobsRepository } from '#engine/store/repositories/jobs.ts'
import { metaRepository } from '#engine/store/repositories/meta.ts'
import { projectsRepository } from '#engine/store/repositories/projects.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { reviewItemsRepository } from '#engine/store/repositories/review-items.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

/**
 * Tables that have a row a place, a view, a caption or an event: none may be read from end to end for one answer. Of an
 * INSERT the plan also lists checks that run only while a deferred reference is broken: they are left out.
 */
const large = /\bSCAN (?!CONSTANT)(places|views|captions|events|caption_state|standing|undone|drafts|job_problems|[pvcestr])\b/

let db: Database
let prepared: Set<string>

beforeEach(() => {
  db = emptyDatabase()
  addCaptions(db, 50)
  prepared = new Set()
  const prepare = db.prepare.bind(db)
  vi.spyOn(db, 'prepare').mockImplementation(((sql: string) => {
    prepared.add(sql)
    return prepare(sql)
  }) as typeof db.prepare)
})
afterEach(() => {
  vi.restoreAllMocks()
  db.close()
})

function plans(): string[] {
  vi.restoreAllMocks()
  return [...prepared].filter((sql) => !/^\s*INSERT/.test(sql)).flatMap((sql) => (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => 1)) as { detail: string }[]).map(({ detail }) => `${detail}   <- ${sql}`))
}

const step = (caption: number) => ({ uuid: crypto.randomUUID(), annotator: 'Ana', at: 1, caption })

test.each<[string, () => unknown]>([
  ['reviewItems.read', () => reviewItemsRepository.read(db, { captions: [1, 2], annotator: 'Ana' })],
  ['review.submit', () => reviewRepository.submit(db, { ...step(3), verdict: 'edited', text: 'Other words' })],
  ['review.undo and redo', () => {
    reviewRepository.submit(db, { ...step(3), verdict: 'accepted' })
    reviewRepository.undo(db, step(3))
    reviewRepository.redo(db, step(3))
  }],
  ['review.draft', () => reviewRepository.draft(db, { annotator: 'Ana', caption: 4, text: 'Half', at: 1 })],
  ['review.log of a caption', () => reviewRepository.log(db, { before: null, caption: 3, count: 5 })],
  ['review.pace', () => reviewRepository.pace(db, { annotator: 'Ana', newest: 10 })],
  ['indexing.step', () => indexingRepository.step(db, { limit: 10 })],
  ['meta.counts', () => metaRepository.counts(db, {})],
  ['projects.names', () => projectsRepository.names(db, {})],
  ['jobs.problems', () => jobsRepository.problems(db, { id: 'x', start: 0, count: 10 })]
])('%s reads by index, whatever the size of the project', (_name, ask) => {
  ask()
  expect(prepared.size).toBeGreaterThan(0)
  expect(plans().filter((line) => large.test(line))).toEqual([])
})

test.each(['places', 'views', 'captions', 'jobs', 'runs'])('removing a row of %s looks up what refers to it by index', (table) => {
  db.prepare(`DELETE FROM ${table} WHERE id = ?`)
  expect(plans().filter((line) => large.test(line))).toEqual([])
})

test('a plan that reads a whole table is seen', () => {
  db.prepare("SELECT count(*) FROM captions WHERE text LIKE '%x%'")
  expect(plans().filter((line) => large.test(line))).toHaveLength(1)
})
