import { describe, expect, it } from 'vitest'
import type { ReviewItem } from '#shared/contracts/review.ts'
import { comparisons } from '#renderer/features/review/editor/compare-texts.ts'
import { DraftCues } from '#renderer/features/review/editor/draft-cues.ts'
import { cursorRange, walkWords } from '#renderer/features/review/editor/word-walk.ts'
import { memoryStorage } from '../memory-storage.ts'

describe('walking the words', () => {
  // Three lines of three words, 10 px wide and 20 px high each.
  const lineOf = (word: number) => ({ top: Math.floor(word / 3) * 20, middle: (word % 3) * 10 + 5 })
  const walk = (from: number, move: Parameters<typeof walkWords>[2], extend = false) => walkWords(9, { anchor: from, focus: from }, move, extend, lineOf)

  it('goes by words and lines, and stops at the ends', () => {
    expect(walk(4, 'next')?.focus).toBe(5)
    expect(walk(8, 'next')?.focus).toBe(8)
    expect(walk(0, 'previous')?.focus).toBe(0)
    expect(walk(4, 'lineDown')?.focus).toBe(7)
    expect(walk(4, 'lineUp')?.focus).toBe(1)
    expect(walk(1, 'lineUp')?.focus).toBe(0)
    expect(walk(7, 'lineDown')?.focus).toBe(8)
    expect(walkWords(0, null, 'next', false, lineOf)).toBeNull()
  })

  it('extends from where it began, both ways', () => {
    const words = Array.from({ length: 9 }, (_, i) => ({ start: i * 4, end: i * 4 + 3 }))
    const right = walk(4, 'next', true)
    expect(right).toEqual({ anchor: 4, focus: 5 })
    expect(cursorRange(words, right!)).toEqual({ start: 16, end: 23 })
    const left = walkWords(9, walkWords(9, right, 'previous', true, lineOf), 'previous', true, lineOf)
    expect(cursorRange(words, left!)).toEqual({ start: 12, end: 19 })
  })
})

describe('what a caption is compared with', () => {
  const revision = (id: number, text: string, author: string) => ({ id, uid: `c${id}`, place: 1, root: 1, revises: id === 1 ? null : id - 1, text, authorKind: 'person', author, prompt: null, createdAt: id * 1000, extra: null })
  const item = {
    caption: { id: 1, head: 3, text: 'third' },
    revisions: [revision(1, 'first', 'lvlm'), revision(2, 'second', 'Ana'), revision(3, 'third', 'Ben')],
    detail: { captions: [{ id: 1, text: 'third', author: 'lvlm' }, { id: 9, text: 'other', author: 'gpt', reviewedAt: null }] }
  } as unknown as ReviewItem

  it('is its first text, each revision, and the other captions of the place; itself only while it is edited', () => {
    expect(comparisons(item, false).map(({ id, text, version }) => [id, text, version])).toEqual([['first', 'first', 1], ['revision-2', 'second', 2], ['other-9', 'other', null]])
    expect(comparisons(item, true).map(({ id, kind }) => [id, kind])).toEqual([['first', 'first'], ['revision-2', 'revision'], ['revision-3', 'head'], ['other-9', 'other']])
  })
})

describe('cues of a draft', () => {
  it('come back with it, follow its words, and go when they are forgotten', () => {
    const storage = memoryStorage()
    const drafts = new DraftCues(storage, 'x')
    const own = { text: 'A red roof.', cues: [{ kind: 'colour' as const, start: 2, end: 5 }] }
    expect(drafts.of(1, 'Look: a red roof.', own)).toEqual([{ kind: 'colour', start: 8, end: 11 }])
    drafts.keep(1, 'A red tiled roof.', [{ kind: 'texture', start: 6, end: 11 }])
    expect(new DraftCues(storage, 'x').of(1, 'A dark red tiled roof.', own)).toEqual([{ kind: 'texture', start: 11, end: 16 }])
    drafts.forget(1)
    expect(drafts.of(1, own.text, own)).toEqual(own.cues)
    storage.setItem('x.1', '{"text": 1}')
    expect(drafts.of(1, own.text, own)).toEqual(own.cues)
  })
})
