import { describe, expect, test } from 'vitest'
import { isRight } from '#engine/evaluation/agreement/gold-score.ts'
import { TeamAgreementSum } from '#engine/evaluation/agreement/team-agreement.ts'

describe('an answer to a gold caption', () => {
  const first = 'A red roof stands beside the road that leads to the old market square of the town'
  const known = first.replace('red', 'blue')

  test.each([
    ['accepted', first, false],
    ['edited', known, true],
    // Another word was wrong to change; the right one was not changed.
    ['edited', first.replace('road', 'street'), false],
    // Both: as far from the known text as the first was.
    ['edited', known.replace('road', 'lane'), false],
    ['edited', `${known}.`, true],
    ['rejected', first, false],
    ['flagged', first, false],
    ['skipped', first, null]
  ] as const)('%s with "%s", where the text was to be edited: %s', (verdict, text, right) => {
    expect(isRight({ answer: { verdict: 'edited', text: known }, first, verdict, text })).toBe(right)
  })

  test('words in another order are no edit that was wanted', () => {
    const swapped = 'beside a river a roof'
    expect(isRight({ answer: { verdict: 'edited', text: 'a roof beside a river' }, first: swapped, verdict: 'accepted', text: swapped })).toBe(false)
  })

  test('where the text was right, leaving nine words of ten is right, a rewrite is not', () => {
    const gold = { answer: { verdict: 'accepted' as const }, first }
    expect(isRight({ ...gold, verdict: 'edited', text: first.replace('old', 'ancient') })).toBe(true)
    expect(isRight({ ...gold, verdict: 'edited', text: 'There is a house' })).toBe(false)
  })

  test('where it was to fail, a flag fails it too', () => {
    for (const verdict of ['rejected', 'flagged'] as const) expect(isRight({ answer: { verdict: 'rejected' }, first, verdict, text: first })).toBe(true)
  })
})

test('an annotator against all others is the alpha of all her comparisons', () => {
  const sum = new TeamAgreementSum()
  const unit = (a: 'accepted' | 'rejected', b: 'accepted' | 'rejected', c: 'accepted' | 'rejected') => sum.add([{ annotator: 'a', verdict: a, text: null }, { annotator: 'b', verdict: b, text: null }, { annotator: 'c', verdict: c, text: null }])
  unit('accepted', 'accepted', 'rejected')
  unit('rejected', 'rejected', 'rejected')
  const { annotators, pairs } = sum.result('seed')
  // a: (acc, acc), (acc, rej), (rej, rej), (rej, rej): one of four differs, 3 accepted and 5 rejected of 8.
  // D_o = 1/4; D_e = 2 · 3 · 5 / (8 · 7).
  expect(annotators[0]).toMatchObject({ annotator: 'a', sameVerdict: 0.75, verdicts: { units: 4 } })
  expect(annotators[0]?.verdicts.alpha).toBeCloseTo(1 - 0.25 / (30 / 56), 12)
  expect(pairs.map(({ sameVerdict }) => sameVerdict)).toEqual([1, 0.5, 0.5])
})
