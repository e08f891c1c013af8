import { EncodeThread } from './encode-thread.ts'
import type { TextSpec } from './encoder-spec.ts'
import type { TokenCount } from './text-tokens.ts'

/** The tokenizers that were used, kept in one thread: loading one takes a tenth of a second, counting must not. */
export class TokenizerThread {
  #thread: EncodeThread | undefined
  readonly #opened = new Map<string, Promise<unknown>>()

  async count(encoder: { readonly hash: string }, folder: string, spec: TextSpec, text: string): Promise<TokenCount> {
    if (this.#thread?.alive !== true) {
      this.#thread = new EncodeThread()
      this.#opened.clear()
    }
    const thread = this.#thread
    const key = `${folder} ${encoder.hash}`
    let opened = this.#opened.get(key)
    if (opened === undefined) {
      opened = thread.call<'open-tokenizer'>({ kind: 'open-tokenizer', key, folder, spec })
      this.#opened.set(key, opened)
      opened.catch(() => this.#opened.delete(key))
    }
    await opened
    return await thread.call<'count-tokens'>({ kind: 'count-tokens', key, text })
  }
}
