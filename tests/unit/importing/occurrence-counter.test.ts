import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OccurrenceCounter } from '#engine/importing/occurrence-counter.ts'

it('counts as a map would, also after it has grown', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4000), { maxLength: 6000 }), (keys) => {
      const counter = new OccurrenceCounter()
      const expected = new Map<number, number>()
      for (const key of keys) {
        expect(counter.next(`key ${key}`)).toBe(expected.get(key) ?? 0)
        expected.set(key, (expected.get(key) ?? 0) + 1)
      }
      expect(counter.size).toBe(expected.size)
    }),
    { numRuns: 30 }
  )
})
