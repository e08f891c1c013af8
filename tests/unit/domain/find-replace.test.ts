import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FindReplace, readFind, replaced, replacementsIn, unusableText } from '#shared/domain/find-replace.ts'
import { regexProblem } from '#shared/domain/regex-problem.ts'

function change(text: string, asked: Partial<FindReplace> & { find: string }): string {
  const { finder, problem } = readFind(FindReplace.parse(asked))
  if (problem) throw new Error(problem.message)
  return replaced(text, replacementsIn(text, finder))
}

describe('plain text', () => {
  test('is found whatever its case, unless case counts; marks mean themselves', () => {
    expect(change('Red roof, red road', { find: 'RED', replace: 'blue' })).toBe('blue roof, blue road')
    expect(change('Red roof, red road', { find: 'red', replace: 'blue', matchCase: true })).toBe('Red roof, blue road')
    expect(change('a (b) c.d*', { find: '(B)', replace: '$1' })).toBe('a $1 c.d*')
    expect(change('a.b a-b', { find: 'a.b', replace: '$&' })).toBe('$& a-b')
    expect(change('ÄÖ äö', { find: 'äö', replace: 'x' })).toBe('x x')
  })

  test('the same as replaceAll where case counts, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.string({ maxLength: 5 }), (text, find, replace) => {
        expect(change(text, { find, replace, matchCase: true })).toBe(text.replaceAll(find, () => replace))
      })
    )
  })
})

describe('whole words', () => {
  test('neither parts of words nor of numbers; marks and spaces end words', () => {
    expect(change('red, reddish (red) red-brown infrared red2 red', { find: 'red', replace: 'X', wholeWord: true })).toBe('X, reddish (X) X-brown infrared red2 X')
    expect(change('дом домик дом', { find: 'дом', replace: 'X', wholeWord: true })).toBe('X домик X')
    expect(change('café cafés', { find: 'café', replace: 'X', wholeWord: true })).toBe('X cafés')
    expect(change('a\u0301b a', { find: 'a', replace: 'X', wholeWord: true })).toBe('a\u0301b X')
    // What is looked for may itself begin or end with a mark.
    expect(change('road. roads.', { find: 'road.', replace: 'X', wholeWord: true })).toBe('X roads.')
  })

  test('Chinese words end where Unicode’s rules end them', () => {
    expect(change('红色的屋顶和公路,公路桥在北边', { find: '屋顶', replace: '房顶', wholeWord: true })).toBe('红色的房顶和公路,公路桥在北边')
    // A part of a word is none.
    expect(change('屋顶', { find: '屋', replace: 'X', wholeWord: true })).toBe('屋顶')
    expect(change('屋顶', { find: '屋', replace: 'X' })).toBe('X顶')
  })
})

describe('regular expressions', () => {
  test('replace as JavaScript does', () => {
    const cases: [string, string, string][] = [
      ['the red roof', '(\\w+) roof', '$1 tower'],
      ['12 of 34', '(\\d+) of (\\d+)', '$2/$1 $$ $& $` $\' $3 $0 $12'],
      ['ab', '(?<x>a)(?<y>z)?', '[$<x>|$<y>|$<none>]'],
      ['aaa', 'b*', '-'],
      ['😀 one 😀', '.', '.'],
      ['a b', '(?<=a )b', 'c']
    ]
    for (const [text, find, replace] of cases) expect(change(text, { find, replace, regex: true, matchCase: true })).toBe(text.replaceAll(new RegExp(find, 'gu'), replace))
  })

  test('any template gives what String.replace gives', () => {
    for (const replace of ['$<$1>', '<$<n>$2>', '$<', '$<$']) for (const find of ['(a)(b)?', '(?<n>a)b?']) expect(change('xab a', { find, replace, regex: true })).toBe('xab a'.replaceAll(new RegExp(find, 'giu'), replace))
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 12 }), fc.string({ unit: fc.constantFrom('$', '1', '2', '0', '&', '<', '>', 'n', '`', "'", 'x'), maxLength: 8 }), (text, replace) => {
        for (const find of ['(a)(b)?', '(?<n>a)b?', 'a|1']) expect(change(text, { find, replace, regex: true, matchCase: true })).toBe(text.replaceAll(new RegExp(find, 'gu'), replace))
      }),
      { numRuns: 500 }
    )
  })

  test('one that cannot be read says where', () => {
    const at = (find: string) => {
      const wrong = regexProblem(find, 'gu')
      return wrong && [wrong.code, wrong.start, wrong.end]
    }
    expect(at('a(b[c]')).toEqual(['group-open', 1, 2])
    expect(at('a(b)(c')).toEqual(['group-open', 4, 5])
    expect(at('ab)c')).toEqual(['group-close', 2, 3])
    expect(at('a[bc')).toEqual(['class-open', 1, 2])
    expect(at('ab**')).toEqual(['nothing-to-repeat', 3, 4])
    expect(at('+a')).toEqual(['nothing-to-repeat', 0, 1])
    expect(at('a{')).toEqual(['lone-bracket', 1, 2])
    expect(at('ab}')).toEqual(['lone-bracket', 2, 3])
    expect(at('x{3,2}')).toEqual(['numbers-out-of-order', 1, 6])
    expect(at('[a-z][z-a]')).toEqual(['range-out-of-order', 8, 9])
    expect(at('a\\q')).toEqual(['escape', 1, 3])
    expect(at('\\p{Nope}b')).toEqual(['escape', 0, 8])
    expect(at('abc\\')).toEqual(['escape', 3, 4])
    expect(at('(?<1>a)')).toEqual(['group-name', 0, 5])
    expect(at('a\\k<x>(?<y>b)')).toEqual(['group-name', 1, 6])
    expect(at('\\k<y>(?<y>b)[')).toEqual(['class-open', 12, 13])
    expect(at('\\2(a)(b)(')).toEqual(['group-open', 8, 9])
    expect(at('(a+)+\\p{L}[^\\]]{2,3}?')).toBeNull()
    expect(readFind(FindReplace.parse({ find: '' })).problem).toMatchObject({ code: 'empty' })
  })

  test('any text that cannot be read has a place within it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('(', ')', '[', ']', '{', '}', '\\', '*', '+', '?', 'a', '-', '1', ',', '<', '>', 'k', 'p', '|', '^'), minLength: 1, maxLength: 14 }), (find) => {
        const wrong = regexProblem(find, 'gu')
        const reads = (() => {
          try {
            return new RegExp(find, 'gu') instanceof RegExp
          } catch {
            return false
          }
        })()
        expect(wrong === null).toBe(reads)
        if (wrong) expect(wrong.start >= 0 && wrong.start < wrong.end && wrong.end <= find.length).toBe(true)
      }),
      { numRuns: 2000 }
    )
  })
})

test('a caption keeps a text, and not too long a one', () => {
  expect([unusableText('  '), unusableText('a'), unusableText('a'.repeat(20_001))]).toEqual(['empty', null, 'too-long'])
})
