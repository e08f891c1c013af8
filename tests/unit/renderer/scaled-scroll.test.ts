import { expect, test } from 'vitest'
import { contentTop, scrollTopFor, tallest } from '../../../src-renderer/ui/scaled-scroll.ts'

test('below the limit a position is itself', () => {
  expect(contentTop(1234, tallest, 600)).toBe(1234)
  expect(scrollTopFor(1234, tallest, 600)).toBe(1234)
})

test('above it both ends are reached, and the way back is the way there', () => {
  const content = 1_034_786 * 46
  expect(contentTop(0, content, 600)).toBe(0)
  expect(contentTop(tallest - 600, content, 600)).toBe(content - 600)
  for (const top of [0, 46, 1_000_000, content / 3, content - 600]) expect(contentTop(scrollTopFor(top, content, 600), content, 600)).toBeCloseTo(top, 3)
})
