import type { Tensor } from '../../inference/session.ts'
import type { Random } from '../../sample/random.ts'

/**
 * `captions` of each place of a batch: all different while there are enough, then repeated. Two captions of a place are
 * positives of one tile, and never stand against each other.
 */
export function drawCaptions(captions: readonly (readonly (readonly number[])[])[], places: Int32Array, each: number, random: Random): (readonly number[])[] {
  return Array.from(places).flatMap((place) => {
    const own = captions[place] as (readonly number[])[]
    const order = random.shuffled(own)
    return Array.from({ length: each }, (_, i) => order[i % order.length] as readonly number[])
  })
}

/** `ids` int64 and `mask` float32 [texts, length], padded with token 0; what is longer is cut. */
export function textInputs(texts: readonly (readonly number[])[], length: number): { ids: Tensor; mask: Tensor } {
  const shape = [texts.length, length]
  const ids = new BigInt64Array(texts.length * length)
  const mask = new Float32Array(ids.length)
  texts.forEach((text, row) => {
    text.slice(0, length).forEach((id, column) => {
      ids[row * length + column] = BigInt(id)
      mask[row * length + column] = 1
    })
  })
  return { ids: { type: 'int64', data: ids, shape }, mask: { type: 'float32', data: mask, shape } }
}

/** `targets` [places x captions, places]: caption i belongs to tile floor(i / captions). `targets_back` [places, places x captions]: uniform over a tile's captions. */
export function targetInputs(places: number, captions: number): { targets: Tensor; targets_back: Tensor } {
  const texts = places * captions
  const forward = new Float32Array(texts * places)
  const back = new Float32Array(texts * places)
  for (let text = 0; text < texts; text++) {
    const tile = Math.floor(text / captions)
    forward[text * places + tile] = 1
    back[tile * texts + text] = 1 / captions
  }
  return { targets: { type: 'float32', data: forward, shape: [texts, places] }, targets_back: { type: 'float32', data: back, shape: [places, texts] } }
}

/** Rows of a matrix [*, width] by index. */
export function gatherRows(matrix: Float32Array, rows: Int32Array, width: number): Tensor {
  const data = new Float32Array(rows.length * width)
  rows.forEach((row, i) => data.set(matrix.subarray(row * width, (row + 1) * width), i * width))
  return { type: 'float32', data, shape: [rows.length, width] }
}

/** What each of the 256 levels becomes. */
function levels(of: (level: number) => number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => of((level - 127.5) / 127.5))
}

const plainLevels = levels((value) => value)

/** Tiles as (rgb - 127.5) / 127.5, float32 [places, size, size, 3]. */
export function plainTiles(pixels: Uint8Array, size: number, from: number, to: number): Tensor {
  const each = size * size * 3
  const data = new Float32Array((to - from) * each)
  for (let i = 0, at = from * each; i < data.length; i++, at++) data[i] = plainLevels[pixels[at] as number] as number
  return { type: 'float32', data, shape: [to - from, size, size, 3] }
}

/** The same for a batch, each changed a little in brightness, contrast of its channels and by a shift of up to `shift` pixels, so that the tower learns what stays. */
export function augmentedTiles(pixels: Uint8Array, size: number, places: Int32Array, random: Random, shift: number): Tensor {
  const each = size * size * 3
  const data = new Float32Array(places.length * each)
  places.forEach((place, row) => {
    const brightness = random.between(-0.06, 0.06)
    const changed = (): Float32Array => {
      const gain = random.between(0.94, 1.06)
      return levels((value) => value * gain + brightness)
    }
    const [red, green, blue] = [changed(), changed(), changed()]
    const [dx, dy] = [random.below(2 * shift + 1) - shift, random.below(2 * shift + 1) - shift]
    let at = row * each
    for (let y = 0; y < size; y++) {
      const fromRow = place * each + Math.min(size - 1, Math.max(0, y + dy)) * size * 3
      for (let x = 0; x < size; x++) {
        const from = fromRow + Math.min(size - 1, Math.max(0, x + dx)) * 3
        data[at] = red[pixels[from] as number] as number
        data[at + 1] = green[pixels[from + 1] as number] as number
        data[at + 2] = blue[pixels[from + 2] as number] as number
        at += 3
      }
    }
  })
  return { type: 'float32', data, shape: [places.length, size, size, 3] }
}
