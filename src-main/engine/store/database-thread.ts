import { Worker } from 'node:worker_threads'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { StoreAnswer, StoreRequest, StoreWorkerData } from './store-worker.ts'

interface Waiting {
  readonly query: string
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** One connection in its own thread. If the thread dies, what was pending fails and the next call starts it again. */
export class DatabaseThread {
  readonly #data: StoreWorkerData
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #ready: Promise<string | null> | null = null
  #lastId = 0
  #closed = false

  constructor(data: StoreWorkerData) {
    this.#data = data
  }

  /** Calls that have no answer yet. */
  get load(): number {
    return this.#waiting.size
  }

  /** Starts the thread and opens the file. Resolves with the path of the backup that a migration made, or null. */
  start(): Promise<string | null> {
    this.#ready ??= this.#start()
    return this.#ready
  }

  async call(query: string, args: unknown): Promise<unknown> {
    if (this.#closed) throw ended()
    await this.start()
    return this.#send(query, (id) => ({ id, query, args }))
  }

  /** Ends the thread as a crash would. For tests of what comes after. */
  terminateForTest(): void {
    void this.#worker?.terminate()
  }

  /** Ends the thread at once, whatever it is doing: of a reader, which leaves nothing half written. */
  async end(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    if (!this.#ready) return
    try {
      await this.#ready
      await this.#send('close', (id) => ({ id, close: true }))
    } catch {
      // It did not open, or died: nothing is left to close.
    }
    await this.#worker?.terminate()
  }

  #send(query: string, request: (id: number) => StoreRequest): Promise<unknown> {
    const worker = this.#worker
    if (!worker) return Promise.reject(gone('it is not running'))
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { query, resolve, reject })
      worker.postMessage(request(id))
    })
  }

  #start(): Promise<string | null> {
    return new Promise((resolve, reject) => {
      // Only the first start creates: one after a crash finds the file.
      const first = this.#worker === null && this.#lastId === 0
      const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { workerData: first ? this.#data : { ...this.#data, create: null } })
      this.#worker = worker
      const end = (reason: string, cause?: unknown): void => {
        const error = this.#closed ? ended() : gone(reason, cause)
        reject(error)
        if (this.#worker !== worker) return
        this.#worker = null
        this.#ready = null
        for (const call of this.#waiting.values()) call.reject(error)
        this.#waiting.clear()
      }
      worker.on('error', (error) => end(error instanceof Error ? error.message : String(error), error))
      worker.on('exit', (code) => end(`its thread ended with code ${code}`))
      worker.on('message', (answer: StoreAnswer) => {
        if (answer.type === 'ready') resolve(answer.backup)
        else if (answer.type === 'failed') {
          reject(PlanisphereError.fromData(answer.error))
          this.#ready = null
          void worker.terminate()
        } else this.#settle(answer)
      })
    })
  }

  #settle(answer: Extract<StoreAnswer, { id: number }>): void {
    const call = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.type === 'result') call?.resolve(answer.result)
    else {
      const { code, message, hint, place } = answer.error
      call?.reject(new PlanisphereError(code, message, { hint, place, cause: answer.stack === null ? undefined : `${call.query}: ${answer.stack}` }))
    }
  }
}

function ended(): PlanisphereError {
  return new PlanisphereError('NOT_FOUND', 'The project was closed.', { hint: 'Open it again.' })
}

function gone(reason: string, cause?: unknown): PlanisphereError {
  return new PlanisphereError('INTERNAL', `The project’s database thread stopped: ${reason}.`, { hint: 'Nothing that was acknowledged is lost. Try again.', cause })
}
