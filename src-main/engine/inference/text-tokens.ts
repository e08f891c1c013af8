import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import * as z from 'zod'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { TextSpec } from './encoder-spec.ts'

export interface TokenBatch {
  /** Row-major, texts x `length`. */
  readonly ids: Int32Array
  readonly mask: Int32Array
  readonly length: number
}

/** A tokenizer with the length and padding of its encoder. */
export interface TextTokenizer {
  batch(texts: readonly string[]): TokenBatch
  count(text: string): TokenCount
}

/** How a text fits an encoder. */
export interface TokenCount {
  /** Tokens of the whole text, special ones included. */
  readonly tokens: number
  /** The most that the encoder reads. */
  readonly limit: number
  /** Where the text is cut, the number of its own tokens that are kept; else null. */
  readonly truncatedAt: number | null
  /** Where the text is cut, the offset (UTF-16) of the first word that is not read whole; else null. */
  readonly cutAt: number | null
}

/** Loads the tokenizer of a text side. BAD_ENCODER if it is missing or not one. */
export async function openTokenizer(folder: string, spec: TextSpec): Promise<TextTokenizer> {
  const file = join(folder, spec.tokenizer)
  let tokenizer: Tokenizer
  let unknown: number | undefined = spec.unknownToken
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'))
    const config: unknown = spec.tokenizerConfig ? JSON.parse(await readFile(join(folder, spec.tokenizerConfig), 'utf8')) : {}
    tokenizer = new Tokenizer(json as object, config as object)
    unknown ??= unknownToken(json, tokenizer)
  } catch (thrown) {
    throw new PlanisphereError('BAD_ENCODER', `The tokenizer cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { hint: 'It must be a tokenizer.json of the Hugging Face tokenizers library.', place: { file }, cause: thrown })
  }

  const encode = (text: string, special: boolean): number[] => {
    const ids: (number | undefined)[] = tokenizer.encode(text, { add_special_tokens: special }).ids
    // WordLevel gives undefined for words it does not know.
    return ids.map((id) => id ?? unknown).filter((id) => id !== undefined)
  }
  const encodeCut = (text: string): { ids: number[]; all: number; kept: number | null } => {
    const full = encode(text, true)
    if (full.length <= spec.length) return { ids: full, all: full.length, kept: null }
    const bare = encode(text, false)
    const before = Math.max(0, startOf(bare, full))
    const after = Math.max(0, full.length - before - bare.length)
    const kept = Math.max(0, spec.length - before - after)
    // As transformers does: the text is cut, the special tokens around it stay.
    return { ids: [...full.slice(0, before), ...bare.slice(0, kept), ...full.slice(full.length - after)].slice(0, spec.length), all: full.length, kept }
  }

  return {
    batch(texts) {
      const encoded = texts.map((text) => encodeCut(text).ids)
      const length = spec.padding === 'length' ? spec.length : Math.max(1, ...encoded.map((ids) => ids.length))
      const ids = new Int32Array(texts.length * length).fill(spec.padToken)
      const mask = new Int32Array(texts.length * length)
      encoded.forEach((row, i) => {
        ids.set(row, i * length)
        mask.fill(1, i * length, i * length + row.length)
      })
      return { ids, mask, length }
    },
    count(text) {
      const { all, kept } = encodeCut(text)
      const cutAt = kept === null ? null : cutOffset(text, kept, (part) => encode(part, false).length)
      return { tokens: all, limit: spec.length, truncatedAt: kept, cutAt }
    }
  }
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The offset of the first word that does not fit into `kept` tokens. The tokenizers give no offsets, but their tokens
 * do not reach over words, so the number of tokens of a text up to a word's end grows with the word: a search over the
 * words, which doubles its reach first, since the cut is near the beginning of a very long text.
 */
function cutOffset(text: string, kept: number, count: (part: string) => number): number {
  const words = [...segmenter.segment(text)].filter(({ segment }) => segment.trim() !== '')
  const fits = (n: number): boolean => {
    const word = words[n]
    return word !== undefined && count(text.slice(0, word.index + word.segment.length)) <= kept
  }
  let low = 0
  let high = Math.max(1, kept)
  while (fits(high)) {
    low = high + 1
    high *= 2
  }
  while (low < high) {
    const middle = (low + high) >> 1
    if (fits(middle)) low = middle + 1
    else high = middle
  }
  return words[low]?.index ?? text.length
}

/** Where `inner` begins in `outer`: special tokens stand before and after the text's own. */
function startOf(inner: readonly number[], outer: readonly number[]): number {
  for (let at = 0; at + inner.length <= outer.length; at++) if (inner.every((id, i) => outer[at + i] === id)) return at
  return 0
}

function unknownToken(json: unknown, tokenizer: Tokenizer): number | undefined {
  const parsed = z.object({ model: z.object({ unk_token: z.string() }) }).safeParse(json)
  return parsed.success ? tokenizer.token_to_id(parsed.data.model.unk_token) : undefined
}
