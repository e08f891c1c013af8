import { expect, test } from 'vitest'
import { augmentedTiles, drawCaptions, plainTiles, targetInputs, textInputs } from '#engine/planet/training/batch-inputs.ts'
import { Random } from '#engine/sample/random.ts'

const size = 5
const each = size * size * 3
const pixels = Uint8Array.from({ length: 4 * each }, (_, i) => (i * 37 + (i >> 3)) % 256)

/** The definition, pixel by pixel. */
function changed(places: readonly number[], random: Random, shift: number): number[] {
  return places.flatMap((place) => {
    const brightness = random.between(-0.06, 0.06)
    const gains = [0, 1, 2].map(() => random.between(0.94, 1.06))
    const [dx, dy] = [random.below(2 * shift + 1) - shift, random.below(2 * shift + 1) - shift]
    const inside = (at: number): number => Math.min(size - 1, Math.max(0, at))
    return Array.from({ length: each }, (_, i) => {
      const [c, x, y] = [i % 3, Math.floor(i / 3) % size, Math.floor(i / 3 / size)]
      const level = pixels[place * each + (inside(y + dy) * size + inside(x + dx)) * 3 + c] ?? 0
      return Math.fround(((level - 127.5) / 127.5) * (gains[c] ?? 1) + brightness)
    })
  })
}

test('tiles are changed as defined, bit for bit: brightness, gain a channel, a shift that repeats the edge', () => {
  const places = [3, 0, 2]
  const { data, shape } = augmentedTiles(pixels, size, Int32Array.from(places), new Random('x'), 2)
  expect(shape).toEqual([3, size, size, 3])
  expect([...(data as Float32Array)]).toEqual(changed(places, new Random('x'), 2))
  expect([...(plainTiles(pixels, size, 1, 3).data as Float32Array)]).toEqual([...pixels.slice(each, 3 * each)].map((level) => Math.fround((level - 127.5) / 127.5)))
})

test('captions of a place are different while there are enough, then repeated; texts are padded and cut', () => {
  const captions = [[[1]], [[2], [3], [4]]]
  const drawn = drawCaptions(captions, Int32Array.of(1, 0), 2, new Random('y'))
  expect(new Set(drawn.slice(0, 2).map((text) => text[0])).size).toBe(2)
  expect(drawn.slice(2)).toEqual([[1], [1]])
  const { ids, mask } = textInputs([[7, 8, 9], [5]], 2)
  expect([...(ids.data as BigInt64Array)]).toEqual([7n, 8n, 5n, 0n])
  expect([...(mask.data as Float32Array)]).toEqual([1, 1, 1, 0])
})

test('every caption of a place is a positive of its tile: both targets are distributions', () => {
  const { targets, targets_back: back } = targetInputs(2, 2)
  expect([...(targets.data as Float32Array)]).toEqual([1, 0, 1, 0, 0, 1, 0, 1])
  expect([...(back.data as Float32Array)]).toEqual([0.5, 0.5, 0, 0, 0, 0, 0.5, 0.5])
})
