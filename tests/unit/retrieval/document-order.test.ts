import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareUtf8, trecId, uidOfTrecId } from '#engine/store/document-order.ts'

describe('ids in TREC files', () => {
  test('have no white space, begin no comment, and come back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (uid) => {
        const id = trecId(uid)
        expect(id).not.toMatch(/\s|^#|^$/)
        expect(uidOfTrecId(id)).toBe(uid)
      }),
      { numRuns: 2000 }
    )
  })

  test('stay as they are where they can', () => {
    expect(trecId('lagos/6.5,3.3_é.jpg')).toBe('lagos/6.5,3.3_é.jpg')
    expect(trecId('two words\t100%')).toBe('two%20words%09100%25')
    expect(uidOfTrecId('100%')).toBe('100%')
    expect(uidOfTrecId('%FFx')).toBe('%FFx')
  })

  test('are compared as bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
      { numRuns: 2000 }
    )
    expect(['10', '9', '100'].sort((a, b) => compareUtf8(b, a))).toEqual(['9', '100', '10'])
    expect(compareUtf8('\u{FFFD}', '\u{1F30D}')).toBeLessThan(0) // as UTF-16 it would be the other way round
  })
})
