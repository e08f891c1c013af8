import { expect, test } from 'vitest'
import { colourHistogram } from '#engine/planet/signatures/colour-histogram.ts'
import { grey, random, raster } from './rasters.ts'

const histogram = (pixels: Uint8Array, bins = 32): Float32Array => {
  const into = new Float32Array(3 * bins)
  colourHistogram(bins)(pixels, into)
  return into
}
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)

test('two colours: a quarter of the pixels orange, the rest navy, by hand', () => {
  const pixels = raster(16, (x, y) => (x < 8 && y < 8 ? [255, 128, 7] : [0, 0, 136]))
  const found = histogram(pixels)
  const expected = new Float32Array(96)
  // 255, 128 and 7 lie in bins 31, 16 and 0 of eight levels each; 136 in bin 17.
  expected[31] = Math.sqrt(0.25 / 3)
  expected[0] = Math.sqrt(0.75 / 3)
  expected[32 + 16] = Math.sqrt(0.25 / 3)
  expected[32] = Math.sqrt(0.75 / 3)
  expected[64] = Math.sqrt(0.25 / 3)
  expected[64 + 17] = Math.sqrt(0.75 / 3)
  expect(found).toEqual(expected)
})

test('every level goes to the bin of its eight levels, and bins that do not divide 256 to theirs', () => {
  for (let level = 0; level < 256; level++) {
    const one = raster(2, () => grey(level))
    expect(histogram(one).findIndex((value) => value > 0)).toBe(Math.floor(level / 8))
    expect(histogram(one, 10).findIndex((value) => value > 0)).toBe(Math.floor((level * 10) / 256))
  }
})

test('the dot product of two is the mean Bhattacharyya coefficient of the channels', () => {
  const next = random(7)
  const a = raster(32, () => [next() * 256, next() * 128, 40 + next() * 60])
  const b = raster(32, () => [next() * 200, 64 + next() * 128, next() * 256])
  const shares = (pixels: Uint8Array, channel: number): number[] => {
    const counts = new Array<number>(32).fill(0)
    for (let i = channel; i < pixels.length; i += 3) counts[(pixels[i] as number) >> 3] = (counts[(pixels[i] as number) >> 3] as number) + 1
    return counts.map((count) => count / 1024)
  }
  const coefficient = [0, 1, 2].reduce((sum, channel) => sum + shares(a, channel).reduce((inner, p, i) => inner + Math.sqrt(p * (shares(b, channel)[i] as number)), 0), 0) / 3
  expect(dot(histogram(a), histogram(b))).toBeCloseTo(coefficient, 6)
  expect(dot(histogram(a), histogram(a))).toBeCloseTo(1, 6)
})
