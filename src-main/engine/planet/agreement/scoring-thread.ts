import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { endInferenceWorker, startInferenceWorker } from '../../inference/inference-worker.ts'
import type { FromScoring, ScoringAnswers, ScoringKind, ScoringRequest, ToScoring } from './scoring-protocol.ts'

type RequestOf<K extends ScoringKind> = Extract<ScoringRequest, { kind: K }>

interface Pending {
  resolve(answer: never): void
  reject(reason: unknown): void
  onStep(step: number): void
}

/** The thread that trains and runs the heads of agreement, as calls with answers. Close it in the end. */
export class ScoringThread {
  readonly #worker = startInferenceWorker(new URL('./scoring-worker.ts', import.meta.url))
  /** Idle, it does not keep the process alive. */
  readonly #settle = (): void => {
    if (this.#pending.size === 0) this.#worker.unref()
  }
  readonly #pending = new Map<number, Pending>()
  #next = 1
  #dead: Error | undefined
  #ended: () => void = () => undefined

  constructor() {
    this.#worker.on('message', (message: FromScoring) => this.#hear(message))
    this.#worker.on('error', (error) => this.#die(error))
    this.#worker.on('exit', (code) => this.#die(new Error(`the thread ended with ${code}`)))
    this.#worker.unref()
  }

  /** Whether it still answers. */
  get alive(): boolean {
    return this.#dead === undefined
  }

  /** A call whose signal is aborted rejects at once; training stops at its next step. */
  call<K extends ScoringKind>(request: RequestOf<K> & { kind: K }, signal?: AbortSignal, onStep: (step: number) => void = () => undefined): Promise<ScoringAnswers[K]> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    if (this.#dead) return Promise.reject(failed(this.#dead))
    const id = this.#next++
    return new Promise<ScoringAnswers[K]>((resolve, reject) => {
      const abort = (): void => {
        this.#pending.delete(id)
        this.#post({ abort: id })
        this.#settle()
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      const ended = (): void => signal?.removeEventListener('abort', abort)
      this.#pending.set(id, {
        resolve: (answer) => {
          ended()
          resolve(answer)
        },
        reject: (reason) => {
          ended()
          reject(reason as Error)
        },
        onStep
      })
      this.#worker.ref()
      this.#post({ id, request })
    })
  }

  /** Stops what runs at its next step, and ends the thread: in the middle of a run of ONNX Runtime the whole process would die with it. */
  async close(): Promise<void> {
    if (this.#dead === undefined) {
      await new Promise<void>((resolve) => {
        this.#ended = resolve
        this.#worker.ref()
        this.#post({ end: true })
      })
    }
    await endInferenceWorker(this.#worker)
  }

  #post(message: ToScoring): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromScoring): void {
    if ('ended' in message) return this.#ended()
    const pending = this.#pending.get(message.id)
    if ('step' in message) return pending?.onStep(message.step)
    this.#pending.delete(message.id)
    this.#settle()
    if ('error' in message) pending?.reject(PlanisphereError.fromData(message.error))
    else pending?.resolve(message.answer as never)
  }

  #die(error: Error): void {
    this.#dead ??= error
    this.#ended()
    for (const pending of this.#pending.values()) pending.reject(failed(error))
    this.#pending.clear()
  }
}

function failed(error: Error): PlanisphereError {
  return new PlanisphereError('PROVIDER_FAILED', `Scoring agreement stopped: ${error.message}.`, { hint: 'Try again; a job that is resumed goes on where it was.', cause: error })
}
