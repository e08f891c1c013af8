import { Worker } from 'node:worker_threads'
import { CallThread } from '../../threads/call-thread.ts'
import type { ImportAnswers, ImportRequest } from './import-protocol.ts'

/** The thread of one import. `close` ends it, whatever it is at, and with it every file that it has open. */
export class ImportThread {
  readonly #thread = new CallThread<ImportRequest>({
    start: () => new Worker(new URL('./import-worker.ts', import.meta.url)),
    end: (worker) => worker.terminate(),
    doing: 'Importing',
    hint: 'Import again.'
  })
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  ask<K extends ImportRequest['kind']>(request: Extract<ImportRequest, { kind: K }>): Promise<ImportAnswers[K]> {
    return this.#thread.call(request, { signal: this.#signal }) as Promise<ImportAnswers[K]>
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
