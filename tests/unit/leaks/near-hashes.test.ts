import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { nearHashes } from '#engine/leaks/near-hashes.ts'
import { bitCount, hashDistance, hashNumbers, hashRaster, perceptualHash } from '#engine/leaks/perceptual-hash.ts'
import { keptPairs, WorstPairs } from '#engine/leaks/worst-pairs.ts'
import { tilePicture } from '../../support/tile-pictures.ts'

async function hashOf(picture: Buffer): Promise<Uint16Array | null> {
  const grey = await sharp(picture).flatten().toColourspace('srgb').greyscale().resize(hashRaster.width, hashRaster.height, { fit: 'fill' }).extractChannel(0).raw({ depth: 'uchar' }).toBuffer()
  return perceptualHash(grey)
}
const apart = (a: Uint16Array, b: Uint16Array): number => Math.max(hashDistance(a, b, 0), hashDistance(a, b, 1))

describe('the perceptual hashes', () => {
  test.each<[string, (picture: Sharp) => Sharp]>([
    ['resized', (picture) => picture.resize(190, 190)],
    ['recompressed', (picture) => picture.jpeg({ quality: 35 })],
    ['brighter', (picture) => picture.linear(1, 14)],
    ['darker and flatter', (picture) => picture.linear(0.85, -4)],
    ['resized, recompressed and brighter', (picture) => picture.resize(256, 256).linear(1.05, 6).jpeg({ quality: 60 })]
  ])('a tile that was %s stays within 5 bits of itself, for twenty tiles', async (_, change) => {
    for (let seed = 0; seed < 20; seed++) {
      const picture = await tilePicture(seed)
      const [one, other] = [await hashOf(picture), await hashOf(await change(sharp(picture)).png().toBuffer())]
      if (one === null || other === null) throw new Error('a tile with structure has hashes')
      expect(apart(one, other)).toBeLessThanOrEqual(5)
    }
  })

  test('different tiles are far apart', async () => {
    const hashes = await Promise.all(Array.from({ length: 40 }, async (_, seed) => hashOf(await tilePicture(seed))))
    hashes.forEach((one, i) => {
      for (const other of hashes.slice(0, i)) if (one && other) expect(apart(one, other)).toBeGreaterThan(10)
    })
  })

  test('an even tile, with the noise of its compression, has none', async () => {
    const sea = await sharp({ create: { width: 256, height: 256, channels: 3, background: { r: 20, g: 60, b: 90 }, noise: { type: 'gaussian', mean: 60, sigma: 2 } } }).jpeg({ quality: 80 }).toBuffer()
    expect(await hashOf(sea)).toBeNull()
  })

  test('bits are counted', () => {
    for (let value = 0; value <= 0xffff; value++) if (bitCount(value) !== value.toString(2).replaceAll('0', '').length) throw new Error(`${value} has other bits`)
  })
})

test('pairs are those that comparing all finds, each once, worst first', () => {
  const hash = fc.array(fc.nat(0xffff), { minLength: hashNumbers, maxLength: hashNumbers })
  // Some hashes are others with a few bits turned.
  const drawn = fc.array(fc.record({ own: hash, like: fc.option(fc.nat(30)), turn: fc.array(fc.nat(16 * hashNumbers - 1), { maxLength: 12 }), split: fc.integer({ min: 1, max: 3 }), place: fc.nat(20) }), { minLength: 2, maxLength: 40 })
  fc.assert(
    fc.property(drawn, fc.integer({ min: 0, max: 7 }), (tiles, bits) => {
      const rows: number[][] = []
      tiles.forEach(({ own, like, turn }, i) => {
        const from = like !== null && i > 0 ? [...(rows[like % i] as number[])] : [...own]
        for (const bit of turn) from[bit >> 4] = (from[bit >> 4] as number) ^ (1 << (bit & 15))
        rows.push(from)
      })
      const found = nearHashes({ ids: Int32Array.from(tiles, (_, i) => i), places: Int32Array.from(tiles, ({ place }) => place), classes: Uint8Array.from(tiles, ({ split }) => split), hashes: Float32Array.from(rows.flat()) }, bits)
      const expected = tiles.flatMap((one, i) =>
        tiles.slice(i + 1).flatMap((other, k) => {
          const j = i + 1 + k
          const value = Math.max(hashDistance(rows[i] as number[], rows[j] as number[], 0), hashDistance(rows[i] as number[], rows[j] as number[], 1))
          return one.split !== other.split && one.place !== other.place && value <= bits ? [{ a: i, b: j, value }] : []
        })
      )
      expect(found.kept).toEqual(expected.sort((x, y) => x.value - y.value || x.a - y.a || x.b - y.b))
      expect(found).toMatchObject({ pairs: expected.length, items: new Set(expected.flatMap(({ a, b }) => [a, b])).size, cut: false })
    }),
    { numRuns: 300, seed: 6 }
  )
})

test('a thousand pairs are kept, all are counted', () => {
  const worst = new WorstPairs('highest')
  for (let i = 0; i < 5000; i++) worst.add(i + 1, 0, ((i * 7919) % 5000) / 5000)
  const found = worst.found()
  expect(found).toMatchObject({ pairs: 5000, items: 5001 })
  expect(found.kept).toHaveLength(keptPairs)
  expect(found.kept[0]?.value).toBe(4999 / 5000)
  expect(found.kept.at(-1)?.value).toBe(4000 / 5000)
})
