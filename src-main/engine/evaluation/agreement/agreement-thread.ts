import { Worker } from 'node:worker_threads'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { AgreementRequest } from './agreement-worker.ts'
import type { CuedText } from './cue-agreement.ts'
import type { GoldCase } from './gold-score.ts'
import type { AgreementFigures, TeamAnswer } from './team-agreement.ts'

/** One sum of agreement in a thread of its own. Close it in the end. */
export class AgreementThread {
  readonly #worker = new Worker(new URL('./agreement-worker.ts', import.meta.url))
  readonly #pending = new Map<number, { resolve: (answer: never) => void; reject: (reason: unknown) => void }>()
  #next = 1
  #dead: Error | undefined

  constructor() {
    this.#worker.on('message', (reply: { id: number; answer?: unknown; error?: string }) => {
      const pending = this.#pending.get(reply.id)
      this.#pending.delete(reply.id)
      if (reply.error === undefined) pending?.resolve(reply.answer as never)
      else pending?.reject(new Error(`agreement: ${reply.error}`))
    })
    this.#worker.on('error', (error) => this.#die(error))
    this.#worker.on('exit', (code) => this.#die(new Error(`the thread ended with ${code}`)))
  }

  async addUnits(units: readonly (readonly TeamAnswer[])[]): Promise<void> {
    await this.#call({ kind: 'units', units })
  }

  async addCues(texts: readonly CuedText[]): Promise<void> {
    await this.#call({ kind: 'cues', texts })
  }

  result(seed: string): Promise<AgreementFigures> {
    return this.#call({ kind: 'result', seed })
  }

  /** Whether each answer is right; null for a skip. */
  goldScores(cases: readonly GoldCase[]): Promise<(boolean | null)[]> {
    return this.#call({ kind: 'gold', cases })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #call<A>(request: AgreementRequest): Promise<A> {
    if (this.#dead) return Promise.reject(failed(this.#dead))
    return new Promise<A>((resolve, reject) => {
      const id = this.#next++
      this.#pending.set(id, { resolve: resolve as (answer: never) => void, reject })
      this.#worker.postMessage({ id, request })
    })
  }

  #die(error: Error): void {
    this.#dead ??= error
    for (const pending of this.#pending.values()) pending.reject(failed(error))
    this.#pending.clear()
  }
}

function failed(error: Error): PlanisphereError {
  return new PlanisphereError('INTERNAL', `Counting agreement stopped: ${error.message}.`, { hint: 'Try again.', cause: error })
}
