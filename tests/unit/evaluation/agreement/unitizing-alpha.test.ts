import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { krippendorffAlpha } from '#engine/evaluation/agreement/krippendorff-alpha.ts'
import { unitizingAlpha, type Continuum, type MarkedUnit } from '#engine/evaluation/agreement/unitizing-alpha.ts'

const continuum = (length: number, annotators: Readonly<Record<string, readonly MarkedUnit[]>>): Continuum => ({ length, annotators: new Map(Object.entries(annotators)) })
const unit = (start: number, end: number, value: string): MarkedUnit => ({ start, end, value })

/**
 * Krippendorff (2019), "Content Analysis", 4th edition, Figure 12.11, p. 340: three observers, a continuum of length 60.
 * Neither the book nor the paper of 2016 was at hand: data and figures are taken from the tests of the R package quallmer
 * (tests/testthat, "Book example"), which quotes them from the book.
 */
const figure = continuum(60, {
  Alex: [unit(0, 7, '1'), unit(7, 13, '2'), unit(30, 32, '5'), unit(32, 37, '6'), unit(37, 44, '6'), unit(44, 60, '7')],
  Paul: [unit(0, 7, '1'), unit(7, 13, '3'), unit(13, 21, '5'), unit(32, 44, '6')],
  Suzan: [unit(0, 7, '1'), unit(7, 13, '4'), unit(13, 21, '5'), unit(32, 37, '6'), unit(37, 41, '6'), unit(41, 44, '6')]
})

/** The definitions, character by character and unit by unit, with loops over ordered pairs of annotators. */
function byDefinition(continua: readonly Continuum[]): { unitizing: number; identification: number; coding: number } {
  const gap = 'φ'
  const observed = new Map<string, number>()
  const selfPairs = new Map<string, number>()
  const sharedSelfPairs = new Map<string, number>()
  const raise = (sums: Map<string, number>, key: string, amount: number): void => void sums.set(key, (sums.get(key) ?? 0) + amount)
  for (const { length, annotators } of continua) {
    const all = [...annotators.values()]
    if (all.length < 2) continue
    const at = (units: readonly MarkedUnit[], i: number): string => units.find(({ start, end }) => start <= i && i < end)?.value ?? gap
    for (const [a, mine] of all.entries()) {
      const others = all.filter((_, b) => b !== a)
      for (let i = 0; i < length; i++) for (const other of others) raise(observed, `${at(mine, i)}|${at(other, i)}`, 1 / others.length)
      for (let i = 0; i < length; i++) if (at(mine, i) === gap) raise(selfPairs, gap, 1)
      for (const { start, end, value } of mine) {
        raise(selfPairs, value, (end - start) ** 2)
        let shared = 0
        for (let i = start; i < end; i++) for (const other of others) if (at(other, i) !== gap) shared += 1 / others.length
        raise(sharedSelfPairs, value, shared ** 2)
      }
    }
  }
  const matrixOf = (values: readonly string[], self: ReadonlyMap<string, number>) => {
    const l = (c: string, k: string): number => observed.get(`${c}|${k}`) ?? 0
    const row = (c: string): number => values.reduce((sum, k) => sum + l(c, k), 0)
    const total = values.reduce((sum, c) => sum + row(c), 0)
    const left = total ** 2 - values.reduce((sum, c) => sum + (self.get(c) ?? 0), 0)
    const e = (c: string, k: string): number => (total * (row(c) * row(k) - (c === k ? (self.get(c) ?? 0) : 0))) / left
    return { l, e, total }
  }
  const values = [...new Set([gap, ...selfPairs.keys()])]
  const marked = values.filter((value) => value !== gap)
  const disagreement = (among: readonly string[], of: (c: string, k: string) => number, differ: (c: string, k: string) => boolean): number =>
    among.reduce((sum, c) => sum + among.reduce((inner, k) => inner + (differ(c, k) ? of(c, k) : 0), 0), 0)
  const full = matrixOf(values, selfPairs)
  const coded = matrixOf(marked, sharedSelfPairs)
  const name = (c: string, k: string): boolean => c !== k
  const mark = (c: string, k: string): boolean => (c === gap) !== (k === gap)
  return {
    unitizing: 1 - disagreement(values, full.l, name) / disagreement(values, full.e, name),
    identification: 1 - disagreement(values, full.l, mark) / disagreement(values, full.e, mark),
    coding: 1 - disagreement(marked, coded.l, name) / disagreement(marked, coded.e, name)
  }
}

describe('Krippendorff (2019), Figure 12.11', () => {
  const result = unitizingAlpha([figure])

  test('uα 0.510', () => {
    expect(result.unitizing.alpha).toBeCloseTo(0.51, 3)
    expect(result).toMatchObject({ continua: 1, length: 60 })
    expect(result.compared).toBeCloseTo(180, 9)
  })

  test('|uα 0.413', () => {
    // Exactly 0.41360; the book's 0.413 comes from expected coincidences of two decimals: 1 − 52 / 88.66 = 0.41349.
    expect(Math.abs((result.identification.alpha ?? 0) - 0.413)).toBeLessThan(0.001)
    expect(result.identification.observed * 180).toBeCloseTo(52, 9)
    expect(result.identification.expected * 180).toBeCloseTo(88.68, 2)
  })

  test('cuα 0.724', () => {
    expect(result.coding.alpha).toBeCloseTo(0.724, 3)
  })

  test('(k)uα: 1 for 1, 5 and 6; 0 for 2, 3 and 4, each of one observer; none for 7, which meets only gaps', () => {
    for (const value of ['1', '5', '6']) expect(result.perValue.get(value)?.alpha).toBe(1)
    for (const value of ['2', '3', '4']) expect(result.perValue.get(value)?.alpha).toBeCloseTo(0, 12)
    expect(result.perValue.get('7')).toMatchObject({ alpha: null, coverage: 0 })
    // 44 % of the matter valued 5 stands against units.
    expect(result.perValue.get('5')?.coverage).toBeCloseTo(8 / 18, 12)
  })
})

describe('where nothing can vary', () => {
  test('no continuum, one annotator, nothing marked, everything marked by all with one value', () => {
    for (const continua of [[], [continuum(9, { a: [unit(0, 3, 'x')] })], [continuum(9, { a: [], b: [] })], [continuum(0, { a: [], b: [] })]]) {
      const result = unitizingAlpha(continua)
      expect([result.unitizing.alpha, result.identification.alpha, result.coding.alpha]).toEqual([null, null, null])
    }
    const full = unitizingAlpha([continuum(9, { a: [unit(0, 9, 'x')], b: [unit(0, 9, 'x')] })])
    expect([full.unitizing.alpha, full.identification.alpha, full.coding.alpha]).toEqual([null, null, null])
  })

  test('the same marks, one kind: identified perfectly, but nothing was told apart in coding', () => {
    const same = [unit(2, 4, 'x'), unit(6, 9, 'x')]
    const result = unitizingAlpha([continuum(20, { a: same, b: same })])
    expect([result.unitizing.alpha, result.identification.alpha, result.coding.alpha]).toEqual([1, 1, null])
  })

  test('a mark of one annotator that no other has is no better than chance', () => {
    const result = unitizingAlpha([continuum(20, { a: [unit(2, 7, 'x')], b: [], c: [] })])
    expect(result.identification.alpha).toBeLessThanOrEqual(0)
    expect(result.coding.alpha).toBeNull()
  })
})

test('units that overlap, are empty or leave the continuum are refused', () => {
  expect(() => unitizingAlpha([continuum(9, { a: [unit(0, 4, 'x'), unit(3, 5, 'y')], b: [] })])).toThrow('Two units of a overlap')
  expect(() => unitizingAlpha([continuum(9, { a: [unit(2, 2, 'x')], b: [] })])).toThrow(RangeError)
  expect(() => unitizingAlpha([continuum(9, { a: [unit(5, 10, 'x')], b: [] })])).toThrow(RangeError)
})

describe('for any data', () => {
  /** Units with gaps between them, from lengths; the values are names of a few letters. */
  const units = (length: number): fc.Arbitrary<MarkedUnit[]> =>
    fc.array(fc.record({ skip: fc.integer({ min: 0, max: 6 }), long: fc.integer({ min: 1, max: 8 }), value: fc.constantFrom('x', 'y', 'z') }), { maxLength: 6 }).map((steps) => {
      const out: MarkedUnit[] = []
      let at = 0
      for (const { skip, long, value } of steps) {
        const start = at + skip
        if (start + long > length) break
        out.push({ start, end: start + long, value })
        at = start + long
      }
      return out
    })
  const anyContinuum = fc.integer({ min: 1, max: 40 }).chain((length) =>
    fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), units(length)), { selector: ([name]) => name, maxLength: 4 }).map((entries): Continuum => ({ length, annotators: new Map(entries) }))
  )
  const continua = fc.array(anyContinuum, { maxLength: 5 })

  test('equals the definition, character by character', () => {
    fc.assert(
      fc.property(continua, (data) => {
        const result = unitizingAlpha(data)
        const definition = byDefinition(data)
        for (const name of ['unitizing', 'identification', 'coding'] as const) {
          const { alpha } = result[name]
          if (alpha !== null) expect(alpha).toBeCloseTo(definition[name], 8)
        }
      }),
      { numRuns: 300 }
    )
  })

  test('units of length 1 make it the nominal alpha of characters, gap being a value', () => {
    fc.assert(
      fc.property(continua, (data) => {
        const crumbs = data.map(({ length, annotators }) => ({
          length,
          annotators: new Map([...annotators].map(([name, marked]) => [name, marked.flatMap(({ start, end, value }) => Array.from({ length: end - start }, (_, i) => unit(start + i, start + i + 1, value)))]))
        }))
        const characters = crumbs.flatMap(({ length, annotators }) =>
          Array.from({ length }, (_, i) => [...annotators].map(([annotator, marked]) => ({ annotator, value: marked.find(({ start }) => start === i)?.value ?? 'φ' })))
        )
        const [uAlpha, alpha] = [unitizingAlpha(crumbs).unitizing.alpha, krippendorffAlpha(characters).alpha]
        if (alpha === null) expect(uAlpha).toBeNull()
        else expect(uAlpha).toBeCloseTo(alpha, 9)
      })
    )
  })

  test('laying continua of the same annotators end to end changes nothing', () => {
    const sameAnnotators = fc.array(fc.integer({ min: 1, max: 30 }).chain((length) => fc.tuple(fc.constant(length), units(length), units(length), units(length))), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(sameAnnotators, (texts) => {
        const joined: Record<'a' | 'b' | 'c', MarkedUnit[]> = { a: [], b: [], c: [] }
        let at = 0
        for (const [length, a, b, c] of texts) {
          for (const [name, marked] of Object.entries({ a, b, c })) joined[name as 'a' | 'b' | 'c'].push(...marked.map(({ start, end, value }) => unit(start + at, end + at, value)))
          at += length
        }
        const apart = unitizingAlpha(texts.map(([length, a, b, c]) => continuum(length, { a, b, c })))
        const together = unitizingAlpha([continuum(at, joined)])
        for (const name of ['unitizing', 'identification', 'coding'] as const) {
          if (apart[name].alpha === null) expect(together[name].alpha).toBeNull()
          else expect(together[name].alpha).toBeCloseTo(apart[name].alpha, 9)
        }
      })
    )
  })

  test('the order of annotators, continua and units does not matter', () => {
    fc.assert(
      fc.property(continua, (data) => {
        const turned = data.map(({ length, annotators }) => ({ length, annotators: new Map([...annotators].reverse().map(([name, marked]) => [`${name}!`, [...marked].reverse()])) })).reverse()
        const [one, other] = [unitizingAlpha(data), unitizingAlpha(turned)]
        for (const name of ['unitizing', 'identification', 'coding'] as const) expect(other[name].alpha ?? 9).toBeCloseTo(one[name].alpha ?? 9, 9)
        expect([...other.perValue.keys()]).toEqual([...one.perValue.keys()])
      })
    )
  })

  test('the same units by all are perfect agreement', () => {
    fc.assert(
      fc.property(units(40), (marked) => {
        const result = unitizingAlpha([continuum(40, { a: marked, b: marked, c: marked })])
        for (const { alpha } of [result.unitizing, result.identification, result.coding]) expect(alpha === null || alpha === 1).toBe(true)
        const full = marked.reduce((sum, { start, end }) => sum + end - start, 0)
        if (full > 0 && full < 40) expect([result.unitizing.alpha, result.identification.alpha]).toEqual([1, 1])
      })
    )
  })
})
