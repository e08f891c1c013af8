import { Worker } from 'node:worker_threads'
import type { ShinglePage } from '#shared/domain/shingles.ts'
import type { DuplicatesAnswer, DuplicatesRequest, DuplicatesTask } from './duplicates-worker.ts'
import type { NearDuplicates } from './near-duplicates.ts'

interface Waiting {
  resolve(answer: DuplicatesAnswer): void
  reject(error: unknown): void
}

/** The thread that compares captions. `close` ends it and frees all its memory. */
export class DuplicatesThread {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #gone: unknown = null

  constructor(task: DuplicatesTask) {
    this.#worker = new Worker(new URL('./duplicates-worker.ts', import.meta.url), { workerData: task })
    this.#worker.on('message', (answer: DuplicatesAnswer) => this.#waiting.shift()?.resolve(answer))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', (code) => this.#end(new Error(`the thread that compares captions ended with ${code}`)))
  }

  /** The page's arrays move to the thread. */
  async take(what: 'sign' | 'hold', page: ShinglePage): Promise<void> {
    await this.#ask({ type: what, page }, [page.ids.buffer, page.offsets.buffer, page.shingles.buffer] as ArrayBuffer[])
  }

  async candidates(): Promise<Int32Array> {
    const answer = await this.#ask({ type: 'candidates' }, [])
    if (answer.type !== 'candidates') throw new Error('the thread that compares captions answered out of turn')
    return answer.ids
  }

  async finish(): Promise<NearDuplicates> {
    const answer = await this.#ask({ type: 'finish' }, [])
    if (answer.type !== 'found') throw new Error('the thread that compares captions answered out of turn')
    return answer.found
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #ask(request: DuplicatesRequest, transfer: ArrayBuffer[]): Promise<DuplicatesAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) {
        reject(this.#gone as Error)
        return
      }
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(request, transfer)
    })
  }

  #end(error: unknown): void {
    this.#gone ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(this.#gone)
  }
}
