import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Split } from '#shared/domain/vocabulary.ts'
import { TextSpec } from '../inference/encoder-spec.ts'
import { openTokenizer } from '../inference/text-tokens.ts'
import { signatureLength } from '../planet/network/physical-heads.ts'
import { signatureMeasurer } from '../planet/signatures/measure-signature.ts'
import { defaultSpec } from '../planet/signatures/signature-spec.ts'
import type { TrainingSplit } from '../planet/training/training-task.ts'
import type { SampleRegions } from './cities.ts'
import type { RenderPool } from './render-pool.ts'
import { samplePlace } from './sample-places.ts'

/** Turns captions into token ids with a tokenizer.json, exactly as an encoder's text side does. */
export type Tokenize = (texts: readonly string[]) => number[][]

export async function tokenizerOf(file: object, length: number): Promise<Tokenize> {
  const folder = await mkdtemp(join(tmpdir(), 'planisphere-tokenizer-'))
  try {
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(file))
    const tokenizer = await openTokenizer(folder, TextSpec.parse({ file: 'text.onnx', length }))
    return (texts) => {
      const { ids, mask, length: row } = tokenizer.batch(texts)
      return texts.map((_, i) => [...ids.subarray(i * row, (i + 1) * row)].filter((_id, at) => mask[i * row + at] === 1))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export interface SplitPlaces {
  readonly seed: number
  readonly total: number
  readonly indexes: readonly number[]
}

/** Places of one split of the sample of `total` places with this seed. */
export function placesOfSplit(regions: SampleRegions, split: Split, total: number, seed: number): SplitPlaces {
  const indexes = Array.from({ length: total }, (_, index) => index).filter((index) => regions[index % regions.length]?.split === split)
  return { seed, total, indexes }
}

/** The captions of each place. */
export function captionTexts(regions: SampleRegions, { seed, total, indexes }: SplitPlaces): string[][] {
  return indexes.map((index) => samplePlace(regions, seed, index, total).captions.map(({ text }) => text))
}

/** Draws the tiles, measures their signatures and tokenizes the captions. `hash` is over pixels and captions: two machines can compare their data. */
export async function sampleSplit(pool: RenderPool, regions: SampleRegions, places: SplitPlaces, size: number, tokenize: Tokenize): Promise<TrainingSplit & { readonly hash: string }> {
  const { seed, total, indexes } = places
  const each = size * size * 3
  const pixels = new Uint8Array(indexes.length * each)
  const signatures = new Float32Array(indexes.length * signatureLength)
  const measure = signatureMeasurer(defaultSpec)
  let next = 0
  const draw = async (): Promise<void> => {
    for (let at = next++; at < indexes.length; at = next++) {
      const drawn = await pool.run({ kind: 'pixels', place: { seed, total, index: indexes[at] as number }, size, raster: defaultSpec.size })
      if (!drawn) throw new Error('a tile was not drawn')
      pixels.set(drawn.subarray(0, each), at * each)
      signatures.set(measure(drawn.subarray(each)), at * signatureLength)
    }
  }
  await Promise.all(Array.from({ length: pool.width }, draw))
  const texts = captionTexts(regions, places)
  const hash = createHash('sha256').update(pixels).update(JSON.stringify(texts)).digest('hex')
  const regionOf = Int32Array.from(indexes, (index) => index % regions.length)
  return { count: indexes.length, size, pixels, signatures, captions: texts.map((list) => tokenize(list)), regions: regionOf, hash }
}
