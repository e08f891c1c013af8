import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isBlind } from '#engine/store/blind-review.ts'
import { inboxRepository } from '#engine/store/repositories/inbox.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { workPackagesRepository } from '#engine/store/repositories/work-packages.ts'
import { appendCaptions, appendEvent } from '#engine/store/review-log.ts'
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

const stamp = (annotator: string, caption: number) => ({ uuid: crypto.randomUUID(), annotator, at: clock++, caption })
const edit = (annotator: string, caption: number, text: string) => reviewRepository.submit(db, { ...stamp(annotator, caption), verdict: 'edited', text }).caption
const assign = (annotators: string[], blind: boolean, caption: number): void => {
  const event = appendEvent(db, { uuid: crypto.randomUUID(), at: clock++, annotator: annotatorId(db, 'Lea'), kind: 'bulk', caption: null, target: null, payload: { action: 'assign', annotators, blind } })
  appendCaptions(db, event.seq, [{ caption, value: 2 ** annotators.length - 1 }])
}
const sliceFor = (recipient: string, captions: number[], blind = false) => workPackagesRepository.slice(db, { captions, recipient, blind, kinds: ['satellite'] })
const eventsOf = (slice: ReturnType<typeof sliceFor>) => workPackagesRepository.events(db, { seqs: slice.events.map(({ seq }) => seq) }).map(({ annotator, kind }) => `${annotator.name} ${kind}`)

describe('a package holds', () => {
  test('all of a caption’s log where nothing is hidden, bulk events of these captions only', () => {
    edit('Ana', 1, 'Ana’s text')
    edit('Ana', 3, 'Of another caption')
    assign(['Ben'], false, 1)
    assign(['Ben'], false, 3)
    reviewRepository.undo(db, stamp('Ana', 0))
    const slice = sliceFor('Ben', [1])
    expect(eventsOf(slice).sort()).toEqual(['Ana verdict', 'Lea bulk'])
    expect(slice.bulk.map(({ caption }) => caption)).toEqual(['c1a'])
    expect(slice.captions.map(({ text }) => text)).toEqual(['A red roof number 1 beside a river', 'Ana’s text'])
    expect(eventsOf(sliceFor('Ben', [3])).sort()).toEqual(['Ana undo', 'Ana verdict', 'Lea bulk'])
  })

  test('of a caption that its reader reviews blind only her own, and who is to review it', () => {
    edit('Ana', 1, 'Ana’s text')
    edit('Ben', 1, 'Ben’s text, after Ana’s')
    assign(['Ana', 'Ben', 'Cleo'], true, 1)
    const forBen = sliceFor('Ben', [1])
    expect(eventsOf(forBen).sort()).toEqual(['Ben verdict', 'Lea bulk'])
    // What it revised stays behind: it stands on the first text.
    expect(forBen.captions.map(({ text, revises }) => [text, revises])).toEqual([['A red roof number 1 beside a river', null], ['Ben’s text, after Ana’s', 'c1a']])
    expect(JSON.stringify(forBen)).not.toContain('Ana’s text')
    expect(eventsOf(sliceFor('Cleo', [1]))).toEqual(['Lea bulk'])
    // One who is not among them sees all.
    expect(eventsOf(sliceFor('Dora', [1])).sort()).toEqual(['Ana verdict', 'Ben verdict', 'Lea bulk'])
  })

  test('a revision of someone else that the reader had accepted', () => {
    edit('Ana', 1, 'Ana’s text')
    reviewRepository.submit(db, { ...stamp('Ben', 1), verdict: 'accepted' })
    assign(['Ben', 'Cleo'], true, 1)
    expect(sliceFor('Ben', [1]).captions.map(({ text }) => text)).toContain('Ana’s text')
    expect(sliceFor('Cleo', [1]).captions.map(({ text }) => text)).not.toContain('Ana’s text')
  })
})

describe('the inbox', () => {
  const disagree = (caption: number): void => {
    assign(['Ana', 'Ben'], true, caption)
    edit('Ana', caption, `Ana’s ${caption}`)
    edit('Ben', caption, `Ben’s ${caption}`)
  }
  const page = (annotator: string, start = 0, count = 10) => inboxRepository.page(db, { annotator, start, count })

  test('lists captions in conflict with what each says and since when, page by page', () => {
    for (const caption of [1, 3, 5]) disagree(caption)
    expect(page('Lea')).toMatchObject({ total: 3 })
    const [row] = page('Lea').rows
    expect(row).toMatchObject({ caption: 1, placeUid: 'p1', region: 'Lagos', text: 'Ben’s 1', view: 1 })
    expect(row?.verdicts.map(({ annotator, text }) => [annotator, text])).toEqual([['Ana', 'Ana’s 1'], ['Ben', 'Ben’s 1']])
    expect(row?.since).toBe(row?.verdicts[1]?.at)
    expect(page('Lea', 1, 1).rows.map(({ caption }) => caption)).toEqual([3])
    expect(page('Lea', 3, 10)).toEqual({ total: 3, rows: [] })
  })

  test('shows nobody what she may not see: as the rule of one caption says', () => {
    for (const caption of [1, 3, 5, 7]) disagree(caption)
    // Dora’s answer still waits; 5 is gold.
    assign(['Dora'], true, 3)
    reviewRepository.gold(db, { ...stamp('Lea', 5), answer: { verdict: 'accepted' } })
    for (const annotator of ['Ana', 'Ben', 'Dora', 'Lea', 'Nobody']) {
      const id = (db.prepare('SELECT id FROM annotators WHERE name = ?').pluck().get(annotator) as number | undefined) ?? null
      const visible = [1, 3, 5, 7].filter((caption) => !isBlind(db, caption, id))
      expect(page(annotator).rows.map(({ caption }) => caption)).toEqual(visible)
      expect(page(annotator).total).toBe(visible.length)
    }
    expect(page('Lea').total).toBe(4)
    expect(page('Dora').rows.map(({ caption }) => caption)).toEqual([1, 7])
  })
})
