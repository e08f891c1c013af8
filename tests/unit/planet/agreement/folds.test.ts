import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dealFolds, type FoldRegion } from '#engine/planet/agreement/folds.ts'
import { foldsOf } from '#engine/planet/agreement/scoring-plan.ts'

const regions = (sizes: readonly number[]): FoldRegion[] => sizes.map((places, i) => ({ id: i + 1, uid: `r-${i}`, places }))

describe('folds', () => {
  test('every region is in one fold; folds differ by one region, and by at most the largest region in places', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 60 }), fc.integer({ min: 2, max: 8 }), fc.integer({ min: 0, max: 99 }), (sizes, folds, seed) => {
        const dealt = dealFolds(regions(sizes), folds, seed)
        expect(dealt.size).toBe(sizes.length)
        const used = Math.min(folds, sizes.length)
        const count = new Array<number>(used).fill(0)
        const places = new Array<number>(used).fill(0)
        for (const [id, fold] of dealt) {
          count[fold] = (count[fold] ?? 0) + 1
          places[fold] = (places[fold] ?? 0) + (sizes[id - 1] ?? 0)
        }
        expect(Math.max(...count) - Math.min(...count)).toBeLessThanOrEqual(1)
        expect(Math.max(...places) - Math.min(...places)).toBeLessThanOrEqual(Math.max(...sizes))
      })
    )
  })

  test('hang on uids and seed, not on ids or their order', () => {
    const some = regions([5, 5, 5, 5, 9, 1, 1, 3])
    const byUid = (list: readonly FoldRegion[], seed: number) => {
      const dealt = dealFolds(list, 3, seed)
      return Object.fromEntries(list.map(({ id, uid }) => [uid, dealt.get(id)]).sort())
    }
    const renumbered = some.toReversed().map((region, i) => ({ ...region, id: 100 + i }))
    expect(byUid(renumbered, 4)).toEqual(byUid(some, 4))
    expect([1, 2, 3, 5].some((seed) => JSON.stringify(byUid(some, seed)) !== JSON.stringify(byUid(some, 4)))).toBe(true)
  })

  test('are counted of more regions than a call takes arguments', () => {
    expect(foldsOf({ regions: Array.from({ length: 500_000 }, (_, i) => [i + 1, i % 5]) })).toBe(5)
  })

  test.each([[[]], [[7]]])('%j regions are refused: what to do is said', (sizes) => {
    expect(() => dealFolds(regions(sizes), 5, 1)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', hint: expect.stringMatching(/regions when they are imported/) as string }))
  })
})
