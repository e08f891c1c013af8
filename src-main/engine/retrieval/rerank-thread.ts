import type { Worker } from 'node:worker_threads'
import { PlanisphereError, type ErrorData } from '#shared/errors/planisphere-error.ts'
import type { RerankedList } from './rerank.ts'
import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'

/** Where the tiles' side of agreement comes from. */
export interface TileSide {
  /** ONNX model: signatures as measured -> their projections. */
  readonly model: string
  /** `signatures.vec`. */
  readonly signatures: string
  /** Hash of the spec that the model was trained by. */
  readonly spec: string
  /** Of the space of one kind. */
  readonly dimensions: number
  /** Changes when model or signatures do: projections are kept under it. */
  readonly key: string
}

export interface ListToRerank {
  /** All answers' places in document order, and their cosines, best first. */
  readonly order: Int32Array
  readonly scores: Float32Array
  /** The views of the first answers, which are re-ranked. */
  readonly views: Int32Array
}

export type RerankRequest =
  /** `descriptors`: float32 [lists, 3 x dimensions] of the queries' texts. */
  | { readonly kind: 'rerank'; readonly tiles: TileSide; readonly weight: number; readonly descriptors: Float32Array; readonly lists: readonly ListToRerank[] }
  /** How many of the views have no signature. */
  | { readonly kind: 'missing'; readonly tiles: TileSide; readonly views: Int32Array }

export interface RerankAnswers {
  rerank: readonly RerankedList[]
  missing: number
}

export interface RerankCall {
  readonly id: number
  readonly request: RerankRequest
}
export type RerankReply = { readonly id: number } & ({ readonly answer: RerankAnswers[keyof RerankAnswers] } | { readonly error: ErrorData })

/** Re-ranking in a thread of its own, started when it is first needed: reading signatures and projecting them block. Idle, it does not keep the process alive. */
export class RerankThread {
  #worker: Worker | undefined
  readonly #pending = new Map<number, { resolve(answer: never): void; reject(reason: unknown): void }>()
  #next = 1

  /** An aborted signal rejects at once; the answer is then thrown away. */
  call<K extends RerankRequest['kind']>(request: Extract<RerankRequest, { kind: K }>, signal?: AbortSignal): Promise<RerankAnswers[K]> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    let abort: (() => void) | undefined
    return new Promise<RerankAnswers[K]>((resolve, reject) => {
      const worker = (this.#worker ??= this.#start())
      const id = this.#next++
      this.#pending.set(id, { resolve: resolve as (answer: never) => void, reject })
      abort = () => reject(signal?.reason as Error)
      signal?.addEventListener('abort', abort, { once: true })
      worker.ref()
      worker.postMessage({ id, request } satisfies RerankCall)
    }).finally(() => {
      if (abort !== undefined) signal?.removeEventListener('abort', abort)
    })
  }

  async close(): Promise<void> {
    if (this.#worker) await endInferenceWorker(this.#worker)
  }

  #start(): Worker {
    const worker = startInferenceWorker(new URL('./rerank-worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', (reply: RerankReply) => {
      const pending = this.#pending.get(reply.id)
      this.#pending.delete(reply.id)
      if (this.#pending.size === 0) worker.unref()
      if ('error' in reply) pending?.reject(PlanisphereError.fromData(reply.error))
      else pending?.resolve(reply.answer as never)
    })
    const died = (why: string): void => {
      if (this.#worker === worker) this.#worker = undefined
      for (const pending of this.#pending.values()) pending.reject(new PlanisphereError('INTERNAL', `Re-ranking stopped: ${why}.`, { hint: 'Try again, or rank without it.' }))
      this.#pending.clear()
    }
    worker.on('error', (error) => died(error instanceof Error ? error.message : String(error)))
    worker.on('exit', (code) => died(`the thread ended with ${code}`))
    return worker
  }
}
