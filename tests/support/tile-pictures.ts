import sharp from 'sharp'
import { Random } from '#engine/sample/random.ts'

const size = 512

/** A picture with the structure of a tile (fields, roofs, roads), 512 px, as PNG. The same seed gives the same picture. */
export async function tilePicture(seed: number): Promise<Buffer> {
  const random = new Random(`tile/${seed}`)
  const pixels = Buffer.alloc(size * size * 3)
  const colour = (): readonly number[] => [random.below(200) + 20, random.below(200) + 20, random.below(160) + 20]
  const fill = (inside: (x: number, y: number) => boolean): void => {
    const rgb = colour()
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (inside(x, y)) pixels.set(rgb, (y * size + x) * 3)
  }
  fill(() => true)
  for (let part = 0; part < 14; part++) {
    const [left, top, width, height, slant] = [random.below(460), random.below(460), 40 + random.below(220), 40 + random.below(220), random.unit() - 0.5]
    fill((x, y) => y >= top && y < top + height && x - slant * (y - top) >= left && x - slant * (y - top) < left + width)
  }
  for (let road = 0; road < 3; road++) {
    const [from, to, width] = [random.below(size), random.below(size), 8 + random.below(16)]
    fill((x, y) => Math.abs(x - (from + ((to - from) * y) / size)) < width / 2)
  }
  return sharp(pixels, { raw: { width: size, height: size, channels: 3 } }).png().toBuffer()
}
