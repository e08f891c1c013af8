import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { openSession, type Session, type Tensor } from '../../inference/session.ts'
import { TextSpec } from '../../inference/encoder-spec.ts'
import { openTokenizer, type TextTokenizer } from '../../inference/text-tokens.ts'
import { signatureLength } from '../network/physical-heads.ts'

/** What a fold's folder says of its heads: `heads.json`, beside `text.onnx`, `signature.onnx` and `tokenizer.json`. */
export const HeadsFile = z.object({ textLength: z.int().positive(), physical: z.int().positive() })
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
  readonly #length: number
  readonly #tokenizer: TextTokenizer
  readonly #text: Session
  readonly #signature: Session

  private constructor(file: HeadsFile, tokenizer: TextTokenizer, text: Session, signature: Session) {
    this.physical = file.physical
    this.#length = file.textLength
    this.#tokenizer = tokenizer
    this.#text = text
    this.#signature = signature
  }

  static async open(folder: string): Promise<FoldHeads> {
    const file = HeadsFile.parse(JSON.parse(await readFile(join(folder, 'heads.json'), 'utf8')))
    const tokenizer = await openTokenizer(folder, TextSpec.parse({ file: 'text.onnx', tokenizer: 'tokenizer.json', length: file.textLength }))
    const text = await openSession(join(folder, 'text.onnx'), { threads: 1 })
    return new FoldHeads(file, tokenizer, text, await openSession(join(folder, 'signature.onnx'), { threads: 1 }))
  }

  /** Descriptors of texts, float32 [texts, 3 x physical], each kind of length 1. */
  describe(texts: readonly string[]): Promise<Float32Array> {
    return this.#inBatches(texts.length, async (from, to) => {
      const { ids, mask, length } = this.#tokenizer.batch(texts.slice(from, to))
      const wide = (source: Int32Array): Tensor => {
        const data = new BigInt64Array(rowsAtOnce * this.#length)
        for (let row = 0; row < rowsAtOnce; row++) {
          // Rows beyond the last repeat it: an empty one would be all padding.
          const own = Math.min(row, to - from - 1)
          for (let i = 0; i < Math.min(length, this.#length); i++) data[row * this.#length + i] = BigInt(source[own * length + i] as number)
        }
        return { type: 'int64', data, shape: [rowsAtOnce, this.#length] }
      }
      return (await this.#text.run({ input_ids: wide(ids), attention_mask: wide(mask) }))['text_physical']
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
