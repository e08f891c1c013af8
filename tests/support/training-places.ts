import type { PlaceArrays, SplitRows } from '#engine/planet/training/training-protocol.ts'
import type { NanoConfig } from '#engine/planet/network/nano-config.ts'

/** The smallest nano: a test trains it in seconds. */
export const tinySizes: Omit<NanoConfig, 'vocabulary'> = { textLength: 12, imageSize: 16, width: 16, heads: 2, layers: 1, channels: [8, 8, 12, 12], physical: 8 }

const colours = ['black', 'maroon', 'brown', 'orange', 'gold', 'lime', 'olive', 'white']
const grounds = ['sea', 'lake', 'ice', 'marsh', 'sand', 'field', 'wood', 'snow']

export interface MadePlaces {
  readonly arrays: PlaceArrays
  readonly captions: readonly (readonly string[])[]
  readonly rows: SplitRows
}

/** 64 tiles of one red and one blue level, with signatures that say them, and two captions that name them; the last ones are validation and test. */
export function madePlaces(size = tinySizes.imageSize): MadePlaces {
  const count = 64
  const each = size * size * 3
  const pixels = new Uint8Array(new SharedArrayBuffer(count * each))
  const signatures = new Float32Array(new SharedArrayBuffer(count * 164 * 4))
  const captions = Array.from({ length: count }, (_, place) => {
    const [red, blue] = [place % 8, place >> 3]
    for (let i = 0; i < each; i += 3) pixels.set([red * 32, 128, blue * 32], place * each + i)
    for (let i = 0; i < 164; i++) signatures[place * 164 + i] = i < 96 ? (i % 8 === red ? 1 : 0) : (i % 8 === blue ? 1 : 0) + 0.01 * (i % 3)
    return [`a ${colours[red]} roof beside the ${grounds[blue]}`, `the ${grounds[blue]} and a roof of ${colours[red]}`]
  })
  const all = Int32Array.from({ length: count }, (_, i) => (i * 11) % count)
  const regions = new Int32Array(new SharedArrayBuffer(4 * count)).map((_, i) => 1 + (i % 4))
  return { arrays: { count, size, pixels, signatures, regions }, captions, rows: { train: all.slice(0, 48), val: all.slice(48, 56), test: all.slice(56) } }
}
