import type { TransferListItem, Worker } from 'node:worker_threads'
import { PlanisphereError, type ErrorData } from '#shared/errors/planisphere-error.ts'

/** `stop`: shared memory whose first number is 1 when the caller has given up. */
export interface ThreadCall<Q> {
  readonly id: number
  readonly request: Q
  readonly stop: Int32Array | null
}

export type ThreadReply = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: ErrorData })

export interface CallThreadOptions {
  start(): Worker
  end(worker: Worker): Promise<unknown>
  /** What stopped if the thread dies ("Searching"), and what to do then. */
  readonly doing: string
  readonly hint: string
}

/**
 * A worker thread that answers calls one after the other (`answerCalls` on its side), started when it is first needed
 * and again after it died. Idle, it does not keep the process alive.
 */
export class CallThread<Q> {
  readonly #options: CallThreadOptions
  #worker: Worker | undefined
  readonly #pending = new Map<number, { resolve(answer: unknown): void; reject(reason: unknown): void }>()
  #next = 1
  /** Raised each time a thread is started: what the one before kept is gone. */
  generation = 0

  constructor(options: CallThreadOptions) {
    this.#options = options
  }

  /** An aborted signal rejects at once; a request that waits is then left out, and one that runs is told to stop. */
  call(request: Q, options: { signal?: AbortSignal | undefined; transfer?: readonly TransferListItem[] } = {}): Promise<unknown> {
    const { signal, transfer = [] } = options
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error)
    const stop = signal === undefined ? null : new Int32Array(new SharedArrayBuffer(4))
    let abort: (() => void) | undefined
    return new Promise<unknown>((resolve, reject) => {
      const worker = (this.#worker ??= this.#start())
      const id = this.#next++
      this.#pending.set(id, { resolve, reject })
      abort = () => {
        if (stop !== null) Atomics.store(stop, 0, 1)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      worker.ref()
      worker.postMessage({ id, request, stop } satisfies ThreadCall<Q>, transfer)
    }).finally(() => {
      if (abort !== undefined) signal?.removeEventListener('abort', abort)
    })
  }

  async close(): Promise<void> {
    if (this.#worker) await this.#options.end(this.#worker)
  }

  #start(): Worker {
    this.generation++
    const worker = this.#options.start()
    worker.unref()
    worker.on('message', (reply: ThreadReply) => {
      const pending = this.#pending.get(reply.id)
      this.#pending.delete(reply.id)
      if (this.#pending.size === 0) worker.unref()
      if ('error' in reply) pending?.reject(PlanisphereError.fromData(reply.error))
      else pending?.resolve(reply.answer)
    })
    const died = (why: string): void => {
      if (this.#worker === worker) this.#worker = undefined
      for (const pending of this.#pending.values()) pending.reject(new PlanisphereError('INTERNAL', `${this.#options.doing} stopped: ${why}.`, { hint: this.#options.hint }))
      this.#pending.clear()
    }
    worker.on('error', (error) => died(error instanceof Error ? error.message : String(error)))
    worker.on('exit', (code) => died(`the thread ended with ${code}`))
    return worker
  }
}
