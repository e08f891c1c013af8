import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordEditDistance, wordsOf } from '#shared/domain/words.ts'

test.each([
  ['A red roof', 'A red roof', 0],
  ['A red roof', 'A red roof.', 0],
  ['A red roof', 'A blue roof', 1],
  ['A red roof', 'A roof', 1],
  ['A roof', 'A large red roof', 2],
  ['red roof by the river', 'the river by red roof', 4],
  ['红色的屋顶', '蓝色的屋顶', 1],
  ['', 'Two words', 2]
])('%j to %j: %i words', (before, after, distance) => {
  expect(wordEditDistance(before, after)).toBe(distance)
})

test('is a metric: symmetric, zero for equal words, never above the longer text, and obeys the triangle', () => {
  const text = fc.array(fc.constantFrom('a', 'red', 'roof', 'river', 'by'), { maxLength: 8 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const d = wordEditDistance(a, b)
      expect(d).toBe(wordEditDistance(b, a))
      expect(wordEditDistance(a, a)).toBe(0)
      expect(d).toBeLessThanOrEqual(Math.max(wordsOf(a).length, wordsOf(b).length))
      expect(d).toBeLessThanOrEqual(wordEditDistance(a, c) + wordEditDistance(c, b))
    })
  )
})
