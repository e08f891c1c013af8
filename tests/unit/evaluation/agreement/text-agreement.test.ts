import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levenshtein } from '#engine/evaluation/agreement/levenshtein.ts'
import { editSimilarity, TextAgreementSum, tokenF1 } from '#engine/evaluation/agreement/text-agreement.ts'

/** The definition, with a whole table. */
function distanceByTable(one: string, other: string): number {
  const a = [...one]
  const b = [...other]
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i)))
  const at = (i: number, j: number): number => table[i]?.[j] ?? Number.NaN
  for (let i = 1; i <= a.length; i++) {
    const row = table[i] ?? []
    for (let j = 1; j <= b.length; j++) row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
  }
  return at(a.length, b.length)
}

describe('token F1', () => {
  test('worked by hand', () => {
    // a, red, roof in both: precision 3/3, recall 3/4.
    expect(tokenF1('A red roof.', 'a RED tiled roof')).toBeCloseTo(6 / 7, 15)
    // "the" twice against once counts once, and cat once: 2 · 2 / (3 + 2).
    expect(tokenF1('the the cat', 'the cat')).toBeCloseTo(4 / 5, 15)
    expect(tokenF1('north', 'south')).toBe(0)
  })

  test('Chinese words, full-width letters, and texts without words', () => {
    // 红色 | 屋顶 against 蓝色 | 屋顶: one of two.
    expect(tokenF1('红色屋顶。', '蓝色屋顶')).toBe(0.5)
    expect(tokenF1('ＡＢＣ', 'abc')).toBe(1)
    expect([tokenF1('', '…'), tokenF1('', 'roof'), tokenF1('roof', '!')]).toEqual([1, 0, 0])
  })
})

describe('edit similarity', () => {
  test('worked by hand', () => {
    // k→s, e→i, +g.
    expect(levenshtein('kitten', 'sitting')).toBe(3)
    expect(editSimilarity('kitten', 'sitting')).toBeCloseTo(4 / 7, 15)
    // −i, n→e, t→x, +c, n→u; "e" and "tion" stay.
    expect(levenshtein('intention', 'execution')).toBe(5)
    expect(editSimilarity('红色屋顶', '蓝色的屋顶')).toBeCloseTo(3 / 5, 15)
    expect([editSimilarity('', ''), editSimilarity('', 'abc'), editSimilarity('abc', 'xyz')]).toEqual([1, 0, 0])
  })

  test('a character beyond the basic plane is one character', () => {
    expect(levenshtein('🏠', '🏢')).toBe(1)
    expect(editSimilarity('a🏠', 'a')).toBe(0.5)
  })

  test('equals the table for any two texts, over several blocks of 32', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '红', '🏠'), maxLength: 150 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(levenshtein(a, b)).toBe(distanceByTable(a, b))
      }),
      { numRuns: 300 }
    )
  })

  test('lengths at the borders of a block', () => {
    for (const length of [31, 32, 33, 63, 64, 65, 96, 97]) {
      const a = `x${'ab'.repeat(length).slice(0, length - 2)}y`
      const b = `p${'ba'.repeat(length).slice(0, length)}q`
      expect(levenshtein(a, b)).toBe(distanceByTable(a, b))
      expect(levenshtein(b, a)).toBe(distanceByTable(a, b))
    }
  })

  test('two thousand characters take milliseconds', () => {
    const a = Array.from({ length: 2000 }, (_, i) => String.fromCharCode(97 + ((i * 7919) % 26))).join('')
    const b = Array.from({ length: 2000 }, (_, i) => String.fromCharCode(97 + ((i * 104729 + 3) % 26))).join('')
    levenshtein(a, b)
    const from = performance.now()
    for (let i = 0; i < 10; i++) levenshtein(a, b)
    // A loose bound, since the machine may be busy.
    expect((performance.now() - from) / 10).toBeLessThan(15)
    expect(levenshtein(a, b)).toBe(distanceByTable(a, b))
  })
})

describe('pairs', () => {
  test('means per pair and over all comparisons', () => {
    const sum = new TextAgreementSum()
    sum.add([
      { annotator: 'b', text: 'red roof' },
      { annotator: 'a', text: 'red roof' },
      { annotator: 'c', text: 'blue roof' }
    ])
    sum.add([
      { annotator: 'a', text: 'x' },
      { annotator: 'b', text: 'y' }
    ])
    sum.add([{ annotator: 'a', text: 'alone' }])
    // Edits of "red roof" to "blue roof": r→b, e→l, d→u, +e: 4 of 9.
    expect(sum.pairs()).toEqual([
      { a: 'a', b: 'b', tokenF1: 0.5, editSimilarity: 0.5, units: 2 },
      { a: 'a', b: 'c', tokenF1: 0.5, editSimilarity: 1 - distanceByTable('red roof', 'blue roof') / 9, units: 1 },
      { a: 'b', b: 'c', tokenF1: 0.5, editSimilarity: 1 - distanceByTable('red roof', 'blue roof') / 9, units: 1 }
    ])
    expect(sum.overall().tokenF1).toBe((1 + 0 + 0.5 + 0.5) / 4)
    expect(sum.overall().units).toBe(4)
    expect(new TextAgreementSum().overall()).toEqual({ tokenF1: null, editSimilarity: null, units: 0 })
    expect(() => sum.add([{ annotator: 'a', text: '1' }, { annotator: 'a', text: '2' }])).toThrow(RangeError)
  })

  test('symmetric, within 0 and 1, 1 for the same text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        for (const measure of [tokenF1, editSimilarity]) {
          expect(measure(a, b)).toBe(measure(b, a))
          expect(measure(a, b)).toBeGreaterThanOrEqual(0)
          expect(measure(a, b)).toBeLessThanOrEqual(1)
          expect(measure(a, a)).toBe(1)
        }
      })
    )
  })
})
