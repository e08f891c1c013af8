import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { signatureMeasurer } from '#engine/planet/signatures/measure-signature.ts'
import { readRaster } from '#engine/planet/signatures/read-raster.ts'
import { defaultSpec } from '#engine/planet/signatures/signature-spec.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { tile } from './rasters.ts'

const folder = temporaryFolder()
const raw = (width: number, height: number, channels: 1 | 2 | 3 | 4) => ({ raw: { width, height, channels } })
const read = (source: string | Uint8Array) => readRaster(source, defaultSpec)
const at = (pixels: Uint8Array, x: number, y: number): number[] => [...pixels.subarray((y * 256 + x) * 3, (y * 256 + x) * 3 + 3)]
const measure = signatureMeasurer(defaultSpec)

describe('pictures become 256 x 256 sRGB', () => {
  const pixels = tile(256, 1)

  test('a picture of that size is itself', async () => {
    const { pixels: found, width, height } = await read(await sharp(pixels, raw(256, 256, 3)).png().toBuffer())
    expect([width, height]).toEqual([256, 256])
    expect(Buffer.compare(found, pixels)).toBe(0)
  })

  test('grey, 16 bits, CMYK, transparency on black, a palette', async () => {
    const flat = async (source: Uint8Array): Promise<number[]> => {
      const { pixels: found } = await read(source)
      expect(found).toHaveLength(256 * 256 * 3)
      return at(found, 100, 100)
    }
    expect(await flat(await sharp(new Uint8Array(300 * 300).fill(77), raw(300, 300, 1)).png().toBuffer())).toEqual([77, 77, 77])
    expect(await flat(await sharp(new Uint8Array(300 * 300).fill(77), raw(300, 300, 1)).jpeg().toBuffer())).toEqual([77, 77, 77])
    const deep = await sharp(new Uint16Array(300 * 300 * 3).fill(0x8080), raw(300, 300, 3)).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(await flat(deep)).toEqual([128, 128, 128])
    const [r = 0, g = 0, b = 0] = await flat(await sharp({ create: { width: 512, height: 512, channels: 3, background: '#c04020' } }).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer())
    expect(Math.abs(r - 0xc0) + Math.abs(g - 0x40) + Math.abs(b - 0x20)).toBeLessThan(60)
    const half = await sharp({ create: { width: 300, height: 300, channels: 4, background: { r: 200, g: 100, b: 50, alpha: 0.5 } } }).png().toBuffer()
    expect(await flat(half)).toEqual([100, 50, 25])
    expect(await flat(await sharp(Uint8Array.from({ length: 300 * 300 * 2 }, (_, i) => (i % 2 ? 0 : 200)), raw(300, 300, 2)).png().toBuffer())).toEqual([0, 0, 0])
    expect(await flat(await sharp({ create: { width: 300, height: 300, channels: 3, background: '#c86432' } }).png({ palette: true }).toBuffer())).toEqual([200, 100, 50])
  })

  test('turned as its EXIF says', async () => {
    // Dark on the left as stored; orientation 6 turns it clockwise: the left becomes the top.
    const stored = Uint8Array.from({ length: 512 * 512 * 3 }, (_, i) => (Math.floor(i / 3) % 512 < 256 ? 20 : 230))
    const { pixels: found } = await read(await sharp(stored, raw(512, 512, 3)).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer())
    expect(at(found, 128, 20)[0]).toBeLessThan(30)
    expect(at(found, 128, 230)[0]).toBeGreaterThan(220)
  })

  test('of a long picture the middle, angles as they were; larger and smaller ones resampled', async () => {
    const wide = Uint8Array.from({ length: 1024 * 512 * 3 }, (_, i) => Math.floor((Math.floor(i / 3) % 1024) / 4))
    const { pixels: found, width } = await read(await sharp(wide, raw(1024, 512, 3)).png().toBuffer())
    expect(width).toBe(1024)
    // The middle 512 columns: levels 64 .. 191.
    expect(Math.abs((at(found, 0, 128)[0] as number) - 64)).toBeLessThan(2)
    expect(Math.abs((at(found, 255, 128)[0] as number) - 191)).toBeLessThan(2)
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      for (const side of [100, 512, 700, 1024]) expect((await read(await sharp(pixels, raw(256, 256, 3)).resize(side, side).toFormat(format).toBuffer())).pixels).toHaveLength(256 * 256 * 3)
    }
  })
})

test('one pixel, and one colour, have a defined signature', async () => {
  for (const side of [1, 512]) {
    const { pixels } = await read(await sharp({ create: { width: side, height: side, channels: 3, background: '#646464' } }).jpeg().toBuffer())
    const numbers = measure(pixels)
    expect(numbers.every(Number.isFinite)).toBe(true)
    expect([...numbers.subarray(0, 96)].filter((value) => value > 0)).toEqual(new Array(3).fill(Math.fround(Math.sqrt(1 / 3))))
    expect([...numbers.subarray(96, 132)]).toEqual(new Array(36).fill(0))
    expect([...numbers.subarray(132)]).toEqual(new Array(32).fill(Math.fround(Math.log(1 / 12))))
  }
})

test('what cannot be used is refused with its reason: truncated, missing, empty, no picture, absurdly narrow', async () => {
  const jpeg = await sharp(tile(256, 2), raw(256, 256, 3)).resize(512).jpeg().toBuffer()
  const refused = (source: string | Uint8Array, message: RegExp) => expect(read(source)).rejects.toMatchObject({ code: 'BAD_IMAGE', message: expect.stringMatching(message) })
  for (const share of [0.1, 0.5, 0.9]) await refused(jpeg.subarray(0, jpeg.length * share), /truncated/)
  await refused(join(folder, 'none.jpg'), /no image at .*none\.jpg/)
  writeFileSync(join(folder, 'empty.jpg'), '')
  await refused(join(folder, 'empty.jpg'), /empty/)
  writeFileSync(join(folder, 'text.jpg'), 'no picture')
  await refused(join(folder, 'text.jpg'), /text\.jpg cannot be decoded/)
  await refused(await sharp(new Uint8Array(3000), raw(1000, 1, 3)).png().toBuffer(), /narrow/)
})

describe('compression and resolution change little of colour, structure and the lowest rings', () => {
  const dot = (a: Float32Array, b: Float32Array, from: number, to: number): number => a.subarray(from, to).reduce((sum, value, i) => sum + value * (b[from + i] as number), 0)
  const expectNear = (before: Float32Array, after: Float32Array): void => {
    expect(dot(before, after, 0, 96)).toBeGreaterThan(0.97)
    expect(dot(before, after, 96, 132)).toBeGreaterThan(0.99)
    // In nats of power; a made-up tile has little besides its grain, which compression takes away.
    for (let ring = 0; ring < 6; ring++) expect(Math.abs((before[132 + ring] as number) - (after[132 + ring] as number)), `ring ${ring}`).toBeLessThan(1)
  }
  const sources = [1, 2, 3].map((seed) => tile(512, seed))

  test('JPEG of quality 95 to 60', async () => {
    for (const source of sources) {
      const png = measure((await read(await sharp(source, raw(512, 512, 3)).png().toBuffer())).pixels)
      for (const quality of [95, 85, 75, 60]) expectNear(png, measure((await read(await sharp(source, raw(512, 512, 3)).jpeg({ quality }).toBuffer())).pixels))
    }
  })

  test('given at 512, at 256 and, shrunk by the decoder, at 1024 px', async () => {
    for (const source of sources) {
      const whole = measure((await read(await sharp(source, raw(512, 512, 3)).png().toBuffer())).pixels)
      expectNear(whole, measure((await read(await sharp(source, raw(512, 512, 3)).resize(256, 256, { kernel: 'lanczos3' }).png().toBuffer())).pixels))
      expectNear(whole, measure((await read(await sharp(source, raw(512, 512, 3)).resize(1024, 1024, { kernel: 'lanczos3' }).jpeg({ quality: 95 }).toBuffer())).pixels))
    }
  })
})
