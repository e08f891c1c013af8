import { readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { specName, tilePixels, type PixelSpec } from '#engine/planet/data/tile-pixels.ts'
import { readModelImage } from '#engine/media/model-image.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
const spec: PixelSpec = { size: 16, fit: 'stretch', resample: 'bicubic' }
const cache = join(folder, 'cache')
const bytes = 16 * 16 * 3
const record = 12 + bytes

async function picture(name: string, colour: { r: number; g: number; b: number }, size = 24): Promise<string> {
  const file = join(folder, name)
  await sharp({ create: { width: size, height: size, channels: 3, background: colour } }).png().toFile(file)
  return file
}

test('tiles are decoded as the encoder sees them, kept, and decoded again only where they are missing, torn or changed', async () => {
  const files = await Promise.all([1, 2, 3, 4, 5].map((n) => picture(`${n}.png`, { r: 40 * n, g: 10, b: 200 })))
  const tiles = files.map((file, i) => ({ view: i + 1, file }))
  const first = await tilePixels(tiles.slice(0, 4), spec, { folder: cache })
  expect(first.decoded).toBe(4)
  expect(first.pixels.buffer).toBeInstanceOf(SharedArrayBuffer)
  for (const [row, file] of files.slice(0, 4).entries()) expect(first.pixels.slice(row * bytes, (row + 1) * bytes)).toEqual(Uint8Array.from((await readModelImage(file, spec)).pixels))

  // Another order, one more, the last record torn: two to decode.
  const kept = join(cache, `tiles-${specName(spec)}.bin`)
  expect(statSync(kept).size).toBe(4 * record)
  truncateSync(kept, 4 * record - 5)
  const again = await tilePixels([...tiles].reverse(), spec, { folder: cache })
  expect(again.decoded).toBe(2)
  expect(again.pixels.slice(4 * bytes)).toEqual(first.pixels.slice(0, bytes))
  expect((await tilePixels(tiles, spec, { folder: cache })).decoded).toBe(0)

  // A damaged record ends what is trusted; what comes after it is made again.
  const whole = readFileSync(kept)
  whole[record + 100] = (whole[record + 100] ?? 0) ^ 1
  writeFileSync(kept, whole)
  const repaired = await tilePixels(tiles, spec, { folder: cache })
  expect(repaired.decoded).toBe(4)
  expect(repaired.pixels.slice(0, 4 * bytes)).toEqual(first.pixels)
  expect((await tilePixels(tiles, spec, { folder: cache })).decoded).toBe(0)

  await picture('2.png', { r: 0, g: 255, b: 0 })
  utimesSync(files[1] as string, new Date(), new Date(Date.now() + 5000))
  const changed = await tilePixels(tiles, spec, { folder: cache })
  expect(changed.decoded).toBe(1)
  expect([...changed.pixels.slice(bytes, bytes + 3)]).toEqual([0, 255, 0])
  expect((await tilePixels(tiles, spec, { folder: cache })).decoded).toBe(0)
})

test('a broken tile is named and left as zeros; one of 1 x 1, a grey one and a CMYK one are read', async () => {
  const grey = join(folder, 'grey.png')
  await sharp({ create: { width: 20, height: 20, channels: 3, background: '#808080' } }).greyscale().png().toFile(grey)
  const cmyk = join(folder, 'cmyk.jpg')
  await sharp({ create: { width: 20, height: 20, channels: 3, background: '#ff0000' } }).toColourspace('cmyk').jpeg().toFile(cmyk)
  const broken = join(folder, 'broken.png')
  writeFileSync(broken, readFileSync(grey).subarray(0, 40))
  const tiles = [broken, await picture('one.png', { r: 9, g: 8, b: 7 }, 1), grey, cmyk, join(folder, 'none.png')].map((file, view) => ({ view, file }))
  const found = await tilePixels(tiles, spec, { folder: join(folder, 'cache-2') })
  expect(found.broken.map(({ file }) => file)).toEqual([broken, join(folder, 'none.png')])
  expect(found.decoded).toBe(3)
  expect(found.pixels.slice(0, bytes).every((value) => value === 0)).toBe(true)
  expect([...found.pixels.slice(bytes, bytes + 3)]).toEqual([9, 8, 7])
  expect(new Set(found.pixels.slice(2 * bytes, 3 * bytes))).toEqual(new Set([128]))
  expect(found.pixels[3 * bytes]).toBeGreaterThan(200)
})

test('an abort ends it, and what was decoded until then is kept in whole records', async () => {
  const stop = new AbortController()
  const file = await picture('many.png', { r: 1, g: 2, b: 3 })
  const tiles = Array.from({ length: 600 }, (_, view) => ({ view, file }))
  const work = tilePixels(tiles, spec, { folder: join(folder, 'cache-3'), signal: stop.signal, onProgress: (done) => void (done === 400 && stop.abort(new Error('stop'))) })
  await expect(work).rejects.toThrow('stop')
  const rest = await tilePixels(tiles, spec, { folder: join(folder, 'cache-3') })
  expect(rest.decoded).toBe(200)
})
