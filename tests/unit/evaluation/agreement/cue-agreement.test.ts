import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cueAgreement, type CuedText, type MarkedCue } from '#engine/evaluation/agreement/cue-agreement.ts'
import { unitizingAlpha } from '#engine/evaluation/agreement/unitizing-alpha.ts'

const kinds = ['colour', 'structure', 'sign']
const cue = (kind: string, start: number, end: number): MarkedCue => ({ kind, start, end })
const text = (length: number, cues: Readonly<Record<string, readonly MarkedCue[]>>): CuedText => ({ length, cues: new Map(Object.entries(cues)) })

describe('cues that overlap', () => {
  test('on one continuum the stretch under two kinds is a unit of its own', () => {
    // a: colour [0, 10), structure [6, 16): colour, both, structure. b has the same three pieces as three units.
    const both = cueAgreement([text(40, { a: [cue('colour', 0, 10), cue('structure', 6, 16)], b: [cue('structure', 6, 16), cue('colour', 0, 10)] })], kinds)
    expect([both.unitizing.alpha, both.identification.alpha, both.coding.alpha, both.overKinds.alpha]).toEqual([1, 1, 1, 1])
    // b leaves structure out: colour alone is not colour and structure.
    const one = [text(40, { a: [cue('colour', 0, 10), cue('structure', 6, 16)], b: [cue('colour', 0, 10)] })]
    const expected = unitizingAlpha([
      {
        length: 40,
        annotators: new Map([
          ['a', [{ start: 0, end: 6, value: 'colour' }, { start: 6, end: 10, value: 'colour+structure' }, { start: 10, end: 16, value: 'structure' }]],
          ['b', [{ start: 0, end: 10, value: 'colour' }]]
        ])
      }
    ])
    expect(cueAgreement(one, kinds)).toMatchObject({ unitizing: expected.unitizing, coding: expected.coding })
  })

  test('what is marked at all knows no kinds', () => {
    const result = cueAgreement([text(40, { a: [cue('colour', 0, 10), cue('structure', 6, 16)], b: [cue('sign', 0, 16)] })], kinds)
    expect(result.identification.alpha).toBe(1)
    expect(result.unitizing.alpha).toBeLessThan(0.5)
  })

  test('each kind has its own continuum, which other kinds do not touch', () => {
    const a = [cue('colour', 3, 9), cue('sign', 20, 25)]
    const b = [cue('colour', 5, 9), cue('sign', 20, 25)]
    const alone = cueAgreement([text(50, { a, b })], kinds)
    const crowded = cueAgreement([text(50, { a: [...a, cue('structure', 0, 30)], b: [...b, cue('structure', 4, 50)] })], kinds)
    expect(crowded.perKind.get('colour')).toEqual(alone.perKind.get('colour'))
    expect(crowded.perKind.get('sign')?.alpha).toBe(1)
    expect(alone.perKind.get('structure')?.alpha).toBeNull()
    const direct = unitizingAlpha([{ length: 50, annotators: new Map([['a', [{ start: 3, end: 9, value: 'k' }]], ['b', [{ start: 5, end: 9, value: 'k' }]]]) }])
    expect(alone.perKind.get('colour')).toEqual(direct.unitizing)
    expect(direct.unitizing.alpha).toBe(direct.identification.alpha)
    // Joined as disagreements, not as alphas.
    const parts = [...alone.perKind.values()]
    const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0)
    expect(alone.overKinds.alpha).toBeCloseTo(1 - sum((part) => part.observed) / sum((part) => part.expected), 15)
  })

  test('the same kind twice over the same words is one cue; touching cues stay two', () => {
    const merged = cueAgreement([text(40, { a: [cue('sign', 0, 6), cue('sign', 4, 12)], b: [cue('sign', 2, 12)] })], kinds)
    expect(merged).toEqual(cueAgreement([text(40, { a: [cue('sign', 0, 12)], b: [cue('sign', 2, 12)] })], kinds))
    const touching = cueAgreement([text(40, { a: [cue('sign', 0, 6), cue('sign', 6, 12)], b: [cue('sign', 2, 12)] })], kinds)
    expect(touching.perKind.get('sign')?.expected).not.toBe(merged.perKind.get('sign')?.expected)
  })
})

test('a kind that nobody told of, a cue beyond its text', () => {
  expect(() => cueAgreement([text(9, { a: [cue('smell', 0, 2)], b: [] })], kinds)).toThrow('smell')
  expect(() => cueAgreement([text(9, { a: [cue('sign', 0, 12)], b: [] })], kinds)).toThrow(RangeError)
})

test('who looked and marked nothing counts; a text with one annotator does not', () => {
  const looked = cueAgreement([text(30, { a: [cue('sign', 0, 5)], b: [] }), text(30, { a: [cue('sign', 0, 5)] })], kinds)
  expect(looked.continua).toBe(1)
  expect(looked.identification.alpha).toBeLessThanOrEqual(0)
})

test('for any cues: the same by all is perfect; the order does not matter', () => {
  const cues = fc.array(
    fc.record({ kind: fc.constantFrom(...kinds), start: fc.integer({ min: 0, max: 38 }), long: fc.integer({ min: 1, max: 12 }) }).map(({ kind, start, long }) => cue(kind, start, Math.min(40, start + long))),
    { maxLength: 8 }
  )
  fc.assert(
    fc.property(cues, cues, (a, b) => {
      const same = cueAgreement([text(40, { a, b: [...a].reverse() })], kinds)
      for (const { alpha } of [same.unitizing, same.identification, same.coding, same.overKinds, ...same.perKind.values()]) expect(alpha === null || alpha === 1).toBe(true)
      const [one, other] = [cueAgreement([text(40, { a, b })], kinds), cueAgreement([text(40, { b: [...b].reverse(), a: [...a].reverse() })], kinds)]
      for (const name of ['unitizing', 'identification', 'coding', 'overKinds'] as const) expect(other[name].alpha ?? 9).toBeCloseTo(one[name].alpha ?? 9, 9)
    })
  )
})
