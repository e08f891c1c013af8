import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeFilter, filterFields, fieldNames, formatFilter, joined, parseFilter, pointAt, timeSpan, type FieldRule, type FilterNode } from '#shared/domain/filter-language/index.ts'

function tree(query: string): FilterNode {
  const parsed = parseFilter(query)
  if (!parsed.ast) throw new Error(`${query}: ${parsed.errors[0].message}`)
  return parsed.ast
}

/** The tree without positions: what it means. */
function meaning(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(meaning)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'start' && key !== 'end').map(([key, value]) => [key, meaning(value)]))
}

describe('reading', () => {
  test.each([
    ['status:unreviewed region:Lagos "red roof" -by:me length>300', 'status:unreviewed region:Lagos "red roof" -by:me length>300'],
    ['a b or c d', 'a b or c d'],
    ['(a or b) c', '(a or b) c'],
    ['a AND b Or Not c', 'a b or -c'],
    ['((a b)) (c)', 'a b c'],
    ['verdict:rejected', 'status:rejected'],
    ['verdict(Ana):rejected', 'verdict(Ana):rejected'],
    ['verdict( Ana B ):rejected', 'verdict("Ana B"):rejected'],
    ['region:"New York", Oslo', 'region:"New York",Oslo'],
    ['region: Lagos', 'region:Lagos'],
    ['length > 300', 'length>300'],
    ['length:>=300', 'length>=300'],
    ['length:100..300,500', 'length:100..300,500'],
    ['length:100..', 'length>=100'],
    ['status!=rejected', '-status:rejected'],
    ['cue:color', 'cue:colour'],
    ['roof* "red roo"*', 'roof* "red roo"*'],
    ['red-brick -x', 'red-brick -x'],
    ['"or" "say \\"hi\\""', '"or" "say \\"hi\\""'],
    ['near:6.50,3.4,10km near:0,0,250m', 'near:6.5,3.4,10km near:0,0,250m'],
    ['box:170,-10,-170,10', 'box:170,-10,-170,10'],
    ['rank(demo)>100 rank("my run"):1..10 rank(x)', 'rank(demo)>100 rank("my run"):1..10 rank(x)'],
    ['agreement<10 agreement(Colour)>=5 agreement(color):0..2.5,90 agreement(texture)', 'agreement<10 agreement(colour)>=5 agreement(colour):0..2.5,90 agreement(texture)'],
    ['reviewed>2026-01-31 reviewed<7d reviewed:2026-01..2026-03 reviewed:today', 'reviewed>2026-01-31 reviewed<7d reviewed:2026-01..2026-03 reviewed:today'],
    ['ANNOTATOR:Ana', 'by:Ana'],
    ['  ', '']
  ])('%s', (query, written) => {
    expect(formatFilter(tree(query))).toBe(written)
    expect(meaning(tree(written))).toEqual(meaning(tree(query)))
  })

  test('positions count UTF-16 code units', () => {
    expect(tree('"🏠a" region:Lagos')).toMatchObject({ items: [{ type: 'term' }, { field: 'region', start: 6, end: 18, test: { values: [{ text: 'Lagos', start: 13, end: 18 }] } }] })
  })
})

describe('what is wrong, and where', () => {
  test.each<[string, [string, number, number][], string?]>([
    ['a or', [['nothing-after', 2, 4]]],
    ['or a', [['nothing-before', 0, 2]]],
    ['a and and b', [['nothing-before', 6, 9]]],
    ['a not', [['nothing-after', 2, 5]]],
    ['(a b', [['open-paren', 0, 1]]],
    ['a) b', [['stray-paren', 1, 2]]],
    ['a ()', [['nothing-after', 2, 4]]],
    ['x "open words', [['open-quote', 2, 3]]],
    ['regon:Lagos', [['unknown-field', 0, 5]], 'region'],
    ['foo(bar)', [['unknown-field', 0, 3]]],
    ['status:rejcted', [['unknown-value', 7, 14]], 'rejected'],
    ['status:rejcted,foo length>x', [['unknown-value', 7, 14], ['unknown-value', 15, 18], ['not-a-number', 26, 27]]],
    ['region:', [['no-value', 6, 7]]],
    ['region:Lagos,', [['no-value', 12, 13]]],
    ['length:300..100', [['backwards', 7, 15]]],
    ['region>3', [['no-comparison', 6, 7]]],
    ['length>3,4', [['no-comparison', 6, 7]]],
    ['rank>3', [['needs-argument', 0, 4]]],
    ['rank()>3', [['empty-argument', 4, 6]]],
    ['rank(demo', [['open-paren', 4, 5]]],
    ['agreement(colur)<10', [['unknown-value', 10, 15]], 'colour'],
    ['a agreement(roof)<10', [['unknown-value', 12, 16]]],
    ['agreement()<10', [['empty-argument', 9, 11]]],
    ['agreement<low', [['not-a-number', 10, 13]]],
    ['by(x):Ana', [['no-argument', 2, 5]]],
    ['box:1,2,3', [['not-a-box', 4, 9]]],
    ['near:6.5,3.4,10', [['not-near', 5, 15]]],
    ['near:96,3.4,10km', [['not-near', 5, 16]]],
    ['reviewed:2026-02-30', [['not-a-date', 9, 19]]],
    ['a *** b', [['no-letters', 2, 5]]],
    ['a >5', [['unexpected', 2, 3]]],
    ['🏠 regon:x', [['no-letters', 0, 2], ['unknown-field', 3, 8]]]
  ])('%s', (query, expected, meant) => {
    const { errors } = parseFilter(query)
    expect(errors?.map(({ code, start, end }) => [code, start, end])).toEqual(expected)
    if (meant !== undefined) expect(errors?.[0].meant).toBe(meant)
    for (const { message, hint } of errors ?? []) expect(message.length * hint.length).toBeGreaterThan(0)
  })

  test('too deep, too many and too long end in one clear problem', () => {
    for (const [query, code] of [['('.repeat(500) + 'a' + ')'.repeat(500), 'too-deep'], ['-'.repeat(300) + 'a', 'too-deep'], ['a '.repeat(1000), 'too-many'], ['a'.repeat(5000), 'too-long']] as const) {
      expect(parseFilter(query).errors?.map((error) => error.code)).toEqual([code])
    }
  })

  test('a caret stands under the character, in a window of a long query and under wide signs', () => {
    expect(pointAt('status:x', { start: 7, end: 8 })).toBe('status:x\n       ^')
    expect(pointAt('拉各斯 regon:x', { start: 4, end: 9 })).toBe('拉各斯 regon:x\n       ^^^^^')
    const long = pointAt(`${'a '.repeat(200)}regon:x`, { start: 400, end: 405 }).split('\n')
    expect(long[0]?.slice(long[1]?.indexOf('^')).startsWith('regon')).toBe(true)
  })
})

const words = fc.stringMatching(/^[a-zé"\\ *().,:<>=!-]{0,6}[a-z][a-zé"\\ *().,:<>=!-]{0,6}$/)
const name = words.map((text) => ({ text, start: 0, end: 0 }))
const number = fc.oneof(fc.integer({ min: -1000, max: 100_000 }), fc.integer({ min: -90_000_000, max: 90_000_000 }).map((n) => n / 1e6)).map((n) => (n === 0 ? 0 : n))
const range = fc.tuple(number, number).map(([a, b]) => ({ min: Math.min(a, b), minOpen: false, max: Math.max(a, b), maxOpen: false }))
const comparison = fc.tuple(number, fc.boolean(), fc.boolean()).map(([n, up, open]) => ({ min: up ? n : null, minOpen: up && open, max: up ? null : n, maxOpen: !up && open }))
const point = fc.oneof(
  fc.date({ min: new Date('1971-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }).map((date) => ({ kind: 'day' as const, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })),
  fc.record({ kind: fc.constant('ago' as const), count: fc.integer({ min: 0, max: 999 }), unit: fc.constantFrom('h' as const, 'd' as const, 'w' as const, 'm' as const, 'y' as const) }),
  fc.constantFrom({ kind: 'named' as const, name: 'today' as const }, { kind: 'named' as const, name: 'yesterday' as const })
)

const testOf = (field: (typeof fieldNames)[number]): fc.Arbitrary<unknown> => {
  const rule: { kind: string; choices?: readonly string[] } = filterFields[field]
  switch (rule.kind) {
    case 'words':
      return fc.array(fc.record({ text: words.filter((text) => /[a-zé]/.test(text)), prefix: fc.boolean() }), { minLength: 1, maxLength: 3 }).map((values) => ({ kind: 'words', values }))
    case 'choice':
      return fc.subarray([...(rule.choices ?? [])], { minLength: 1 }).map((values) => ({ kind: 'names', values: values.map((text) => ({ text, start: 0, end: 0 })) }))
    case 'names':
      return fc.array(name, { minLength: 1, maxLength: 3 }).map((values) => ({ kind: 'names', values }))
    case 'number':
      return fc.oneof(fc.array(range, { minLength: 1, maxLength: 3 }), comparison.map((one) => [one])).map((ranges) => ({ kind: 'numbers', ranges }))
    case 'date':
      return fc.oneof(
        fc.array(fc.oneof(point.map((one) => ({ compare: '=', point: one })), fc.tuple(point, point).map(([from, to]) => ({ compare: '..', from, to }))), { minLength: 1, maxLength: 2 }),
        fc.tuple(fc.constantFrom('<', '<=', '>', '>='), point).map(([compare, one]) => [{ compare, point: one }])
      ).map((tests) => ({ kind: 'dates', tests }))
    case 'box':
      return fc.constant({ kind: 'box', box: [170, -10.5, -170, 10] })
    default:
      return fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.boolean()).map(([n, km]) => ({ kind: 'near', lat: 6.5, lon: -3.25, radiusM: km ? n * 1000 : n }))
  }
}

const term = fc.constantFrom(...fieldNames).chain((field) =>
  fc.tuple(testOf(field), name, fc.nat()).map(([test, argument, n]) => {
    const rule = (filterFields[field] as FieldRule).argument
    const text = rule?.choices?.[n % rule.choices.length] ?? (argument.text.trim().replaceAll(/[()"\\]/g, 'x') || 'x')
    return { type: 'term', field, argument: rule === undefined || (!rule.required && n % 2 === 0) ? null : { ...argument, text }, test, start: 0, end: 0 } as unknown as FilterNode
  })
)
const anyTree = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, term, tie('node').map((item) => ({ type: 'not' as const, item })), fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((items) => joined('and', items)), fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((items) => joined('or', items)))
})).node

test('what is written is read as the same tree', () => {
  fc.assert(
    fc.property(anyTree, (node) => {
      const written = formatFilter(node)
      fc.pre(written.length <= 4000)
      const parsed = parseFilter(written)
      expect(parsed.errors, written).toBeUndefined()
      expect(meaning(parsed.ast), written).toEqual(meaning(node))
      expect(formatFilter(parsed.ast as FilterNode)).toBe(written)
    }),
    { numRuns: 500 }
  )
})

test('any text is read or has problems within it; marks never overlap and lie within it', () => {
  const pieces = fc.array(fc.constantFrom('a', 'or', 'and', 'not', '-', '(', ')', '"', ' ', ':', ',', '..', '>', '!=', 'region', 'rank', 'near', 'length', 'status', '5', '*', '\\', '🏠', 'rejected'), { maxLength: 20 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
      const { errors, marks } = parseFilter(text)
      for (const { start, end } of errors ?? []) expect(start >= 0 && start <= end && end <= text.length, JSON.stringify([text, errors])).toBe(true)
      const sorted = marks.toSorted((a, b) => a.start - b.start)
      sorted.forEach((mark, i) => expect(mark.start < mark.end && mark.end <= (sorted[i + 1]?.start ?? text.length), JSON.stringify([text, marks])).toBe(true))
    }),
    { numRuns: 2000 }
  )
})

describe('completion', () => {
  const known = (field: string) => (field === 'region' ? [{ value: 'Lagos', detail: 'Nigeria' }, { value: 'New Lahore' }] : field === 'rank' ? [{ value: 'demo' }] : [{ value: 'Ana' }])
  const complete = (marked: string): string[] => {
    const caret = marked.indexOf('|')
    const text = marked.replace('|', '')
    return completeFilter(text, caret, known).map(({ start, end, insert }) => `${text.slice(0, start)}${insert}${text.slice(end)}`)
  }
  test.each<[string, string]>([
    ['reg|', 'region:'],
    ['a reg| b', 'a region: b'],
    ['-sta|', '-status:'],
    ['(ra|', '(rank('],
    ['region:|', 'region:Lagos'],
    ['region: la|', 'region: Lagos'],
    ['region:lah|', 'region:"New Lahore"'],
    ['region:"New|', 'region:"New Lahore"'],
    ['region:Oslo,La|', 'region:Oslo,Lagos'],
    ['status:rejected,fl|', 'status:rejected,flagged'],
    ['status:re|jected', 'status:rejected'],
    ['rank(|', 'rank(demo)'],
    ['rank(d|)>3', 'rank(demo)>3'],
    ['verdict(A|', 'verdict(Ana)'],
    ['verdict(Ana):ed|', 'verdict(Ana):edited'],
    ['by:m|', 'by:me'],
    ['annot|', 'by:'],
    ['length|', 'length']
  ])('%s', (marked, wanted) => {
    const offered = complete(marked)
    if (marked === 'length|') expect(offered).not.toContain(wanted)
    else expect(offered[0]).toBe(wanted)
  })
  test('nothing is offered within quoted words', () => {
    expect(complete('"red r|oof"')).toEqual([])
  })
  test('every field is offered at an empty place', () => {
    expect(completeFilter('', 0, known, 100).map(({ label }) => label)).toEqual(fieldNames)
  })
})

test('every example of the help can be read', () => {
  for (const field of fieldNames) expect(parseFilter(filterFields[field].example).errors, field).toBeUndefined()
})

test('times of dates', () => {
  const now = new Date(2026, 0, 31, 15).getTime()
  const span = (query: string) => {
    const node = tree(query) as Extract<FilterNode, { type: 'term' }>
    if (node.test.kind !== 'dates' || node.test.tests[0] === undefined) throw new Error(query)
    return timeSpan(node.test.tests[0], now)
  }
  const day = (y: number, m: number, d: number): number => new Date(y, m, d).getTime()
  expect(span('reviewed:2026-01-31')).toEqual({ from: day(2026, 0, 31), to: day(2026, 1, 1) })
  expect(span('reviewed>2026-01')).toEqual({ from: day(2026, 1, 1), to: null })
  expect(span('reviewed<=2025')).toEqual({ from: null, to: day(2026, 0, 1) })
  expect(span('reviewed:today')).toEqual({ from: day(2026, 0, 31), to: day(2026, 1, 1) })
  expect(span('reviewed<2h')).toEqual({ from: now - 7_200_000, to: null })
  expect(span('reviewed>2h')).toEqual({ from: null, to: now - 7_200_000 })
  expect(span('reviewed:3h..1h')).toEqual({ from: now - 3 * 3_600_000, to: now - 3_600_000 })
})
