import { Worker } from 'node:worker_threads'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { SignatureAnswers, SignatureReply, SignatureRequest } from './signature-protocol.ts'

type Kind = SignatureRequest['kind']

/** A signature worker as calls with answers; it starts with the first call. Idle, it does not keep the process alive; dead, the next call starts another. */
export class SignatureThread {
  #worker: Worker | undefined
  readonly #pending = new Map<number, { resolve: (answer: never) => void; reject: (reason: unknown) => void }>()
  #next = 1

  /** Calls that wait for their answer. */
  get pending(): number {
    return this.#pending.size
  }

  call<K extends Kind>(request: Extract<SignatureRequest, { kind: K }>): Promise<SignatureAnswers[K]> {
    return new Promise<SignatureAnswers[K]>((resolve, reject) => {
      const worker = (this.#worker ??= this.#start())
      const id = this.#next++
      this.#pending.set(id, { resolve: resolve as (answer: never) => void, reject })
      worker.ref()
      worker.postMessage({ id, request })
    })
  }

  /** Ends the thread; calls that wait are rejected. */
  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./signature-worker.ts', import.meta.url))
    worker.on('message', (reply: SignatureReply) => {
      const pending = this.#pending.get(reply.id)
      this.#pending.delete(reply.id)
      if (this.#pending.size === 0) worker.unref()
      if ('error' in reply) pending?.reject(PlanisphereError.fromData(reply.error))
      else pending?.resolve(reply.answer as never)
    })
    const died = (error: Error): void => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      const failed = new PlanisphereError('INTERNAL', `Measuring stopped: ${error.message}.`, { hint: 'Try again.', cause: error })
      for (const { reject } of this.#pending.values()) reject(failed)
      this.#pending.clear()
    }
    worker.on('error', died)
    worker.on('exit', (code) => died(new Error(`its thread ended with ${code}`)))
    worker.unref()
    return worker
  }
}
