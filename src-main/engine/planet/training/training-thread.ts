import type { TrainingPoint } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { endInferenceWorker, startInferenceWorker } from '../../inference/inference-worker.ts'
import type { FromTraining, ToTraining, TrainingAnswers, TrainingKind, TrainingRequest } from './training-protocol.ts'

type RequestOf<K extends TrainingKind> = Extract<TrainingRequest, { kind: K }>

export interface TrainingEvents {
  onPoint?(point: TrainingPoint): void
  /** A state was written; the run goes on from there if it is broken off. */
  onCheckpoint?(step: number): void
}

/** A training worker, as calls with answers. Calls are answered in order. Close it in the end. */
export class TrainingThread {
  readonly #worker = startInferenceWorker(new URL('./training-worker.ts', import.meta.url))
  readonly #pending = new Map<number, { resolve: (answer: never) => void; reject: (reason: unknown) => void }>()
  readonly #events: TrainingEvents
  #next = 1
  #dead: Error | undefined

  constructor(events: TrainingEvents = {}) {
    this.#events = events
    this.#worker.on('message', (message: FromTraining) => this.#hear(message))
    this.#worker.on('error', (error) => this.#die(error))
    this.#worker.on('exit', (code) => this.#die(new Error(`the thread ended with ${code}`)))
  }

  /** With a signal, its abort ends a run at its next step, after a checkpoint; the call then rejects with the signal's reason. */
  async call<K extends TrainingKind>(request: RequestOf<K> & { kind: K }, signal?: AbortSignal): Promise<TrainingAnswers[K]> {
    signal?.throwIfAborted()
    if (this.#dead) throw failed(this.#dead)
    const abort = (): void => this.#post({ abort: true })
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise<TrainingAnswers[K]>((resolve, reject) => {
        const id = this.#next++
        this.#pending.set(id, { resolve: resolve as (answer: never) => void, reject })
        this.#post({ id, request })
      })
    } catch (thrown) {
      if (thrown instanceof PlanisphereError && thrown.code === 'CANCELLED') signal?.throwIfAborted()
      throw thrown
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  async close(): Promise<void> {
    await endInferenceWorker(this.#worker)
  }

  #post(message: ToTraining): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromTraining): void {
    if ('event' in message) {
      if (message.event === 'point') this.#events.onPoint?.(message.point)
      else this.#events.onCheckpoint?.(message.step)
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if ('error' in message) pending?.reject(PlanisphereError.fromData(message.error))
    else pending?.resolve(message.answer as never)
  }

  #die(error: Error): void {
    this.#dead ??= error
    for (const pending of this.#pending.values()) pending.reject(failed(error))
    this.#pending.clear()
  }
}

function failed(error: Error): PlanisphereError {
  return new PlanisphereError('PROVIDER_FAILED', `Training stopped: ${error.message}.`, { hint: 'Resume the job: it goes on from its last checkpoint. With less memory, take a smaller batch.', cause: error })
}
