import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BulkAction } from '#shared/domain/review-events.ts'
import { verdicts, type Verdict } from '#shared/domain/vocabulary.ts'
import { bulkRepository, type BulkStep } from '#engine/store/repositories/bulk.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

let db: Database
beforeEach(() => {
  db = emptyDatabase()
  addCaptions(db, 4)
})
afterEach(() => db.close())

let clock = 1
const stamp = (annotator: string) => ({ uuid: crypto.randomUUID(), annotator, at: clock++ })
const settle = () => {
  while (reviewRepository.deriveSome(db, {}) > 0);
}
const submit = (caption: number, verdict: Verdict, annotator = 'Ana') => reviewRepository.submit(db, { ...stamp(annotator), caption, verdict, ...(verdict === 'edited' ? { text: `edit ${clock}` } : {}) })
const undo = (annotator = 'Ana') => {
  const step = reviewRepository.undo(db, stamp(annotator))
  settle()
  return step
}
const redo = (annotator = 'Ana') => {
  const step = reviewRepository.redo(db, stamp(annotator))
  settle()
  return step
}

interface Bulk {
  readonly action: BulkAction
  readonly captions: readonly number[]
  readonly value: number
}
const details: Record<BulkAction, Record<string, unknown>> = {
  accept: {},
  flag: {},
  reject: { reason: 'too-vague' },
  tag: { add: ['night', 'rain'], remove: ['day'] },
  assign: { annotators: ['Ana', 'Ben', 'Cleo'], blind: true },
  unassign: { annotators: ['Ana', 'Cleo'] },
  replace: {}
}

/** As the job does it; `hidden` captions are taken as well, so that histories are not bare. */
function bulk({ action, captions, value }: Bulk, annotator = 'Ana', hidden = true): BulkStep & { event: number } {
  const who = stamp(annotator)
  const { event } = bulkRepository.begin(db, { ...who, payload: { action, count: captions.length, ...details[action] } })
  const some = { event, hidden, budgetMs: 1000 }
  const headOf = (caption: number): number => (db.prepare('SELECT head FROM caption_state WHERE caption = ?').pluck().get(caption) as number | undefined) ?? caption
  const step =
    action === 'replace'
      ? bulkRepository.addTexts(db, { ...some, ...who, texts: captions.map((caption) => ({ caption, head: headOf(caption), text: `replaced ${value} in ${caption}` })) })
      : bulkRepository.add(db, { ...some, captions: captions.map((caption) => ({ caption, value: action === 'assign' ? value : null })) })
  return { ...step, event }
}

const derivedTables = ['caption_state', 'caption_cues', 'caption_tags', 'assignments', 'gold'] as const

/** All that is derived, each table; what differs only in that a caption was never touched is the same. */
function derived(): Record<string, unknown[]> {
  const untouched = "WHERE status <> 'unreviewed' OR head <> caption OR conflict <> 0"
  const tables = Object.fromEntries(derivedTables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ${table === 'caption_state' ? untouched : ''} ORDER BY 1, 2`).all()]))
  return { ...tables, counts: db.prepare('SELECT region, status, n FROM count_captions WHERE n <> 0 ORDER BY 1, 2').all() }
}

type Act = { kind: 'bulk'; annotator: string; bulk: Bulk } | { kind: 'verdict'; annotator: string; caption: number; verdict: Verdict } | { kind: 'undo' | 'redo'; annotator: string }
const people = fc.constantFrom('Ana', 'Ben')
const caption = fc.integer({ min: 1, max: 8 })
const bulks = fc.record({
  action: fc.constantFrom<BulkAction>('accept', 'flag', 'reject', 'tag', 'assign', 'unassign', 'replace'),
  captions: fc.uniqueArray(caption, { minLength: 1, maxLength: 6 }),
  value: fc.integer({ min: 1, max: 7 })
})
const deeds = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('bulk' as const), annotator: people, bulk: bulks }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('verdict' as const), annotator: people, caption, verdict: fc.constantFrom(...verdicts) }) }
)
const steps = fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const), annotator: people })

function act(deed: Act): void {
  if (deed.kind === 'bulk') bulk(deed.bulk, deed.annotator)
  else if (deed.kind === 'verdict') submit(deed.caption, deed.verdict, deed.annotator)
  else if (deed.kind === 'undo') undo(deed.annotator)
  else redo(deed.annotator)
}

describe('an event over many captions', () => {
  test('is one event, and one undo takes it back; another’s verdict in between stays', () => {
    bulk({ action: 'accept', captions: [1, 2, 3, 4], value: 0 })
    submit(2, 'rejected', 'Ben')
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(2)
    const state = () => db.prepare("SELECT caption, status FROM caption_state WHERE status <> 'unreviewed' ORDER BY caption").raw().all()
    expect(state()).toEqual([[1, 'accepted'], [2, 'rejected'], [3, 'accepted'], [4, 'accepted']])
    expect(undo('Ana')).toMatchObject({ undone: { kind: 'bulk', captions: 4 }, caption: null })
    expect(state()).toEqual([[2, 'rejected']])
    expect(redo('Ana')).toMatchObject({ redone: { kind: 'bulk', captions: 4 } })
    expect(state()).toEqual([[1, 'accepted'], [2, 'rejected'], [3, 'accepted'], [4, 'accepted']])
  })

  test('with the same uuid goes on: captions that it has are passed over, and no revision is made twice', () => {
    const who = stamp('Ana')
    const begin = () => bulkRepository.begin(db, { ...who, payload: { action: 'replace', count: 2 } })
    const texts = [1, 2].map((id) => ({ caption: id, head: id, text: `new ${id}` }))
    const { event } = begin()
    expect(bulkRepository.addTexts(db, { event, hidden: false, budgetMs: 1000, ...who, texts })).toMatchObject({ taken: 2, added: 2 })
    expect(begin()).toEqual({ event })
    expect(bulkRepository.addTexts(db, { event, hidden: false, budgetMs: 1000, ...who, texts })).toMatchObject({ taken: 2, added: 0, stale: [] })
    expect(db.prepare('SELECT count(*) FROM captions WHERE root IS NOT NULL').pluck().get()).toBe(2)
    expect(db.prepare("SELECT count(*) FROM events WHERE kind = 'bulk'").pluck().get()).toBe(1)
    expect(() => bulkRepository.begin(db, { ...who, payload: { action: 'tag', count: 2 } })).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
  })

  test('once it is undone, nothing is added to it; given back, more can be', () => {
    const { event } = bulk({ action: 'flag', captions: [1], value: 0 })
    undo()
    const more = () => bulkRepository.add(db, { event, hidden: false, budgetMs: 1000, captions: [{ caption: 2, value: null }] })
    expect(more()).toMatchObject({ taken: 0, added: 0, undone: true })
    redo()
    expect(more()).toMatchObject({ taken: 1, added: 1, undone: false })
  })

  test('a text that was revised since it was read is not replaced', () => {
    submit(1, 'edited', 'Ben')
    const who = stamp('Ana')
    const { event } = bulkRepository.begin(db, { ...who, payload: { action: 'replace', count: 1 } })
    const step = bulkRepository.addTexts(db, { event, hidden: false, budgetMs: 1000, ...who, texts: [{ caption: 1, head: 1, text: 'old words' }] })
    expect(step).toMatchObject({ taken: 1, added: 0, stale: [1] })
  })

  test('leaves captions out that are gold or wait for a blind verdict, unless they are asked for', () => {
    reviewRepository.gold(db, { ...stamp('Ben'), caption: 1, answer: { verdict: 'accepted' } })
    bulk({ action: 'assign', captions: [2, 3], value: 1 }) // Ana, blind
    submit(3, 'accepted', 'Ana') // has answered
    expect(bulkRepository.parted(db, { captions: Int32Array.of(4, 3, 2, 1) })).toEqual({ shown: Int32Array.of(4, 3), hidden: Int32Array.of(2, 1) })
    expect(bulk({ action: 'accept', captions: [1, 2, 3, 4], value: 0 }, 'Cleo', false)).toMatchObject({ taken: 4, added: 2, leftOut: 2 })
    expect(bulk({ action: 'accept', captions: [1, 2, 3, 4], value: 0 }, 'Cleo', true)).toMatchObject({ taken: 4, added: 4, leftOut: 0 })
  })

  test('an assignment gives a caption to those whose bits it has', () => {
    bulk({ action: 'assign', captions: [1], value: 0b101 })
    const assigned = () => db.prepare('SELECT n.name FROM assignments a JOIN annotators n ON n.id = a.annotator WHERE a.caption = 1 ORDER BY n.name').pluck().all()
    expect(assigned()).toEqual(['Ana', 'Cleo'])
    bulk({ action: 'unassign', captions: [1], value: 0 })
    expect(assigned()).toEqual([])
    undo()
    expect(assigned()).toEqual(['Ana', 'Cleo'])
  })
})

describe('histories with such events', () => {
  test('of one annotator are undone step by step to each state before, and redone to the same', () => {
    fc.assert(
      fc.property(fc.array(deeds, { minLength: 1, maxLength: 14 }), (history) => {
        db.exec('SAVEPOINT history')
        const states = [derived()]
        for (const deed of history) {
          act({ ...deed, annotator: 'Ana' })
          states.push(derived())
        }
        for (let i = history.length; i > 0; i--) {
          expect(derived()).toEqual(states[i])
          expect(undo()).not.toBeNull()
        }
        expect(derived()).toEqual(states[0])
        for (let i = 1; i <= history.length; i++) {
          expect(redo()).not.toBeNull()
          expect(derived()).toEqual(states[i])
        }
        expect(redo()).toBeNull()
        db.exec('ROLLBACK TO history; RELEASE history')
      }),
      { numRuns: 60 }
    )
  })

  test('of two annotators give the same when everything is derived again from the log', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: deeds }, { weight: 2, arbitrary: steps }), { maxLength: 30 }), (history) => {
        db.exec('SAVEPOINT history')
        history.forEach(act)
        const everything = () => ({ ...derived(), whole: db.prepare('SELECT * FROM caption_state ORDER BY caption').all(), standing: db.prepare('SELECT * FROM standing ORDER BY event').all() })
        const live = everything()
        reviewRepository.rebuild(db, {})
        expect(everything()).toEqual(live)
        db.exec('ROLLBACK TO history; RELEASE history')
      }),
      { numRuns: 120 }
    )
  })
})
