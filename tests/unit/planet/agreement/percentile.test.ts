import { expect, test } from 'vitest'
import { comparisonsOf, tilesToDraw } from '#engine/planet/agreement/comparison-tiles.ts'
import { cosineBins, percentile } from '#engine/planet/agreement/percentile.ts'
import { PlaceDraw } from '#engine/planet/agreement/place-draw.ts'

test.each([
  [3, [1, 2, 3, 4], 62.5],
  [0, [1, 2, 3, 4], 0],
  [9, [1, 2, 3, 4], 100],
  [2, [2, 2, 2, 2], 50],
  [2, [2, 2, 1, 3, 3], 40],
  [2, [], 50]
])('the percentile of %d among %j is %d', (own, others, expected) => {
  expect(percentile(own, others)).toBe(expected)
})

test('bins cover [-1, 1], ends and rounding included', () => {
  expect(cosineBins([-1, -1.0000001, -0.5, 0, 0.999, 1, 1.0000001], 4)).toEqual([2, 1, 1, 3])
  expect(cosineBins([], 24)).toEqual(new Array(24).fill(0))
})

test('a draw hangs on seed and uids: what is offered in another order, or besides, moves nothing', () => {
  const drawOf = (places: readonly number[], count: number, seed: number) => {
    const draw = new PlaceDraw<{ place: number; uid: string }>(count, seed)
    for (const place of places) draw.offer({ place, uid: `p-${place}` })
    return draw.drawn()
  }
  const all = Array.from({ length: 3000 }, (_, i) => i + 1)
  const drawn = drawOf(all, tilesToDraw(50), 1)
  expect(drawn).toHaveLength(51)
  expect(new Set(drawn.map(({ place }) => place)).size).toBe(51)
  expect(drawOf(all.toReversed(), 51, 1)).toEqual(drawn)
  expect(drawOf(all, 51, 2)).not.toEqual(drawn)
  const fewer = all.filter((place) => place !== drawn[3]?.place)
  expect(drawOf(fewer, 50, 1)).toEqual(drawn.filter((_, i) => i !== 3))
})

test('a caption is never compared with its own place; where there are fewer tiles, with all', () => {
  const tiles = [4, 8, 15, 16].map((place) => ({ place, view: place }))
  expect([...comparisonsOf(tiles, 8, 3)]).toEqual([0, 2, 3])
  expect([...comparisonsOf(tiles, 23, 3)]).toEqual([0, 1, 2])
  expect([...comparisonsOf(tiles, 23, 1000)]).toEqual([0, 1, 2, 3])
  expect([...comparisonsOf([{ place: 8, view: 1 }], 8, 3)]).toEqual([])
})
