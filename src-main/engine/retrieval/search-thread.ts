import type { Worker } from 'node:worker_threads'
import { PlanisphereError, type ErrorData } from '#shared/errors/planisphere-error.ts'
import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'

/** What a search thread is asked. A gallery is loaded once under a key and stays until others push it out. */
export type SearchRequest =
  | { readonly kind: 'load'; readonly key: string; readonly file: string; readonly encoderHash: string; readonly views: Int32Array; readonly centered: boolean }
  | {
      readonly kind: 'rank'
      readonly key: string
      /** As the encoder gave it: it is centred and scaled here. */
      readonly query: Float32Array
      /** The mean to take away: of the rows of a vector file. Kept by key. */
      readonly centre: { readonly key: string; readonly file: string; readonly rows: Int32Array } | null
      readonly k: number
      /** Views that are right, to be given their exact ranks. */
      readonly positives: readonly number[]
    }
  | { readonly kind: 'vector'; readonly file: string; readonly encoderHash: string; readonly row: number }
  | { readonly kind: 'has'; readonly key: string }

export interface SearchAnswers {
  load: { readonly count: number }
  /** Null where other galleries have pushed this one out. */
  rank: {
    readonly gallery: number
    readonly views: Int32Array
    /** Their places in document order. */
    readonly order: Int32Array
    readonly scores: Float32Array
    /** The best-ranked of the positives; null where none is in the gallery. */
    readonly truth: { readonly view: number; readonly rank: number; readonly score: number } | null
    readonly provider: string
  } | null
  /** Null where the row is absent. */
  vector: Float32Array | null
  has: boolean
}

/** `stop`: shared memory whose first number is 1 when the caller has given up. */
export interface SearchCall {
  readonly id: number
  readonly request: SearchRequest
  readonly stop: Int32Array | null
}

export type SearchReply = { readonly id: number } & ({ readonly answer: SearchAnswers[keyof SearchAnswers] } | { readonly error: ErrorData })

/** Exact search in a thread of its own, started when it is first needed. Idle, it does not keep the process alive. */
export class SearchThread {
  #worker: Worker | undefined
  readonly #pending = new Map<number, { resolve(answer: never): void; reject(reason: unknown): void }>()
  #next = 1

  /** An aborted signal rejects at once; a request that waits is then left out, and a ranking ends at its next chunk. */
  call<K extends SearchRequest['kind']>(request: Extract<SearchRequest, { kind: K }>, signal?: AbortSignal): Promise<SearchAnswers[K]> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    const stop = signal === undefined ? null : new Int32Array(new SharedArrayBuffer(4))
    let abort: (() => void) | undefined
    return new Promise<SearchAnswers[K]>((resolve, reject) => {
      const worker = (this.#worker ??= this.#start())
      const id = this.#next++
      this.#pending.set(id, { resolve: resolve as (answer: never) => void, reject })
      abort = () => {
        if (stop !== null) Atomics.store(stop, 0, 1)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      worker.ref()
      worker.postMessage({ id, request, stop } satisfies SearchCall)
    }).finally(() => {
      if (abort !== undefined) signal?.removeEventListener('abort', abort)
    })
  }

  async close(): Promise<void> {
    if (this.#worker) await endInferenceWorker(this.#worker)
  }

  #start(): Worker {
    const worker = startInferenceWorker(new URL('./search-worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', (reply: SearchReply) => {
      const pending = this.#pending.get(reply.id)
      this.#pending.delete(reply.id)
      if (this.#pending.size === 0) worker.unref()
      if ('error' in reply) pending?.reject(PlanisphereError.fromData(reply.error))
      else pending?.resolve(reply.answer as never)
    })
    const died = (why: string): void => {
      if (this.#worker === worker) this.#worker = undefined
      for (const pending of this.#pending.values()) pending.reject(new PlanisphereError('INTERNAL', `Searching stopped: ${why}.`, { hint: 'Search again.' }))
      this.#pending.clear()
    }
    worker.on('error', (error) => died(error instanceof Error ? error.message : String(error)))
    worker.on('exit', (code) => died(`the thread ended with ${code}`))
    return worker
  }
}
