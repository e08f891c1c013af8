import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TextSpec } from '../../inference/encoder-spec.ts'
import { openTokenizer } from '../../inference/text-tokens.ts'

/** Texts as token ids, special tokens included, exactly as an encoder's text side makes them. */
export interface Tokenise {
  (text: string): number[]
  /** Texts so far that were longer than the limit and were cut. */
  readonly cut: () => number
}

/** Longer than any text: what a tokenizer gives at this limit is whole. */
const unlimited = 8192

/** Opens a tokenizer for token ids without padding. `spec`: of the text side; its `length` is the limit. */
export async function openTokenise(folder: string, spec: TextSpec): Promise<Tokenise> {
  const whole = await openTokenizer(folder, { ...spec, length: Math.max(spec.length, unlimited), padding: 'longest' })
  const limited = await openTokenizer(folder, { ...spec, padding: 'longest' })
  const ids = (tokenizer: typeof whole, text: string): number[] => {
    const batch = tokenizer.batch([text])
    return [...batch.ids].filter((_, at) => batch.mask[at] === 1)
  }
  let cut = 0
  const tokenise = (text: string): number[] => {
    const all = ids(whole, text)
    if (all.length <= spec.length) return all
    cut++
    return ids(limited, text)
  }
  return Object.assign(tokenise, { cut: () => cut })
}

/** Writes `tokenizer.json` into a folder and opens it. */
export async function tokeniseWith(file: object, folder: string, length: number): Promise<Tokenise> {
  await writeFile(join(folder, 'tokenizer.json'), `${JSON.stringify(file)}\n`)
  return openTokenise(folder, TextSpec.parse({ file: 'text.onnx', length }))
}
