import { describe, expect, test } from 'vitest'
import { edgeOrientations } from '#engine/planet/signatures/edge-orientations.ts'
import { random } from './rasters.ts'

const size = 32
const bins = 36
const luminance = (of: (x: number, y: number) => number): Int32Array => Int32Array.from({ length: size * size }, (_, i) => Math.round(of(i % size, Math.floor(i / size))))
/** Shares, not roots. */
const shares = (values: Int32Array): number[] => {
  const into = new Float32Array(bins)
  edgeOrientations(size, bins)(values, into)
  return Array.from(into, (root) => root * root)
}
const only = (expected: Record<number, number>): number[] => Array.from({ length: bins }, (_, bin) => expected[bin] ?? 0)
const expectShares = (found: number[], expected: number[]): void => found.forEach((share, bin) => expect(Math.abs(share - (expected[bin] as number)), `bin ${bin}`).toBeLessThan(1e-6))

describe('the direction is that of the edge, counter-clockwise from east', () => {
  const road = (on: (x: number, y: number) => boolean): number[] => shares(luminance((x, y) => (on(x, y) ? 200_000 : 50_000)))

  test('a road from west to east is at 0, from south to north at 90 degrees', () => {
    // Its ends leave the picture, so there are no other edges.
    expectShares(road((_, y) => y >= 10 && y < 14), only({ 0: 1 }))
    expectShares(road((x) => x >= 10 && x < 14), only({ 18: 1 }))
  })

  test('from south-west to north-east it is at 45, from north-west to south-east at 135 degrees', () => {
    expectShares(road((x, y) => x + y >= 28 && x + y < 34), only({ 9: 1 }))
    expectShares(road((x, y) => x - y >= -3 && x - y < 3), only({ 27: 1 }))
  })

  test('a slope between two bins is shared by how near they are, whichever way it rises', () => {
    for (const [east, south] of [[3, 1], [-3, -1], [1, 3], [5, -2], [-1, 7], [2, 0], [0, -2], [-4, 4]] as const) {
      // Lines of equal height run at right angles to the slope: (dx, dy) with east dx + south dy = 0; y counts downwards.
      const degrees = (Math.atan2(east, south) * 180) / Math.PI
      const place = ((((degrees % 180) + 180) % 180) / 180) * bins
      const bin = Math.floor(place + 1e-9)
      const beyond = Math.max(0, place - bin)
      expectShares(shares(luminance((x, y) => 40_000 + 1000 * (east * x + south * y))), only({ [bin % bins]: 1 - beyond, [(bin + 1) % bins]: beyond }))
    }
  })
})

test('a random raster: as a reference that convolves and takes Math.atan2', () => {
  const next = random(3)
  const values = luminance(() => next() * 255_000)
  const kernel = [[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]] as const
  const sums = new Array<number>(bins).fill(0)
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      let [east, north] = [0, 0]
      for (let j = -1; j <= 1; j++) {
        for (let i = -1; i <= 1; i++) {
          const value = values[(y + j) * size + x + i] as number
          east += value * (kernel[j + 1]?.[i + 1] as number)
          north -= value * (kernel[i + 1]?.[j + 1] as number)
        }
      }
      const edge = (Math.atan2(north, east) + Math.PI / 2 + 2 * Math.PI) % Math.PI
      const place = (edge / Math.PI) * bins
      const bin = Math.floor(place)
      sums[bin % bins] = (sums[bin % bins] as number) + Math.hypot(east, north) * (1 - (place - bin))
      sums[(bin + 1) % bins] = (sums[(bin + 1) % bins] as number) + Math.hypot(east, north) * (place - bin)
    }
  }
  const total = sums.reduce((sum, value) => sum + value, 0)
  expectShares(shares(values), sums.map((value) => value / total))
})

test('contrast and brightness leave it as it is; a flat raster has zeros', () => {
  const next = random(5)
  const values = luminance(() => 1000 * Math.floor(next() * 100))
  expectShares(shares(values.map((value) => 2 * value + 7000)), shares(values))
  expect(shares(luminance(() => 123_456))).toEqual(only({}))
})
