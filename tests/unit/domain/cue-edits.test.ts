import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCue, isMarked, remapCues, removeCuesAt, sortCues } from '#shared/domain/cue-edits.ts'
import { cueKinds, maxCues, type Cue, type CueKind } from '#shared/domain/cues.ts'

const text = 'The road bends past a red tiled roof beside the OPEN sign.'
const cueOn = (kind: CueKind, words: string, within = text): Cue => ({ kind, start: within.indexOf(words), end: within.indexOf(words) + words.length })
const wordsOf = (cues: readonly Cue[], within: string) => cues.map(({ kind, start, end }) => `${kind}: ${within.slice(start, end)}`)

describe('adding and taking away', () => {
  it('joins what overlaps or touches of one kind, and leaves other kinds', () => {
    const cues = addCue(addCue([cueOn('structure', 'tiled roof')], cueOn('colour', 'red tiled')), cueOn('colour', 'past a red'))
    expect(wordsOf(cues, text)).toEqual(['colour: past a red tiled', 'structure: tiled roof'])
  })

  it('cuts what reaches beyond', () => {
    const cues = [cueOn('colour', 'past a red tiled'), cueOn('structure', 'tiled roof')]
    const { start, end } = cueOn('colour', 'a red')
    expect(wordsOf(removeCuesAt(cues, start, end), text)).toEqual(['colour: past ', 'colour:  tiled', 'structure: tiled roof'])
    const roof = cueOn('structure', 'tiled roof')
    expect(wordsOf(removeCuesAt(cues, roof.start, roof.end, 'structure'), text)).toEqual(['colour: past a red tiled'])
  })

  it('stops at the most a caption may have', () => {
    const full = Array.from({ length: maxCues }, (_, i): Cue => ({ kind: 'layout', start: i * 3, end: i * 3 + 1 }))
    expect(addCue(full, { kind: 'sign', start: 0, end: 1 })).toEqual(full)
    expect(addCue(full, { kind: 'layout', start: 0, end: maxCues * 3 })).toEqual([{ kind: 'layout', start: 0, end: maxCues * 3 }])
  })
})

describe('carrying through an edit', () => {
  const through = (words: string, after: string) => wordsOf(remapCues([cueOn('colour', words)], text, after), after)

  it.each([
    ['words put in before', 'red tiled roof', `Yes. ${text}`, ['colour: red tiled roof']],
    ['a word put in inside', 'red tiled roof', text.replace('red tiled', 'red and blue tiled'), ['colour: red and blue tiled roof']],
    ['a word put in beside', 'tiled', text.replace('tiled roof', 'tiled old roof'), ['colour: tiled']],
    ['a letter put in', 'road', text.replace('road', 'roads'), ['colour: roads']],
    ['a letter corrected', 'tiled', text.replace('tiled', 'tided'), ['colour: tided']],
    ['its first word replaced', 'red tiled roof', text.replace('red', 'blue'), ['colour: blue tiled roof']],
    ['its last word replaced', 'red tiled roof', text.replace('roof', 'house'), ['colour: red tiled house']],
    ['a replacement that reaches out of it', 'roof beside', text.replace('tiled roof', 'grey house'), ['colour: beside']],
    ['all its words taken out', 'red tiled', text.replace('red tiled ', ''), []],
    ['all its words replaced', 'red', text.replace('red', 'blue'), []],
    ['edits on both sides at once', 'red tiled roof', text.replace('road bends', 'street turns').replace('OPEN', 'CLOSED'), ['colour: red tiled roof']],
    ['edits on both sides and inside', 'red tiled roof', 'A road turns past a blue tiled roof near the OPEN sign.', ['colour: blue tiled roof']],
    ['the text emptied', 'red', '', []]
  ])('%s', (_, words, after, expected) => {
    expect(through(words, after)).toEqual(expected)
  })

  it('follows a word typed letter by letter, and goes with its last letter', () => {
    let now = text
    let cues = [cueOn('colour', 'red')]
    const type = (next: string) => {
      cues = remapCues(cues, now, next)
      now = next
    }
    for (const word of ['re', 'r', 'ro', 'ros', 'rose']) type(text.replace('red', word))
    expect(wordsOf(cues, now)).toEqual(['colour: rose'])
    for (const word of ['ros', 'ro', 'r', '']) type(text.replace('red', word))
    expect(cues).toEqual([])
  })

  it('knows Chinese words', () => {
    const before = '红色屋顶旁边有一条弯路。'
    const after = '蓝色屋顶旁边有一条直路。'
    expect(wordsOf(remapCues([cueOn('structure', '屋顶', before)], before, after), after)).toEqual(['structure: 屋顶'])
  })
})

describe('for any text', () => {
  const words = fc.array(fc.constantFrom('red', 'roof', 'road', 'a', 'the', '屋顶', '\u{1F3E0}', 'bends,', 'OPEN.'), { maxLength: 14 }).map((list) => list.join(' '))
  const cuesOf = (length: number) =>
    fc.array(fc.record({ kind: fc.constantFrom(...cueKinds), a: fc.nat({ max: Math.max(0, length - 1) }), b: fc.nat({ max: Math.max(0, length - 1) }) }), { maxLength: 8 }).map((spans) => (length === 0 ? [] : spans.reduce<Cue[]>((sum, { kind, a, b }) => addCue(sum, { kind, start: Math.min(a, b), end: Math.max(a, b) + 1 }), [])))
  const marked = words.chain((before) => fc.record({ before: fc.constant(before), after: words, cues: cuesOf(before.length) }))

  it('cues stay inside it, sorted, and apart within a kind', () => {
    fc.assert(
      fc.property(marked, ({ before, after, cues }) => {
        const moved = remapCues(cues, before, after)
        expect(moved).toEqual(sortCues(moved))
        for (const { start, end } of moved) expect(0 <= start && start < end && end <= after.length).toBe(true)
        for (const kind of cueKinds) {
          const own = moved.filter((cue) => cue.kind === kind)
          own.slice(1).forEach((cue, i) => expect(cue.start).toBeGreaterThanOrEqual(own[i]?.end ?? 0))
        }
        expect(moved.length).toBeLessThanOrEqual(cues.length)
      })
    )
  })

  it('words put before or after it change no cue', () => {
    fc.assert(
      fc.property(marked, fc.constantFrom('xylophone', 'yes zinc', '石头'), ({ before, cues }, more) => {
        const spelled = (list: readonly Cue[], within: string) => wordsOf(list, within)
        expect(spelled(remapCues(cues, before, `${more}\n${before}`), `${more}\n${before}`)).toEqual(spelled(cues, before))
        expect(spelled(remapCues(cues, before, `${before}\n${more}`), `${before}\n${more}`)).toEqual(spelled(cues, before))
      })
    )
  })

  it('what is marked can be taken away whole, and nothing else goes', () => {
    fc.assert(
      fc.property(marked, fc.constantFrom(...cueKinds), ({ before, cues }, kind) => {
        fc.pre(before.length > 0)
        const all = addCue(cues, { kind, start: 0, end: before.length })
        expect(isMarked(all, kind, 0, before.length)).toBe(true)
        expect(removeCuesAt(all, 0, before.length, kind)).toEqual(cues.filter((cue) => cue.kind !== kind))
        expect(removeCuesAt(all, 0, before.length)).toEqual([])
      })
    )
  })
})
