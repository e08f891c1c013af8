import { signatureScale } from '../data/signature-scale.ts'
import { openTokenise } from '../data/tokenise.ts'
import { TokenFeatures } from '../data/token-features.ts'
import { signatureLength } from '../network/physical-heads.ts'
import type { FrozenSplit } from './frozen-task.ts'
import { trainableHeads, type Trainable } from './trainable.ts'
import type { FrozenChoice, PlaceArrays, PreparedFigures, SplitRows } from './training-protocol.ts'

export interface PreparedHeads {
  readonly model: Trainable
  readonly splits: Readonly<Record<keyof SplitRows, FrozenSplit>>
  readonly figures: PreparedFigures
}

/** Heads on a frozen base with the splits that they learn from. `texts`: the captions of each place. */
export async function prepareHeads(choice: FrozenChoice, places: PlaceArrays, texts: readonly (readonly string[])[], rows: SplitRows): Promise<PreparedHeads> {
  const { states, embedding } = choice.config
  const all: string[] = []
  const numbered = (of: Int32Array): number[][] => Array.from(of, (row) => (texts[row] as readonly string[]).map((text) => all.push(text) - 1))
  const split = (of: Int32Array): FrozenSplit => ({
    count: of.length,
    images: rowsOf(places.embeddings ?? new Float32Array(0), of, embedding),
    signatures: rowsOf(places.signatures, of, signatureLength),
    captions: numbered(of)
  })
  const splits = { train: split(rows.train), val: split(rows.val), test: split(rows.test) }
  const features = await TokenFeatures.open(choice.features, { dimensions: embedding, width: states }, all)
  const captions = ({ captions: lists }: FrozenSplit): number => lists.reduce((sum, list) => sum + list.length, 0)
  return {
    model: trainableHeads(choice, features, signatureScale(splits.train.signatures), splits),
    splits,
    figures: { captions: { train: captions(splits.train), val: captions(splits.val), test: captions(splits.test) }, cut: await countCut(choice, features, all), vocabulary: 0 }
  }
}

/** Captions that the base reads only the beginning of: of those that fill its text length, the ones that are longer. */
async function countCut({ base }: FrozenChoice, features: TokenFeatures, texts: readonly string[]): Promise<number> {
  const full = texts.filter((_, number) => features.tokens(number) >= base.text.length)
  if (full.length === 0) return 0
  const tokenise = await openTokenise(base.folder, base.text)
  full.forEach(tokenise)
  return tokenise.cut()
}

function rowsOf(matrix: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width)
  rows.forEach((row, at) => out.set(matrix.subarray(row * width, (row + 1) * width), at * width))
  return out
}
