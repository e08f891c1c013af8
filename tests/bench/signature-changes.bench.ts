/**
 * `npm run -s bench -- signature-changes --tiles FOLDER [--count 200] [--json]`
 *
 * How much a tile's signatures change when its picture does: the table in docs/planet/signatures.md. Pictures of the
 * folder are decoded once, changed, and measured again. Colour and structure: the dot product with what was measured
 * before (1: the same). Texture: the mean difference of the lower and of the upper 16 rings, in standard deviations
 * between tiles. Mean over tiles, and in brackets the twentieth that changed most.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { signatureMeasurer } from '#engine/planet/signatures/measure-signature.ts'
import { readRaster } from '#engine/planet/signatures/read-raster.ts'
import { defaultSpec } from '#engine/planet/signatures/signature-spec.ts'

const { values } = parseArgs({ options: { tiles: { type: 'string' }, count: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } } })
const count = Number(values.count)
if (values.tiles === undefined || !Number.isInteger(count) || count < 8) {
  console.error('Give --tiles FOLDER, and --count of at least 8.')
  process.exit(2)
}
const folder = values.tiles
const { size } = defaultSpec
const measure = signatureMeasurer(defaultSpec)
const files = readdirSync(folder).filter((name) => /\.(jpe?g|png|webp|tiff?)$/i.test(name)).sort().slice(0, count)
const tiles = await Promise.all(files.map(async (name) => (await readRaster(join(folder, name), defaultSpec)).pixels))
if (tiles.length < 8) throw new Error(`${folder} has ${tiles.length} pictures; at least 8 are wanted`)
const open = (pixels: Uint8Array, side = size): Sharp => sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
const read = async (picture: Sharp): Promise<Uint8Array> => (await readRaster(await picture.toBuffer(), defaultSpec)).pixels
const levels = (pixels: Uint8Array, change: (level: number) => number): Uint8Array => Uint8Array.from(pixels, (level) => Math.max(0, Math.min(255, Math.round(change(level)))))
/** Tiles side by side: a picture of several times the size with detail down to its pixels. */
const wide = (at: number, across: number): Uint8Array => {
  const out = new Uint8Array(across * across * size * size * 3)
  for (let y = 0; y < across * size; y++) {
    for (let column = 0; column < across; column++) {
      const tile = tiles[(at + column + across * Math.floor(y / size)) % tiles.length] as Uint8Array
      out.set(tile.subarray((y % size) * size * 3, ((y % size) + 1) * size * 3), (y * across + column) * size * 3)
    }
  }
  return out
}
const middle = (picture: Sharp, side: number): Sharp => picture.extract({ left: Math.floor((side - size) / 2), top: Math.floor((side - size) / 2), width: size, height: size })

interface Change {
  readonly name: string
  /** What is compared with what; `turn`: bins by which structure is expected to move. */
  readonly of: (at: number) => Promise<readonly [Uint8Array, Uint8Array]> | readonly [Uint8Array, Uint8Array]
  readonly turn?: number
}
const own = (change: (pixels: Uint8Array) => Promise<Uint8Array> | Uint8Array) => async (at: number) => [tiles[at] as Uint8Array, await change(tiles[at] as Uint8Array)] as const
const jpeg = (quality: number): Change => ({ name: `saved as JPEG of quality ${quality}`, of: own((pixels) => read(open(pixels).jpeg({ quality }))) })
const larger = (across: number): Change => ({
  name: `${across * size} px given as JPEG of quality 90, against 256 px by Lanczos`,
  of: async (at) => [await open(wide(at, across), across * size).resize(size, size, { kernel: 'lanczos3' }).raw().toBuffer(), await read(open(wide(at, across), across * size).jpeg({ quality: 90 }))]
})
const changes: readonly Change[] = [
  { name: 'another tile instead', of: (at) => [tiles[at] as Uint8Array, tiles[(at + 1) % tiles.length] as Uint8Array] },
  { name: 'turned by 90°, structure moved by 18 bins', of: own(async (pixels) => (await open(pixels).rotate(-90).raw().toBuffer()) as Uint8Array), turn: 18 },
  {
    name: 'turned by 10°, structure moved by 2 bins',
    turn: 2,
    async of(at) {
      const { data, info } = await open(wide(at, 2), 2 * size).rotate(-10).raw().toBuffer({ resolveWithObject: true })
      return [await middle(open(wide(at, 2), 2 * size), 2 * size).raw().toBuffer(), await middle(open(data, info.width), info.width).raw().toBuffer()]
    }
  },
  { name: '16 levels brighter', of: own((pixels) => levels(pixels, (level) => level + 16)) },
  { name: '16 levels darker', of: own((pixels) => levels(pixels, (level) => level - 16)) },
  { name: 'four fifths of the contrast', of: own((pixels) => levels(pixels, (level) => 128 + 0.8 * (level - 128))) },
  ...[95, 85, 75, 60].map(jpeg),
  { name: 'given at 128 px', of: own(async (pixels) => read(open(await open(pixels).resize(128, 128, { kernel: 'lanczos3' }).png().toBuffer().then((png) => sharp(png).raw().toBuffer()), 128).png())) },
  larger(2),
  larger(4)
]

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length
const measured = tiles.map((pixels) => measure(pixels))
const deviations = Array.from({ length: 32 }, (_, ring) => {
  const column = measured.map((numbers) => numbers[132 + ring] as number)
  return Math.sqrt(mean(column.map((value) => (value - mean(column)) ** 2)))
})
const apart = (a: Float32Array, b: Float32Array, from: number): number =>
  mean(Array.from({ length: 16 }, (_, i) => Math.abs((a[132 + from + i] as number) - (b[132 + from + i] as number)) / (deviations[from + i] as number)))

const rows: { change: string; colour: string; structure: string; low: string; high: string }[] = []
for (const { name, of, turn = 0 } of changes) {
  const [colour, structure, low, high] = [[], [], [], []] as number[][] as [number[], number[], number[], number[]]
  for (let at = 0; at < tiles.length; at++) {
    const [a, b] = (await of(at)).map((pixels) => measure(pixels)) as [Float32Array, Float32Array]
    colour.push(dot(a.subarray(0, 96), b.subarray(0, 96)))
    structure.push(dot(Float32Array.from({ length: 36 }, (_, bin) => a[96 + ((bin - turn + 36) % 36)] as number), b.subarray(96, 132)))
    low.push(apart(a, b, 0))
    high.push(apart(a, b, 16))
  }
  const told = (of: number[], worst: 'least' | 'most'): string => {
    const sorted = of.toSorted((x, y) => (worst === 'least' ? x - y : y - x))
    const digits = worst === 'least' ? 3 : 2
    return `${mean(of).toFixed(digits)} (${(sorted[Math.floor(of.length / 20)] as number).toFixed(digits)})`
  }
  rows.push({ change: name, colour: told(colour, 'least'), structure: told(structure, 'least'), low: told(low, 'most'), high: told(high, 'most') })
}
if (values.json) console.log(JSON.stringify({ bench: 'signature-changes', tiles: tiles.length, rows }, null, 2))
else console.log(['| change | colour | structure | texture, lower rings | upper rings |', '| --- | --- | --- | --- | --- |', ...rows.map((row) => `| ${Object.values(row).join(' | ')} |`)].join('\n'))
