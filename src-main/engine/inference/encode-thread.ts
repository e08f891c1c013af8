import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EncodeAnswers, EncodeReply, EncodeRequest } from './encode-protocol.ts'
import { endInferenceWorker, startInferenceWorker } from './inference-worker.ts'

type Kind = EncodeRequest['kind']
type RequestOf<K extends Kind> = Extract<EncodeRequest, { kind: K }>

/** An encode worker, as calls with answers. A worker that dies rejects its calls with PROVIDER_FAILED. Idle, it does not keep the process alive. */
export class EncodeThread {
  readonly #worker = startInferenceWorker(new URL('./encode-worker.ts', import.meta.url))
  readonly #pending = new Map<number, { resolve: (answer: never) => void; reject: (reason: unknown) => void }>()
  #next = 1
  #dead: Error | undefined

  constructor() {
    this.#worker.on('message', (reply: EncodeReply) => {
      const pending = this.#pending.get(reply.id)
      this.#pending.delete(reply.id)
      if (this.#pending.size === 0) this.#worker.unref()
      if ('error' in reply) pending?.reject(PlanisphereError.fromData(reply.error))
      else pending?.resolve(reply.answer as never)
    })
    this.#worker.on('error', (error) => this.#die(error))
    this.#worker.on('exit', (code) => this.#die(new Error(`the thread ended with ${code}`)))
    this.#worker.unref()
  }

  get alive(): boolean {
    return this.#dead === undefined
  }

  call<K extends Kind>(request: RequestOf<K> & { kind: K }, move: readonly ArrayBuffer[] = []): Promise<EncodeAnswers[K]> {
    if (this.#dead) return Promise.reject(failed(this.#dead))
    return new Promise<EncodeAnswers[K]>((resolve, reject) => {
      const id = this.#next++
      this.#pending.set(id, { resolve: resolve as (answer: never) => void, reject })
      this.#worker.ref()
      this.#worker.postMessage({ id, request }, [...move])
    })
  }

  async close(): Promise<void> {
    await endInferenceWorker(this.#worker)
  }

  #die(error: Error): void {
    this.#dead ??= error
    for (const pending of this.#pending.values()) pending.reject(failed(error))
    this.#pending.clear()
  }
}

function failed(error: Error): PlanisphereError {
  return new PlanisphereError('PROVIDER_FAILED', `Inference stopped: ${error.message}.`, { hint: 'Try again, or choose the CPU.', cause: error })
}
