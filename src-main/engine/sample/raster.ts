import sharp from 'sharp'
import { Random } from './random.ts'

/**
 * Rasters a drawing, lays sensor noise and a soft unevenness of light over it, and packs it as JPEG. The same drawing and
 * seed give the same bytes with the same version of sharp.
 */
export async function rasterTile(svg: string, seed: string): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(svg)).flatten({ background: '#808080' }).removeAlpha().modulate({ saturation: 0.84 }).raw().toBuffer({ resolveWithObject: true })
  const random = new Random(`noise/${seed}`)
  const cast = [random.between(-5, 5), random.between(-3, 3), random.between(-6, 4)]
  const contrast = random.between(0.9, 1.04)
  const grid = 9
  const light = Float32Array.from({ length: grid * grid }, () => random.between(-9, 9))
  const fine = Float32Array.from({ length: 64 * 64 }, () => random.between(-7, 7))
  const { width, height } = info
  let state = random.uint32()
  for (let y = 0; y < height; y++) {
    const gy = (y / height) * (grid - 1)
    const [row, ty] = [Math.floor(gy), gy - Math.floor(gy)]
    for (let x = 0; x < width; x++) {
      const gx = (x / width) * (grid - 1)
      const [column, tx] = [Math.floor(gx), gx - Math.floor(gx)]
      const at = row * grid + column
      const top = (light[at] ?? 0) * (1 - tx) + (light[at + 1] ?? 0) * tx
      const below = (light[at + grid] ?? 0) * (1 - tx) + (light[at + grid + 1] ?? 0) * tx
      const soft = top * (1 - ty) + below * ty + (fine[((y >> 2) % 64) * 64 + ((x >> 2) % 64)] ?? 0) * 0.6
      const pixel = (y * width + x) * 3
      // One multiply-with-carry step a pixel: noise need not be better than this.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const grain = ((state >>> 16) / 65536 - 0.5) * 17
      for (let channel = 0; channel < 3; channel++) {
        const value = ((data[pixel + channel] ?? 0) - 128) * contrast + 128 + (cast[channel] ?? 0) + soft + grain
        data[pixel + channel] = value < 0 ? 0 : value > 255 ? 255 : value
      }
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 86, chromaSubsampling: '4:4:4' }).toBuffer()
}

/** Rasters a street view: no grain but JPEG's own. */
export async function rasterStreet(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).flatten({ background: '#c8d4dd' }).jpeg({ quality: 84 }).toBuffer()
}
