import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cueKinds } from '#shared/domain/cues.ts'
import { markRuns } from '#renderer/features/review/editor/text-marks.ts'
import { shiftRanges, wholeWords, wordAt, wordRanges } from '#renderer/features/review/editor/text-ranges.ts'

const text = 'A red roof by the road.'
const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length })

describe('marks on a text', () => {
  it('part it into runs, each drawn in one way', () => {
    const runs = markRuns(text, { cues: [{ kind: 'structure', ...at('red roof') }, { kind: 'colour', ...at('red') }], misspelled: [at('roof')], cuts: [{ at: 14, encoder: 'clip' }, { at: 14, encoder: 'siglip' }] })
    expect(runs.map(({ text: part, kinds, misspelled, unread, cutBy }) => [part, kinds.join('+'), misspelled, unread, cutBy.join('+')])).toEqual([
      ['A ', '', false, false, ''],
      ['red', 'colour+structure', false, false, ''],
      [' ', 'structure', false, false, ''],
      ['roof', 'structure', true, false, ''],
      [' by ', '', false, false, ''],
      ['the', '', false, true, 'clip+siglip'],
      [' road.', '', false, true, '']
    ])
  })

  it('are found in a part of it by their offsets in the whole', () => {
    expect(markRuns('roof by', { cues: [{ kind: 'colour', ...at('red roof') }] }, 6).map(({ start, text: part, kinds }) => [start, part, kinds])).toEqual([[6, 'roof', ['colour']], [10, ' by', []]])
  })

  it('leave every letter of any text as it is, in order', () => {
    const marks = fc.array(fc.record({ kind: fc.constantFrom(...cueKinds), a: fc.nat(40), b: fc.nat(40) }), { maxLength: 10 })
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), marks, fc.nat(20), fc.array(fc.nat(60), { maxLength: 3 }), (any, spans, from, cuts) => {
        const cues = spans.map(({ kind, a, b }) => ({ kind, start: Math.min(a, b), end: Math.max(a, b) + 1 }))
        const runs = markRuns(any, { cues, misspelled: cues, cuts: cuts.map((place) => ({ at: place, encoder: 'e' })) }, from)
        expect(runs.map((run) => run.text).join('')).toBe(any)
        for (const run of runs) {
          for (let i = run.start; i < run.start + run.text.length; i++) {
            expect(run.kinds).toEqual(cueKinds.filter((kind) => cues.some((cue) => cue.kind === kind && cue.start <= i && i < cue.end)))
          }
        }
      })
    )
  })
})

describe('words', () => {
  it('are found with their places, Chinese ones too', () => {
    expect(wordRanges('红色屋顶, two').map(({ start, end }) => '红色屋顶, two'.slice(start, end))).toEqual(['红色', '屋顶', 'two'])
    expect(wordAt(text, 3)).toEqual(at('red'))
    expect(wordAt(text, 5)).toEqual(at('red'))
    expect(wordAt('a  b', 2)).toBeNull()
  })

  it('are taken whole where half of one is selected', () => {
    expect(wholeWords(text, { start: 3, end: 8 })).toEqual(at('red roof'))
    expect(wholeWords(text, { start: 5, end: 11 })).toEqual(at('roof'))
    expect(wholeWords(text, { start: 5, end: 6 })).toBeNull()
  })

  it('keep their squiggles through typing elsewhere, and lose them where they were touched', () => {
    const ranges = [at('red'), at('road')]
    const after = text.replace('roof', 'roofs')
    expect(shiftRanges(ranges, text, after).map(({ start, end }) => after.slice(start, end))).toEqual(['red', 'road'])
    expect(shiftRanges(ranges, text, text.replace('red', 'reed'))).toHaveLength(1)
  })
})
