import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openSession, type Session, type Tensor } from '../../inference/session.ts'
import { TextSpec } from '../../inference/encoder-spec.ts'
import { openTokenizer, type TextTokenizer } from '../../inference/text-tokens.ts'
import { signatureLength } from '../network/physical-heads.ts'
import type { BaseTexts } from './head-base.ts'

/** What a fold's folder says of its heads: `heads.json`, beside `text.onnx`, `signature.onnx` and `tokenizer.json`. */
export const HeadsFile = z.object({
  textLength: z.int().positive(),
  physical: z.int().positive(),
  /** Width of the token states that they read; null where they read words, by a tokenizer of their own. */
  states: z.int().positive().nullable()
})
export type HeadsFile = z.infer<typeof HeadsFile>

/**
 * Rows of every run, whatever is asked for: the last rows are padded. A kernel may sum in another order when a matrix has
 * another height; with the same height, and one thread, a text has exactly the same descriptors alone, while it is typed,
 * and among a million.
 */
const rowsAtOnce = 16

/** The heads of one fold, open for use. Runs block their thread. */
export class FoldHeads {
  /** Numbers a kind. */
  readonly physical: number
  readonly #read: (texts: readonly string[]) => Promise<Record<string, Tensor>>
  readonly #text: Session
  readonly #signature: Session

  private constructor(file: HeadsFile, read: (texts: readonly string[]) => Promise<Record<string, Tensor>>, text: Session, signature: Session) {
    this.physical = file.physical
    this.#read = read
    this.#text = text
    this.#signature = signature
  }

  /** `base`: the encoder whose token states the heads read, where they do; it stays the caller's to close. */
  static async open(folder: string, base: BaseTexts | null = null): Promise<FoldHeads> {
    const file = await readHeads(folder)
    if ((file.states === null) !== (base === null) || (base !== null && base.length !== file.textLength)) throw new Error(`the heads of ${folder} read another kind of text`)
    const read = base ? statesOf(base) : wordsOf(await openTokenizer(folder, TextSpec.parse({ file: 'text.onnx', tokenizer: 'tokenizer.json', length: file.textLength })), file.textLength)
    const text = await openSession(join(folder, 'text.onnx'), { threads: 1 })
    return new FoldHeads(file, read, text, await openSession(join(folder, 'signature.onnx'), { threads: 1 }))
  }

  /** Descriptors of texts, float32 [texts, 3 x physical], each kind of length 1. */
  describe(texts: readonly string[]): Promise<Float32Array> {
    return this.#inBatches(texts.length, async (from, to) => {
      // Rows beyond the last repeat it: an empty one would be all padding.
      const rows = Array.from({ length: rowsAtOnce }, (_, row) => texts[Math.min(from + row, to - 1)] as string)
      return (await this.#text.run(await this.#read(rows)))['text_physical']
    })
  }

  /** Projections of signatures, float32 [rows, 164] as measured, to the descriptors' space. */
  project(signatures: Float32Array): Promise<Float32Array> {
    return this.#inBatches(signatures.length / signatureLength, async (from, to) => {
      const data = new Float32Array(rowsAtOnce * signatureLength)
      data.set(signatures.subarray(from * signatureLength, to * signatureLength))
      return (await this.#signature.run({ signature: { type: 'float32', data, shape: [rowsAtOnce, signatureLength] } }))['signature_physical']
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.#text.release(), this.#signature.release()])
  }

  async #inBatches(count: number, run: (from: number, to: number) => Promise<Tensor | undefined>): Promise<Float32Array> {
    const width = 3 * this.physical
    const out = new Float32Array(count * width)
    for (let from = 0; from < count; from += rowsAtOnce) {
      const to = Math.min(count, from + rowsAtOnce)
      const rows = (await run(from, to))?.data as Float32Array
      out.set(rows.subarray(0, (to - from) * width), from * width)
    }
    return out
  }
}

/** Texts as token ids. */
function wordsOf(tokenizer: TextTokenizer, length: number): (texts: readonly string[]) => Promise<Record<string, Tensor>> {
  return (texts) => {
    const { ids, mask } = tokenizer.batch(texts)
    const wide = (values: Int32Array): Tensor => ({ type: 'int64', data: BigInt64Array.from(values, BigInt), shape: [texts.length, length] })
    return Promise.resolve({ input_ids: wide(ids), attention_mask: wide(mask) })
  }
}

/** Texts as the states that a frozen encoder gives their tokens. */
function statesOf(base: BaseTexts): (texts: readonly string[]) => Promise<Record<string, Tensor>> {
  return async (texts) => {
    const { states, mask, length, width } = await base.states(texts, rowsAtOnce)
    return {
      token_states: { type: 'float32', data: states, shape: [texts.length, length, width] },
      attention_mask: { type: 'int64', data: BigInt64Array.from(mask, BigInt), shape: [texts.length, length] }
    }
  }
}

/** PROJECT_DAMAGED if the heads are gone, or are not as this version writes them. */
async function readHeads(folder: string): Promise<HeadsFile> {
  const file = join(folder, 'heads.json')
  try {
    return HeadsFile.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (thrown) {
    throw new PlanisphereError('PROJECT_DAMAGED', `The heads that score agreement cannot be read from ${file}.`, { hint: 'Score the captions again: PLANET › Consistency, or planisphere planet score.', place: { file }, cause: thrown })
  }
}
