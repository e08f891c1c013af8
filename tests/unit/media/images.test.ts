import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readModelImage } from '#engine/media/model-image.ts'
import { stretchBand } from '#engine/media/percentile-stretch.ts'
import { resampleRgb } from '#engine/media/resample.ts'
import { makePicture, Thumbnails } from '#engine/media/thumbnails.ts'
import { hasRealData, realData, withoutRealData } from '../../support/real-data.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
const spec = { size: 16, fit: 'stretch', resample: 'bicubic' } as const
const raw = (width: number, height: number, channels: 1 | 3 | 4) => ({ raw: { width, height, channels } })
const firstPixel = async (image: Uint8Array): Promise<number[]> => [...(await readModelImage(image, spec)).pixels.subarray(0, 3)]

describe('images for encoders', () => {
  it('are 8-bit RGB whatever they were: grey, 16 bits, transparent, palette, CMYK', async () => {
    expect(await firstPixel(await sharp(new Uint8Array(600).fill(77), raw(30, 20, 1)).png().toBuffer())).toEqual([77, 77, 77])
    const deep = await sharp(new Uint16Array(1800).fill(0x8080), raw(30, 20, 3)).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(await firstPixel(deep)).toEqual([128, 128, 128])
    expect(await firstPixel(await sharp({ create: { width: 9, height: 9, channels: 4, background: { r: 200, g: 100, b: 50, alpha: 0 } } }).png().toBuffer())).toEqual([0, 0, 0])
    expect(await firstPixel(await sharp({ create: { width: 9, height: 9, channels: 3, background: '#c86432' } }).png({ palette: true }).toBuffer())).toEqual([200, 100, 50])
    const [r = 0, g = 0, b = 0] = await firstPixel(await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c04020' } }).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer())
    expect(Math.abs(r - 0xc0) + Math.abs(g - 0x40) + Math.abs(b - 0x20)).toBeLessThan(60)
  })

  it('are turned as their EXIF says', async () => {
    const left = await sharp(Uint8Array.from({ length: 40 * 20 * 3 }, (_, i) => (Math.floor(i / 3) % 40 < 20 ? 255 : 0)), raw(40, 20, 3)).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer()
    const { pixels, width, height } = await readModelImage(left, { ...spec, fit: 'stretch' })
    expect([width, height]).toEqual([20, 40])
    expect(pixels[3 * 8]).toBeGreaterThan(240)
    expect(pixels[(15 * 16 + 8) * 3]).toBeLessThan(15)
  })

  it('are cropped in the middle of the shorter side', async () => {
    const wide = Uint8Array.from({ length: 64 * 16 * 3 }, (_, i) => Math.floor(i / 3) % 64)
    const { pixels } = await readModelImage(await sharp(wide, raw(64, 16, 3)).png().toBuffer(), { size: 16, fit: 'crop', resample: 'bicubic' })
    expect(Array.from({ length: 16 }, (_, x) => pixels[x * 3])).toEqual(Array.from({ length: 16 }, (_, x) => 24 + x))
  })

  it('are refused with a reason where they are truncated, missing, empty, no image, SVG, a pipe or absurdly narrow', async () => {
    const jpeg = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888888', noise: { type: 'gaussian', mean: 100, sigma: 50 } } }).jpeg().toBuffer()
    const refused = (source: string | Uint8Array, message: RegExp) => expect(readModelImage(source, spec)).rejects.toMatchObject({ code: 'BAD_IMAGE', message: expect.stringMatching(message) })
    await refused(jpeg.subarray(0, jpeg.length / 2), /truncated/)
    await refused(join(folder, 'none.jpg'), /no image at/)
    const empty = join(folder, 'empty.jpg')
    writeFileSync(empty, '')
    await refused(empty, /empty/)
    await refused(folder, /not a file|cannot be read/)
    await refused(new TextEncoder().encode('hello'), /cannot be decoded/)
    await refused(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /cannot be decoded/)
    await refused(await sharp(new Uint8Array(3000), raw(1000, 1, 3)).png().toBuffer(), /narrow/)
    if (process.platform === 'linux') {
      execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
      await refused(join(folder, 'pipe.jpg'), /not a file/)
    }
  })

  it.skipIf(!hasRealData)(`read GeoTIFFs of four bands, of 64-bit floats and of bytes${withoutRealData}`, async () => {
    for (const name of ['naip_nd/m_4709963_se_14_1_20200831.tif', 'misc/opengeos_cog.tif', 'misc/rasterio_RGB.byte.tif']) {
      const { pixels, width } = await readModelImage(realData('geotiff', name), { size: 64, fit: 'crop', resample: 'bicubic' })
      expect(width).toBeGreaterThan(300)
      const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length
      const deviation = Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length)
      expect(mean).toBeGreaterThan(25)
      expect(mean).toBeLessThan(230)
      expect(deviation).toBeGreaterThan(15)
    }
  })
})

describe('resampling', () => {
  const row = (...values: number[]): Uint8Array => Uint8Array.from(values.flatMap((value) => [value, value, value]))
  const reds = (pixels: Uint8Array): number[] => [...pixels].filter((_, i) => i % 3 === 0)

  it('doubles a ramp as Pillow does (weights of Keys’ cubic at a quarter pixel, normalised at the borders)', () => {
    const out = reds(resampleRgb(row(0, 0, 0, 100, 200, 200, 200, 200), 8, 1, 16, 1, 'bicubic'))
    // By hand: the weights at distances 1.25, 0.25, 0.75 and 1.75 are -0.0703125, 0.8671875, 0.2265625 and -0.0234375.
    expect(out[5]).toBe(Math.round(100 * 0.2265625 + 200 * -0.0234375))
    expect(out[6]).toBe(Math.round(100 * 0.8671875 + 200 * -0.0703125))
    expect(out[7]).toBe(Math.round(100 * 0.8671875 + 200 * 0.2265625 + 200 * -0.0234375))
  })

  it('keeps a picture of the same size, a constant one, and symmetry', () => {
    const noise = Uint8Array.from({ length: 9 * 7 * 3 }, (_, i) => (i * 89) % 256)
    for (const kernel of ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const) {
      expect(resampleRgb(noise, 9, 7, 9, 7, kernel)).toEqual(noise)
      expect(new Set(resampleRgb(new Uint8Array(9 * 7 * 3).fill(131), 9, 7, 23, 5, kernel))).toEqual(new Set([131]))
    }
    const out = reds(resampleRgb(row(10, 60, 200, 60, 10), 5, 1, 13, 1, 'bicubic'))
    expect(out).toEqual([...out].reverse())
  })
})

describe('the percentile stretch', () => {
  it('maps the 2nd to the 98th percentile to 0..255 and leaves no-data out', () => {
    const band = Float64Array.from({ length: 1001 }, (_, i) => 5000 + i)
    band[0] = -9999
    band[1] = NaN
    const out = new Uint8Array(1001)
    stretchBand(band, -9999, out, 0, 1)
    expect([out[0], out[1], out[10], out[1000]]).toEqual([0, 0, 0, 255])
    expect(Math.abs((out[500] ?? 0) - 127)).toBeLessThanOrEqual(2)
    stretchBand(new Float64Array(10).fill(3), null, out, 0, 1)
    expect(out[0]).toBe(128)
  })
})

describe('thumbnails', () => {
  it('are made once, kept in sharded folders, made anew when the image changes, and never enlarge', async () => {
    const file = join(folder, 'picture.png')
    const cache = join(folder, 'thumbnails')
    await sharp({ create: { width: 400, height: 200, channels: 3, background: '#336699' } }).png().toFile(file)
    const picture = await new Thumbnails().view({ file, size: 128, folder: cache, id: 7 })
    expect(picture.type).toBe('image/jpeg')
    expect(await sharp(picture.bytes).metadata()).toMatchObject({ width: 128, height: 64 })
    const kept = readdirSync(join(cache, '128', '07'))
    expect(kept).toHaveLength(1)
    writeFileSync(join(cache, '128', '07', kept[0] ?? ''), 'from the disk')
    expect(Buffer.from((await new Thumbnails().view({ file, size: 128, folder: cache, id: 7 })).bytes).toString()).toBe('from the disk')
    utimesSync(file, 1, 1)
    expect(await sharp((await new Thumbnails().view({ file, size: 128, folder: cache, id: 7 })).bytes).metadata()).toMatchObject({ width: 128 })
    // Small and readable by browsers: the file itself.
    expect((await makePicture(file, 640)).type).toBe('image/png')
    await new Thumbnails().view({ file, size: 128, folder: null, id: 9 })
    expect(existsSync(join(cache, '128', '09'))).toBe(false)
    await expect(new Thumbnails().view({ file: join(folder, 'gone.png'), size: 64, folder: null, id: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('convert what browsers cannot show', async () => {
    const file = join(folder, 'deep.tif')
    writeFileSync(file, greyTiff16(64, 64, (i) => (i * 13) % 4000))
    const picture = await makePicture(file, 0)
    expect(picture.type).toBe('image/jpeg')
    // Stretched: 0..4000 of 65,535 would be almost black.
    expect((await sharp(picture.bytes).stats()).channels[0]?.mean).toBeGreaterThan(90)
  })
})

/** An uncompressed TIFF of one 16-bit band. */
function greyTiff16(width: number, height: number, value: (i: number) => number): Uint8Array {
  const entries = [[256, 3, width], [257, 3, height], [258, 3, 16], [259, 3, 1], [262, 3, 1], [273, 4, 8 + 2 + 9 * 12 + 4], [277, 3, 1], [278, 3, height], [279, 4, width * height * 2]] as const
  const view = new DataView(new ArrayBuffer(8 + 2 + entries.length * 12 + 4 + width * height * 2))
  view.setUint32(0, 0x49492a00)
  view.setUint32(4, 8, true)
  view.setUint16(8, entries.length, true)
  entries.forEach(([tag, type, content], i) => {
    view.setUint16(10 + i * 12, tag, true)
    view.setUint16(12 + i * 12, type, true)
    view.setUint32(14 + i * 12, 1, true)
    view.setUint32(18 + i * 12, content, true)
  })
  for (let i = 0; i < width * height; i++) view.setUint16(8 + 2 + entries.length * 12 + 4 + i * 2, value(i), true)
  return new Uint8Array(view.buffer)
}
