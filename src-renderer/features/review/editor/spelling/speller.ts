import type { SpellReply, SpellRequest } from './spell-protocol.ts'

type Ask = { readonly kind: 'check'; readonly words: readonly string[] } | { readonly kind: 'suggest'; readonly word: string; readonly most: number }

/** The spelling worker as calls with answers. It starts with the first call, and stays: its dictionaries cost a moment to read. */
export class Speller {
  #worker: Worker | null = null
  #next = 1
  readonly #pending = new Map<number, { resolve: (words: readonly string[]) => void; reject: (reason: Error) => void }>()

  ask(what: Ask): Promise<readonly string[]> {
    const worker = (this.#worker ??= this.#start())
    return new Promise((resolve, reject) => {
      const id = this.#next++
      this.#pending.set(id, { resolve, reject })
      const request: SpellRequest = { id, ...what }
      worker.postMessage(request)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./spell-worker.ts', import.meta.url), { type: 'module', name: 'spelling' })
    worker.addEventListener('message', ({ data }: MessageEvent<SpellReply>) => {
      this.#pending.get(data.id)?.resolve(data.words)
      this.#pending.delete(data.id)
    })
    worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.#pending.values()) reject(new Error(`Spelling cannot be checked: ${message}`))
      this.#pending.clear()
      worker.terminate()
      this.#worker = null
    })
    return worker
  }
}
