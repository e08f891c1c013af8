import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignmentRounds } from '#engine/bulk/assignment-rounds.ts'

function take(annotators: number, overlap: number, seed: number, captions: number): number[] {
  const rounds = assignmentRounds(annotators, overlap, seed)
  return Array.from({ length: captions }, () => rounds.next().value)
}
const bitsOf = (value: number, annotators: number) => Array.from({ length: annotators }, (_, bit) => Math.floor(value / 2 ** bit) % 2)

test('every caption has as many annotators as asked for, and after any number of captions the loads differ by one at most', () => {
  const sizes = fc.integer({ min: 1, max: 30 }).chain((annotators) => fc.record({ annotators: fc.constant(annotators), overlap: fc.integer({ min: 1, max: annotators }) }))
  fc.assert(
    fc.property(sizes, fc.nat(), fc.integer({ min: 0, max: 120 }), ({ annotators, overlap }, seed, captions) => {
      const loads = new Array<number>(annotators).fill(0)
      for (const value of take(annotators, overlap, seed, captions)) {
        const bits = bitsOf(value, annotators)
        expect(bits.reduce((sum, bit) => sum + bit, 0)).toBe(overlap)
        bits.forEach((bit, i) => (loads[i] = (loads[i] ?? 0) + bit))
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
      }
    })
  )
})

test('the seed decides, and a longer list begins like a shorter one', () => {
  expect(take(5, 2, 7, 50)).toEqual(take(5, 2, 7, 80).slice(0, 50))
  expect(take(5, 2, 7, 50)).not.toEqual(take(5, 2, 8, 50))
})

test('every pair of annotators meets about as often as every other', () => {
  const met = new Map<number, number>()
  for (const value of take(6, 2, 3, 3000)) met.set(value, (met.get(value) ?? 0) + 1)
  expect(met.size).toBe(15)
  for (const times of met.values()) expect(times).toBeGreaterThan(140)
})
