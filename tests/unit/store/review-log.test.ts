import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verdicts, type Verdict } from '#shared/domain/vocabulary.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { reviewItemsRepository } from '#engine/store/repositories/review-items.ts'
import { indexingRepository } from '#engine/store/repositories/indexing.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

let db: Database
beforeEach(() => {
  db = emptyDatabase()
  addCaptions(db, 4)
})
afterEach(() => db.close())

let clock = 1
const submit = (caption: number, verdict: Verdict, annotator = 'Ana', text?: string) =>
  reviewRepository.submit(db, { uuid: crypto.randomUUID(), annotator, at: clock++, caption, verdict, ...(verdict === 'edited' ? { text: text ?? `edit ${clock}` } : {}) })
const undo = (annotator = 'Ana') => reviewRepository.undo(db, { uuid: crypto.randomUUID(), annotator, at: clock++ })
const redo = (annotator = 'Ana') => reviewRepository.redo(db, { uuid: crypto.randomUUID(), annotator, at: clock++ })

/** All that is derived: what must come back exactly. */
function derived(of = db): unknown {
  const all = (sql: string): unknown[] => of.prepare(sql).all()
  return {
    state: all("SELECT caption, status, head, annotator, reviewed_at, event FROM caption_state WHERE status <> 'unreviewed' OR head <> caption ORDER BY caption"),
    counts: all('SELECT region, status, n FROM count_captions WHERE n <> 0 ORDER BY region, status')
  }
}

function recounted(): unknown[] {
  return db
    .prepare(
      `SELECT coalesce(p.region, 0) AS region, coalesce(s.status, 'unreviewed') AS status, count(*) AS n FROM captions c JOIN places p ON p.id = c.place
       LEFT JOIN caption_state s ON s.caption = c.id WHERE c.root IS NULL GROUP BY 1, 2 ORDER BY 1, 2`
    )
    .all()
}

type Action = { kind: 'verdict'; caption: number; verdict: Verdict; annotator: string } | { kind: 'undo' | 'redo'; annotator: string }
const annotators = fc.constantFrom('Ana', 'Ben')
const actions = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('verdict' as const), caption: fc.integer({ min: 1, max: 4 }), verdict: fc.constantFrom(...verdicts), annotator: annotators }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const), annotator: annotators }) }
  ),
  { maxLength: 40 }
)

function act(action: Action): void {
  if (action.kind === 'verdict') submit(action.caption, action.verdict, action.annotator)
  else if (action.kind === 'undo') undo(action.annotator)
  else redo(action.annotator)
}

describe('a verdict', () => {
  test('is the caption’s state; an edit makes a revision that becomes the head', () => {
    expect(submit(1, 'accepted').caption).toMatchObject({ status: 'accepted', head: 1, revisions: 1, annotator: 'Ana' })
    const edited = submit(1, 'edited', 'Ben', 'A green roof').caption
    expect(edited).toMatchObject({ id: 1, status: 'edited', text: 'A green roof', revisions: 2, annotator: 'Ben', author: 'Ben', authorKind: 'person' })
    expect(db.prepare('SELECT root, revises, text FROM captions WHERE id = ?').get(edited.head)).toEqual({ root: 1, revises: 1, text: 'A green roof' })
    expect(submit(1, 'flagged').caption).toMatchObject({ status: 'flagged', text: 'A green roof' })
  })

  test('with the same uuid is acknowledged and adds nothing; with another content it is refused', () => {
    const args = { uuid: crypto.randomUUID(), annotator: 'Ana', at: 5, caption: 1, verdict: 'edited' as const, text: 'Once' }
    const first = reviewRepository.submit(db, args)
    expect(reviewRepository.submit(db, { ...args, uuid: args.uuid.toUpperCase() })).toEqual(first)
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(1)
    expect(db.prepare('SELECT count(*) FROM captions WHERE root = 1').pluck().get()).toBe(1)
    expect(() => reviewRepository.submit(db, { ...args, caption: 2 })).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
    expect(() => reviewRepository.undo(db, { uuid: args.uuid, annotator: 'Ana', at: 6 })).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
  })

  test('is refused when someone revised the caption meanwhile', () => {
    submit(1, 'edited', 'Ben')
    const late = { uuid: crypto.randomUUID(), annotator: 'Ana', at: 9, caption: 1, verdict: 'accepted' as const, expectedHead: 1 }
    expect(() => reviewRepository.submit(db, late)).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(1)
  })

  test('removes the annotator’s draft of that caption, and no other', () => {
    for (const annotator of ['Ana', 'Ben']) reviewRepository.draft(db, { annotator, caption: 1, text: `draft of ${annotator}`, at: 1 })
    submit(1, 'accepted', 'Ana')
    const draftOf = (annotator: string) => reviewItemsRepository.read(db, { captions: [1], annotator })[0]?.draft
    expect([draftOf('Ana'), draftOf('Ben'), draftOf('Cleo')]).toEqual([null, 'draft of Ben', null])
  })

  test('of an unknown caption is NOT_FOUND and leaves no trace', () => {
    expect(() => submit(99, 'accepted')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(0)
  })

  test('makes its words findable at once, unless older captions still wait for the index', () => {
    const find = (word: string) => db.prepare('SELECT rowid FROM captions_fts WHERE captions_fts MATCH ?').pluck().all(word)
    const waiting = submit(1, 'edited', 'Ana', 'turquoise').caption.head
    expect(find('turquoise')).toEqual([])
    while (indexingRepository.step(db, { limit: 3 }).captions > 0);
    expect(find('turquoise')).toEqual([waiting])
    const indexed = submit(2, 'edited', 'Ana', 'vermilion').caption.head
    expect(find('vermilion')).toEqual([indexed])
    expect(indexingRepository.pending(db, {}).captions).toBe(0)
  })
})

describe('the log', () => {
  test('is append-only', () => {
    submit(1, 'accepted')
    expect(() => db.exec("UPDATE events SET payload = '{}'")).toThrow('append-only')
    expect(() => db.exec('DELETE FROM events')).toThrow('append-only')
    expect(() => db.exec("INSERT OR REPLACE INTO events (seq, uuid, at, annotator, clock, kind, caption, payload) VALUES (1, 'x', 1, 1, 1, 'verdict', 1, '{}')")).toThrow('append-only')
  })

  test('reads newest first, in pages, by caption and by annotator', () => {
    submit(1, 'accepted')
    submit(2, 'rejected', 'Ben')
    submit(1, 'flagged')
    const seqs = (args: { annotator?: string; caption?: number; before?: number; count?: number }) => reviewRepository.log(db, { before: args.before ?? null, count: args.count ?? 10, ...args, ...(args.before === undefined ? { before: null } : {}) }).map((event) => event.seq)
    expect(seqs({})).toEqual([3, 2, 1])
    expect(seqs({ count: 1 })).toEqual([3])
    expect(seqs({ before: 3 })).toEqual([2, 1])
    expect(seqs({ caption: 1 })).toEqual([3, 1])
    expect(seqs({ annotator: 'Ben' })).toEqual([2])
  })
})

describe('undo and redo', () => {
  test('without anything to undo or redo there is nothing', () => {
    expect(undo()).toBeNull()
    expect(redo()).toBeNull()
    submit(1, 'accepted', 'Ben')
    expect(undo('Ana')).toBeNull()
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(1)
  })

  test('undo brings back the head as well; redo the revision itself, not a copy', () => {
    const head = submit(1, 'edited', 'Ana', 'Two').caption.head
    expect(undo()?.caption).toMatchObject({ status: 'unreviewed', head: 1, annotator: null, reviewedAt: null })
    expect(redo()?.caption).toMatchObject({ status: 'edited', head, text: 'Two' })
    expect(db.prepare('SELECT count(*) FROM captions WHERE root = 1').pluck().get()).toBe(1)
  })

  test('a new verdict clears what could be redone, of this annotator only', () => {
    submit(1, 'accepted', 'Ana')
    submit(2, 'accepted', 'Ben')
    undo('Ana')
    undo('Ben')
    submit(3, 'rejected', 'Ana')
    expect(redo('Ana')).toBeNull()
    expect(redo('Ben')?.caption?.id).toBe(2)
  })

  test('with the same uuid a step is taken once', () => {
    submit(1, 'accepted')
    submit(2, 'accepted')
    const step = { uuid: crypto.randomUUID(), annotator: 'Ana', at: 1 }
    expect(reviewRepository.undo(db, step)).toEqual(reviewRepository.undo(db, step))
    expect(reviewRepository.undo(db, { ...step, uuid: crypto.randomUUID() })?.caption?.id).toBe(1)
  })

  test('an undo takes away one’s own verdict and leaves what another decided since', () => {
    submit(1, 'edited', 'Ana', 'Ana’s text')
    submit(1, 'accepted', 'Ben')
    expect(undo('Ana')?.caption).toMatchObject({ status: 'accepted', annotator: 'Ben', text: 'Ana’s text' }) // it is this text that Ben accepted
    expect(undo('Ben')?.caption).toMatchObject({ status: 'unreviewed', head: 1 })
  })

  test('any history of one annotator is undone step by step to each state before it, and redone to the same', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(...verdicts)), { minLength: 1, maxLength: 25 }), (history) => {
        db.exec('SAVEPOINT history')
        const states = [derived()]
        for (const [caption, verdict] of history) {
          submit(caption, verdict)
          states.push(derived())
        }
        for (let i = history.length; i > 0; i--) {
          expect(derived()).toEqual(states[i])
          expect(undo()).not.toBeNull()
        }
        expect(derived()).toEqual(states[0])
        expect(undo()).toBeNull()
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

  test('after any history of two annotators, rebuilding from the log changes nothing, and counters equal a recount', () => {
    fc.assert(
      fc.property(actions, (history) => {
        db.exec('SAVEPOINT history')
        history.forEach(act)
        const everything = () => ({ derived: derived(), state: db.prepare('SELECT * FROM caption_state ORDER BY caption').all(), standing: db.prepare('SELECT * FROM standing ORDER BY event').all() })
        const live = everything()
        reviewRepository.rebuild(db, {})
        expect(everything()).toEqual(live)
        expect(recounted()).toEqual((live.derived as { counts: unknown[] }).counts)
        // A step after the rebuild is the step that would have been taken without it.
        expect(undo('Ana')?.undone.seq ?? null).toEqual((live.standing as { event: number; annotator: number }[]).filter((row) => row.annotator === annotatorOf('Ana')).at(-1)?.event ?? null)
        db.exec('ROLLBACK TO history; RELEASE history')
      }),
      { numRuns: 120 }
    )
  })
})

function annotatorOf(name: string): number | undefined {
  return db.prepare('SELECT id FROM annotators WHERE name = ?').pluck().get(name) as number | undefined
}
