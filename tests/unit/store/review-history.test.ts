import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { indexingRepository } from '#engine/store/repositories/indexing.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { readHistory, type LogArgs } from '#engine/store/repositories/review-history.ts'
import { appendCaptions, appendEvent } from '#engine/store/review-log.ts'
import { annotatorId } from '#engine/store/review-state.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

let db: Database
let clock = 1000
beforeEach(() => {
  db = emptyDatabase()
  addCaptions(db, 6)
  clock = 1000
})
afterEach(() => {
  vi.restoreAllMocks()
  db.close()
})

const stamp = (annotator: string, caption = 1) => ({ uuid: crypto.randomUUID(), annotator, at: (clock += 10), caption })
const submit = (annotator: string, verdict: Verdict, caption = 1, text?: string) => reviewRepository.submit(db, { ...stamp(annotator, caption), verdict, ...(text === undefined ? {} : { text }) })
const log = (args: Partial<LogArgs> = {}) => readHistory(db, { before: null, count: 100, ...args })
const brief = (args: Partial<LogArgs> = {}) => log(args).map(({ annotator, kind, caption }) => `${annotator} ${kind} ${caption ?? '-'}`)

/** Ana accepts 1, edits 3, comments on 1; Ben rejects 5; Ana undoes the comment. */
function aDay(): void {
  submit('Ana', 'accepted', 1)
  submit('Ana', 'edited', 3, 'A blue roof\n beside a river')
  reviewRepository.comment(db, { ...stamp('Ana', 1), text: 'Look again' })
  submit('Ben', 'rejected', 5)
  reviewRepository.undo(db, stamp('Ana'))
}

describe('the log', () => {
  test('is newest first, and tells what each event speaks of', () => {
    aDay()
    expect(brief()).toEqual(['Ana undo 1', 'Ben verdict 5', 'Ana comment 1', 'Ana verdict 3', 'Ana verdict 1'])
    const [undo, rejected, comment, edited] = log()
    expect(undo).toMatchObject({ stands: null, subject: { uid: 'c1a', placeUid: 'p1', region: 'Lagos', revision: null } })
    expect(rejected).toMatchObject({ stands: true, captions: 1, subject: { uid: 'c3a', place: 3, region: 'Suva', revision: 5, snippet: 'A red roof number 3 beside a river' } })
    expect(comment?.stands).toBe(false)
    // The text that the edit made, in one line, and the revision that would bring it back.
    expect(edited?.subject?.snippet).toBe('A blue roof beside a river')
    expect(edited?.subject?.revision).toBe(db.prepare("SELECT id FROM captions WHERE text LIKE 'A blue%'").pluck().get())
  })

  test('is read page by page, each event once', () => {
    for (let i = 0; i < 25; i++) submit(i % 2 ? 'Ana' : 'Ben', i % 3 ? 'accepted' : 'flagged', (i % 12) + 1)
    const whole = log().map(({ seq }) => seq)
    const paged: number[] = []
    for (let before: number | null = null; ; ) {
      const page = log({ before, count: 4 })
      paged.push(...page.map(({ seq }) => seq))
      if (page.length < 4) break
      before = page.at(-1)?.seq ?? 0
    }
    expect(paged).toEqual(whole)
    expect(whole).toHaveLength(25)
  })

  test('is in the order of its clock, whenever the events came', () => {
    submit('Ana', 'accepted', 1)
    const late = { uuid: crypto.randomUUID(), at: 500, clock: 500, annotator: annotatorId(db, 'Ben'), kind: 'comment' as const, caption: 3, target: null, payload: { text: 'written elsewhere, before' } }
    appendEvent(db, late)
    submit('Ana', 'accepted', 5)
    expect(brief()).toEqual(['Ana verdict 5', 'Ana verdict 1', 'Ben comment 3'])
    expect(brief({ count: 2, before: log()[0]?.seq ?? 0 })).toEqual(['Ana verdict 1', 'Ben comment 3'])
  })

  test('is filtered by annotator, kind, time and caption', () => {
    aDay()
    expect(brief({ annotator: 'Ben' })).toEqual(['Ben verdict 5'])
    expect(brief({ annotator: 'Nobody' })).toEqual([])
    expect(brief({ kind: 'verdict', annotator: 'Ana' })).toEqual(['Ana verdict 3', 'Ana verdict 1'])
    expect(brief({ kind: 'undo' })).toEqual(['Ana undo 1'])
    expect(brief({ since: 1020, until: 1040 })).toEqual(['Ana comment 1', 'Ana verdict 3'])
    expect(brief({ caption: 1 })).toEqual(['Ana undo 1', 'Ana comment 1', 'Ana verdict 1'])
  })

  test('is searched by the uid of a caption or a place, and by words of any revision', () => {
    aDay()
    indexingRepository.step(db, { limit: 1000, budgetMs: 10_000 })
    expect(brief({ text: 'c3a' })).toEqual(['Ben verdict 5'])
    expect(brief({ text: 'p2' })).toEqual(['Ana verdict 3'])
    expect(brief({ text: 'blue roof' })).toEqual(['Ana verdict 3'])
    expect(brief({ text: 'red roof number 3' })).toEqual(['Ben verdict 5'])
    expect(brief({ text: 'elephant' })).toEqual([])
    expect(brief({ text: '"' })).toEqual([])
  })

  test('counts the captions of a bulk event, which speaks of none alone', () => {
    const event = appendEvent(db, { uuid: crypto.randomUUID(), at: 1, annotator: annotatorId(db, 'Ana'), kind: 'bulk', caption: null, target: null, payload: { action: 'flag' } })
    appendCaptions(db, event.seq, [1, 3, 5].map((caption) => ({ caption, value: null })))
    expect(log()).toMatchObject([{ kind: 'bulk', captions: 3, caption: null, subject: null }])
    expect(brief({ caption: 3 })).toEqual(['Ana bulk -'])
  })

  test('hides from a blind annotator what others did, and what they wrote', () => {
    reviewRepository.gold(db, { ...stamp('Lea', 1), answer: { verdict: 'accepted' } })
    submit('Ana', 'edited', 1, 'What Ana wrote')
    submit('Ben', 'flagged', 1)
    submit('Ana', 'accepted', 3)
    expect(brief({ viewer: 'Ben' })).toEqual(['Ana verdict 3', 'Ben verdict 1'])
    expect(JSON.stringify(log({ viewer: 'Ben' }))).not.toContain('What Ana wrote')
    expect(brief({ viewer: 'Lea' })).toHaveLength(4)
  })

  test('cuts a long text, never within a character', () => {
    submit('Ana', 'edited', 1, `${'x'.repeat(199)}😀 and more`)
    expect(log()[0]?.subject?.snippet).toBe(`${'x'.repeat(199)}…`)
  })
})

test.each<[string, Partial<LogArgs>, RegExp]>([
  ['all of it', {}, /INDEX events_clock/],
  ['a later page', { before: 3 }, /INDEX events_clock \(/],
  ['an annotator', { annotator: 'Ana' }, /INDEX events_annotator \(annotator=\?\)/],
  ['a kind', { kind: 'comment' }, /INDEX events_kind \(kind=\?\)/],
  ['a kind of an annotator', { annotator: 'Ana', kind: 'comment' }, /INDEX events_annotator_kind \(annotator=\? AND kind=\?\)/],
  ['a time', { since: 1010, until: 1030 }, /INDEX events_clock \(clock>\? AND clock<\?\)/],
  ['a caption’s uid', { text: 'c3a' }, /INDEX events_caption \(caption=\?\)/]
])('%s is read by index and not sorted as a whole', (_name, args, index) => {
  aDay()
  const prepared = new Set<string>()
  const prepare = db.prepare.bind(db)
  vi.spyOn(db, 'prepare').mockImplementation(((sql: string) => {
    prepared.add(sql)
    return prepare(sql)
  }) as typeof db.prepare)
  log(args)
  vi.restoreAllMocks()
  expect(prepared.size).toBeGreaterThan(0)
  const plans = [...prepared].flatMap((sql) => (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => 1)) as { detail: string }[]).map(({ detail }) => detail))
  expect(plans.filter((line) => / e USING/.test(line)).join()).toMatch(index)
  expect(plans.filter((line) => /\bSCAN (captions|events|places|[ecp])\b(?! USING INDEX events_clock)/.test(line))).toEqual([])
  if (args.text === undefined) expect(plans.filter((line) => line === 'USE TEMP B-TREE FOR ORDER BY')).toEqual([])
})

test('the tags of a project are listed once each, in order', () => {
  reviewRepository.tags(db, { ...stamp('Ana', 1), add: ['roof', 'check again'], remove: [] })
  reviewRepository.tags(db, { ...stamp('Ana', 3), add: ['roof', 'river'], remove: [] })
  expect(reviewRepository.tagNames(db, { limit: 10 })).toEqual(['check again', 'river', 'roof'])
  expect(reviewRepository.tagNames(db, { limit: 2 })).toEqual(['check again', 'river'])
})
