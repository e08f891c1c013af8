import { describe, expect, test } from 'vitest'
import type { OpenVerdict } from '#shared/contracts/review.ts'
import type { LogEntry } from '#shared/contracts/review-history.ts'
import type { Caption, CaptionSummary, LogEvent } from '#shared/domain/records.ts'
import { refreshed } from '#renderer/features/history/refreshed-log.ts'
import { answersOf, settlementBy, settlementWith } from '#renderer/features/review/adjudication/settlement.ts'
import { goldAnswer } from '#renderer/features/review/panels/gold-answer.ts'
import { aboveAndBelow, rankChange } from '#renderer/features/review/panels/rank-change.ts'
import { historyEntries } from '#renderer/features/review/panels/history-entries.ts'
import { completeTag } from '#renderer/features/review/panels/tag-completion.ts'

const rank = (of: number) => ({ rank: of, score: 1 / of, view: 1 })

describe('what an edit did to a rank', () => {
  test('is better nearer to the first place', () => {
    expect(rankChange({ before: rank(214), after: rank(3) })).toEqual({ direction: 'better', places: 211 })
    expect(rankChange({ before: rank(3), after: rank(4) })).toEqual({ direction: 'worse', places: 1 })
    expect(rankChange({ before: rank(7), after: rank(7) })).toEqual({ direction: 'same', places: 0 })
    expect(rankChange({ before: null, after: null })).toBeNull()
  })

  test('parts the tiles in its way from those behind', () => {
    const others = [1, 2, 4, 5].map((of) => ({ ...rank(of), viewUid: '', place: of, placeUid: '', lat: null, lon: null, region: null, distanceM: null, truth: false }))
    const { above, below } = aboveAndBelow({ after: rank(3), others })
    expect([above.map((one) => one.rank), below.map((one) => one.rank)]).toEqual([[1, 2], [4, 5]])
    expect(aboveAndBelow({ after: null, others }).above).toHaveLength(4)
  })
})

describe('the completion of tags', () => {
  const known = ['roof', 'red roof', 'River', 'check again']

  test('puts what begins so before what holds it, and offers what is new last', () => {
    expect(completeTag('ro', known, [])).toEqual([{ tag: 'roof', isNew: false }, { tag: 'red roof', isNew: false }, { tag: 'ro', isNew: true }])
    expect(completeTag('river', known, [])).toEqual([{ tag: 'River', isNew: false }])
    expect(completeTag('', known, ['roof']).map(({ tag }) => tag)).toEqual(['red roof', 'River', 'check again'])
  })

  test('offers neither what the caption has nor what is no tag', () => {
    expect(completeTag('roof', known, ['roof'])).toEqual([{ tag: 'red roof', isNew: false }])
    expect(completeTag('a "b"', known, [])).toEqual([])
    expect(completeTag('x'.repeat(51), known, [])).toEqual([])
  })
})

describe('a settlement', () => {
  const verdict = (uuid: string, of: Partial<OpenVerdict> = {}): OpenVerdict => ({ uuid, annotator: uuid.toUpperCase(), verdict: 'edited', revision: 1, text: 'A red roof', reason: null, comment: null, at: 1, ...of })

  test('numbers the answers by their uuids, whoever came first', () => {
    const item = { openVerdicts: [verdict('c', { verdict: 'skipped' }), verdict('a'), verdict('b')], cues: [], revisions: [] }
    expect(answersOf(item).map(({ n, uuid, choosable }) => [n, uuid, choosable])).toEqual([[1, 'a', true], [2, 'b', true], [3, 'c', false]])
  })

  test('shows cues where they lie in the answer’s own text, and none of a text that is gone', () => {
    const first = { id: 1, text: 'A roof' } as Caption
    const cues = [
      { annotator: 'A', revision: 2, cues: [{ kind: 'colour' as const, start: 2, end: 5 }] },
      { annotator: 'B', revision: 1, cues: [{ kind: 'structure' as const, start: 2, end: 6 }] },
      { annotator: 'C', revision: 9, cues: [{ kind: 'sign' as const, start: 0, end: 1 }] }
    ]
    const item = { openVerdicts: [verdict('a', { revision: 2 }), verdict('b', { revision: 3, text: 'One roof' }), verdict('c')], cues, revisions: [first] }
    expect(answersOf(item).map((answer) => answer.cues.map(({ start, end }) => answer.text.slice(start, end)))).toEqual([['red'], ['roof'], []])
  })

  test('accepts the text that an answer let pass, and gives a rejection again with its reason', () => {
    expect(settlementBy(verdict('a', { revision: 7 }))).toEqual({ verdict: 'accepted', revision: 7 })
    expect(settlementBy(verdict('a', { verdict: 'accepted', revision: 7, reason: 'left over' }))).toEqual({ verdict: 'accepted', revision: 7 })
    expect(settlementBy(verdict('a', { verdict: 'rejected', reason: 'wrong-place' }))).toEqual({ verdict: 'rejected', revision: 1, reason: 'wrong-place' })
    expect(settlementBy(verdict('a', { verdict: 'flagged' }))).toEqual({ verdict: 'flagged', revision: 1 })
  })

  test('with a merged text makes a revision only where the text is new', () => {
    const first = { id: 1, text: 'A roof' }
    const answers = [{ text: 'A red roof', revision: 7 }]
    expect(settlementWith(' A red tin roof ', answers, first)).toEqual({ verdict: 'edited', text: 'A red tin roof' })
    expect(settlementWith('A red roof\n', answers, first)).toEqual({ verdict: 'accepted', revision: 7 })
    expect(settlementWith('A roof', answers, first)).toEqual({ verdict: 'accepted', revision: 1 })
    expect(settlementWith('  ', answers, first)).toBeNull()
  })
})

test('a gold answer is the present verdict, with its text where it is an edit', () => {
  const caption = { status: 'edited', text: 'A red roof', annotator: 'Ana' } as const
  expect(goldAnswer(caption, ' sure ')).toEqual({ verdict: 'edited', text: 'A red roof', note: 'sure', from: 'Ana' })
  expect(goldAnswer({ ...caption, status: 'rejected' })).toEqual({ verdict: 'rejected', from: 'Ana' })
  expect(goldAnswer({ ...caption, status: 'skipped' })).toBeNull()
  expect(goldAnswer({ ...caption, status: 'unreviewed', annotator: null })).toBeNull()
})

describe('a log that is read again', () => {
  const entry = (seq: number, of: Partial<LogEvent> = {}): LogEntry => ({ seq, uuid: `u${seq}`, at: seq, annotator: 'Ana', kind: 'verdict', caption: 1, target: null, stands: true, captions: 1, payload: {}, subject: null, ...of })
  const known = [5, 4, 3, 2, 1].map((seq) => entry(seq))

  test('has what is new on top, each event once', () => {
    expect(refreshed(known, [entry(7), entry(6), entry(5), entry(4)], false)?.map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2, 1])
  })

  test('marks what was undone since, far below as well; the last step counts', () => {
    const undo = entry(6, { kind: 'undo', target: 'u1', stands: null })
    expect(refreshed(known, [undo, entry(5)], false)?.at(-1)).toMatchObject({ seq: 1, stands: false })
    const redo = entry(7, { kind: 'redo', target: 'u1', stands: null })
    expect(refreshed(known, [redo, undo, entry(5)], false)?.at(-1)).toMatchObject({ seq: 1, stands: true })
    // A step that was known before has been counted already.
    const later = [entry(6, { kind: 'undo', target: 'u1', stands: null }), ...known]
    expect(refreshed(later, [entry(7), later[0] as LogEntry], false)?.at(-1)?.stands).toBe(true)
  })

  test('is read anew where the pages do not meet', () => {
    expect(refreshed(known, [entry(20), entry(19)], false)).toBeNull()
    expect(refreshed(known, [entry(20)], true)?.map(({ seq }) => seq)).toEqual([20])
  })
})

describe('the history of a caption', () => {
  const revision = (id: number, of: Partial<Caption> = {}): Caption => ({ id, uid: `c${id}`, place: 1, root: 1, revises: id === 1 ? null : 1, text: `text ${id}`, authorKind: id === 1 ? 'lvlm' : 'person', author: id === 1 ? 'model' : 'Ana', prompt: null, createdAt: id === 1 ? null : id * 10, extra: null, ...of })
  const event = (seq: number, of: Partial<LogEvent> = {}): LogEvent => ({ seq, uuid: `u${seq}`, at: seq * 10, annotator: 'Ana', kind: 'verdict', caption: 1, target: null, stands: true, captions: 1, payload: {}, ...of })
  const words = { reason: (code: string) => `<${code}>`, author: (of: Caption) => of.author, wrote: () => 'wrote', cue: (kind: string, text: string) => `${kind}: ${text}` }

  test('has each edit once, with its text before and after, and marks what was undone', () => {
    const item = {
      caption: { id: 1, head: 1 } as CaptionSummary,
      revisions: [revision(1), revision(2)],
      events: [
        event(4, { kind: 'undo', target: 'u2', stands: null }),
        event(3, { annotator: 'Ben', payload: { verdict: 'rejected', reason: 'wrong-place', comment: 'see the map', revision: 'c1' } }),
        event(2, { stands: false, payload: { verdict: 'edited', revision: 'c2', text: 'text 2' } })
      ]
    }
    const entries = historyEntries(item, words)
    expect(entries.map(({ who, undone, current }) => [who, undone, current])).toEqual([['model', false, true], ['Ana', true, false], ['Ben', false, false], ['Ana', false, false]])
    expect(entries[1]?.text).toEqual({ revision: 2, before: 'text 1', after: 'text 2' })
    expect(entries[2]).toMatchObject({ note: '<wrong-place>: see the map', text: null, tone: 'wrong' })
    expect(entries[3]?.what).toContain('Edited')
  })

  test('keeps a text whose event is no longer at hand, and names the words of cues', () => {
    const item = { caption: { id: 1, head: 2 } as CaptionSummary, revisions: [revision(1, { text: 'A red roof' }), revision(2)], events: [event(9, { kind: 'cues', payload: { revision: 'c1', cues: [{ kind: 'colour', start: 2, end: 5 }] } })] }
    const entries = historyEntries(item, words)
    expect(entries.map(({ key, note, current }) => [key, note, current])).toEqual([['r1', null, false], ['r2', null, true], ['e9', 'colour: red', false]])
  })
})
