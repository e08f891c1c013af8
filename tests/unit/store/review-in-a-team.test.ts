import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { bulkRepository } from '#engine/store/repositories/bulk.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { reviewItemsRepository } from '#engine/store/repositories/review-items.ts'
import { appendCaptions, appendEvent, deriveSome } from '#engine/store/review-log.ts'
import { annotatorId } from '#engine/store/review-state.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

let db: Database
let clock = 1
beforeEach(() => {
  db = emptyDatabase()
  addCaptions(db, 4)
  clock = 1
})
afterEach(() => db.close())

const stamp = (annotator: string, caption = 1) => ({ uuid: crypto.randomUUID(), annotator, at: clock++, caption })
const submit = (annotator: string, verdict: Verdict, more: { text?: string; revision?: number; reason?: string } = {}, caption = 1) =>
  reviewRepository.submit(db, { ...stamp(annotator, caption), verdict, ...more }).caption
const seenBy = (annotator: string, caption = 1) => {
  const [item] = reviewItemsRepository.read(db, { captions: [caption], annotator })
  if (!item) throw new Error('the caption is gone')
  return item
}
const bulk = (annotator: string, payload: Record<string, unknown>, captions: readonly { caption: number; value: number | null }[]) => {
  const event = appendEvent(db, { uuid: crypto.randomUUID(), at: clock++, annotator: annotatorId(db, annotator), kind: 'bulk', caption: null, target: null, payload })
  appendCaptions(db, event.seq, captions)
  return event
}
const assign = (annotators: string[], blind: boolean, caption = 1) => bulk('Lea', { action: 'assign', annotators, blind }, [{ caption, value: 2 ** annotators.length - 1 }])
const derive = (): void => {
  while (deriveSome(db) > 0);
}

describe('blind second reviews', () => {
  test('hide what the other decided until all who are assigned have answered', () => {
    assign(['Ana', 'Ben'], true)
    submit('Ana', 'edited', { text: 'Ana’s text' })
    const before = seenBy('Ben')
    expect(before).toMatchObject({ blind: true, conflict: false, openVerdicts: [], caption: { status: 'unreviewed', head: 1, annotator: null, revisions: 1 } })
    expect(before.events).toEqual([])
    expect(before.revisions.map(({ id }) => id)).toEqual([1])
    expect(before.detail.captions[0]).toMatchObject({ status: 'unreviewed', head: 1 })
    expect(JSON.stringify(before)).not.toContain('Ana’s text')
    submit('Ben', 'rejected', { reason: 'wrong-place' })
    const after = seenBy('Ben')
    expect(after).toMatchObject({ blind: false, conflict: true })
    expect(after.openVerdicts.map(({ annotator, verdict, text }) => [annotator, verdict, text])).toEqual([
      ['Ana', 'edited', 'Ana’s text'],
      ['Ben', 'rejected', 'A red roof number 1 beside a river']
    ])
  })

  test('show an annotator her own verdict meanwhile, and let her change it', () => {
    assign(['Ana', 'Ben'], true)
    expect(submit('Ana', 'edited', { text: 'Mine' })).toMatchObject({ status: 'edited', text: 'Mine', annotator: 'Ana', revisions: 2 })
    expect(submit('Ana', 'accepted')).toMatchObject({ status: 'accepted', text: 'Mine' })
    expect(seenBy('Ana').events.filter(({ annotator }) => annotator !== 'Ana')).toEqual([])
  })

  test('that agree make no conflict, however each came to the text', () => {
    assign(['Ana', 'Ben'], true)
    submit('Ana', 'edited', { text: 'The same  words' })
    submit('Ben', 'edited', { text: 'The same words' })
    expect(seenBy('Cleo')).toMatchObject({ conflict: false, caption: { status: 'edited' } })
    expect(seenBy('Cleo').openVerdicts).toHaveLength(2)
  })

  test('a skip gives no opinion', () => {
    assign(['Ana', 'Ben'], true)
    submit('Ana', 'accepted')
    submit('Ben', 'skipped')
    expect(seenBy('Cleo')).toMatchObject({ conflict: false, caption: { status: 'accepted', annotator: 'Ana' } })
  })

  test('one who is not assigned sees everything', () => {
    assign(['Ana', 'Ben'], true)
    submit('Ana', 'rejected')
    expect(seenBy('Cleo')).toMatchObject({ blind: false, caption: { status: 'rejected' } })
  })
})

describe('a disagreement', () => {
  const disagree = (): void => {
    assign(['Ana', 'Ben'], true)
    submit('Ana', 'edited', { text: 'Ana’s text' })
    submit('Ben', 'edited', { text: 'Ben’s text' })
  }

  test('is settled by a verdict that knows both sides; its undo opens it again', () => {
    disagree()
    const [ana] = seenBy('Cleo').openVerdicts
    expect(submit('Cleo', 'accepted', { revision: ana?.revision ?? 0 })).toMatchObject({ status: 'accepted', text: 'Ana’s text', author: 'Ana', annotator: 'Cleo' })
    expect(seenBy('Cleo')).toMatchObject({ conflict: false, openVerdicts: [] })
    reviewRepository.undo(db, stamp('Cleo'))
    expect(seenBy('Cleo')).toMatchObject({ conflict: true })
    reviewRepository.redo(db, stamp('Cleo'))
    expect(seenBy('Cleo')).toMatchObject({ conflict: false, caption: { text: 'Ana’s text' } })
  })

  test('goes when one side takes her verdict back', () => {
    disagree()
    reviewRepository.undo(db, stamp('Ben'))
    expect(seenBy('Cleo')).toMatchObject({ conflict: false, caption: { status: 'edited', text: 'Ana’s text' } })
  })

  test('comes up when an answer arrives that a bulk event had not seen', () => {
    submit('Ana', 'flagged', {}, 3)
    const { event } = bulkRepository.begin(db, { uuid: crypto.randomUUID(), annotator: 'Lea', at: clock++, payload: { action: 'accept' } })
    appendCaptions(db, event, [{ caption: 1, value: null }, { caption: 3, value: null }])
    // Ben's, from elsewhere: earlier by his clock, and here only now.
    appendEvent(db, { uuid: crypto.randomUUID(), clock: 1, at: 1, annotator: annotatorId(db, 'Ben'), kind: 'verdict', caption: 1, target: null, payload: { verdict: 'rejected', revision: 'c1a', parents: [] } })
    expect(seenBy('Cleo')).toMatchObject({ conflict: true })
    expect(seenBy('Cleo', 3)).toMatchObject({ conflict: false, caption: { status: 'accepted' } })
  })

  test('does not come from verdicts that follow one another', () => {
    submit('Ana', 'accepted')
    submit('Ben', 'rejected')
    submit('Ana', 'flagged')
    expect(seenBy('Cleo')).toMatchObject({ conflict: false, caption: { status: 'flagged' }, openVerdicts: [] })
  })
})

describe('gold captions', () => {
  const gold = (annotator: string, answer: { verdict: Verdict; text?: string } | null) => reviewRepository.gold(db, { ...stamp(annotator), answer })

  test('hide their answer from all but who set it, and look unreviewed to each annotator', () => {
    gold('Lea', { verdict: 'rejected' })
    submit('Ana', 'accepted')
    expect(seenBy('Lea')).toMatchObject({ blind: false, gold: { verdict: 'rejected' } })
    expect(seenBy('Ben')).toMatchObject({ blind: true, gold: null, caption: { status: 'unreviewed' }, events: [] })
    expect(seenBy('Ana')).toMatchObject({ blind: true, gold: null, caption: { status: 'accepted' } })
    expect(reviewRepository.log(db, { before: null, viewer: 'Ben', count: 10 })).toEqual([])
  })

  test('are ordinary again when the answer is removed or undone', () => {
    gold('Lea', { verdict: 'rejected' })
    reviewRepository.undo(db, stamp('Lea'))
    expect(seenBy('Ben')).toMatchObject({ blind: false })
    reviewRepository.redo(db, stamp('Lea'))
    expect(seenBy('Ben')).toMatchObject({ blind: true })
    gold('Lea', null)
    expect(seenBy('Ben')).toMatchObject({ blind: false, gold: null })
  })
})

describe('marks', () => {
  test('cues: each annotator’s newest, checked against the text, undone to those before', () => {
    const mark = (cues: { kind: 'colour' | 'layout'; start: number; end: number }[], annotator = 'Ana') => reviewRepository.cues(db, { ...stamp(annotator), revision: 1, cues })
    mark([{ kind: 'colour', start: 2, end: 5 }])
    mark([{ kind: 'colour', start: 2, end: 5 }, { kind: 'layout', start: 21, end: 27 }])
    mark([{ kind: 'layout', start: 0, end: 5 }], 'Ben')
    expect(seenBy('Cleo').cues).toEqual([
      { annotator: 'Ana', revision: 1, cues: [{ kind: 'colour', start: 2, end: 5 }, { kind: 'layout', start: 21, end: 27 }] },
      { annotator: 'Ben', revision: 1, cues: [{ kind: 'layout', start: 0, end: 5 }] }
    ])
    reviewRepository.undo(db, stamp('Ana'))
    expect(seenBy('Cleo').cues[0]?.cues).toHaveLength(1)
    expect(() => mark([{ kind: 'colour', start: 2, end: 5000 }])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(() => reviewRepository.cues(db, { ...stamp('Ana'), revision: 3, cues: [] })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('tags come and go in the log’s order; a bulk tag is one event', () => {
    reviewRepository.tags(db, { ...stamp('Ana'), add: ['roof', 'check'], remove: [] })
    bulk('Ben', { action: 'tag', add: ['batch'], remove: ['check'] }, [{ caption: 1, value: null }, { caption: 3, value: null }])
    expect([seenBy('Ana').tags, seenBy('Ana', 3).tags]).toEqual([['batch', 'roof'], ['batch']])
    reviewRepository.undo(db, stamp('Ben'))
    derive()
    expect([seenBy('Ana').tags, seenBy('Ana', 3).tags]).toEqual([['check', 'roof'], []])
  })

  test('a comment is an event of its own, and is undone like any other', () => {
    reviewRepository.comment(db, { ...stamp('Ana'), text: 'Is this the north side?' })
    expect(seenBy('Ben').events).toMatchObject([{ kind: 'comment', stands: true, payload: { text: 'Is this the north side?' } }])
    expect(reviewRepository.undo(db, stamp('Ana'))).toMatchObject({ undone: { kind: 'comment', stands: false } })
  })
})

describe('restoring', () => {
  test('an earlier revision makes it the head again and adds no copy', () => {
    submit('Ana', 'edited', { text: 'Two' })
    submit('Ana', 'edited', { text: 'Three' })
    expect(submit('Ben', 'accepted', { revision: 1 })).toMatchObject({ head: 1, status: 'accepted', revisions: 3 })
    expect(() => submit('Ben', 'accepted', { revision: 3 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    reviewRepository.undo(db, stamp('Ben'))
    expect(seenBy('Ben').caption.text).toBe('Three')
  })
})

describe('reasons', () => {
  test('are the built-in ones until someone changes them', () => {
    expect(reviewRepository.reasons(db, {})[0]).toEqual({ code: 'wrong-place', label: '' })
    reviewRepository.setReasons(db, { reasons: [{ code: 'seasonal', label: 'Shows another season' }] })
    expect(reviewRepository.reasons(db, {})).toEqual([{ code: 'seasonal', label: 'Shows another season' }])
  })
})
