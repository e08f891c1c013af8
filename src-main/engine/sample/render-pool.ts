import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SampleRegions } from './cities.ts'

/** Which place to draw: number `index` of the `total` of the sample with this seed. */
export interface PlaceKey {
  readonly seed: number
  readonly index: number
  readonly total: number
}

export type RenderTask =
  /** Writes the pictures of a place to files; `street` null: it has none. */
  | { readonly kind: 'files'; readonly place: PlaceKey; readonly tile: string; readonly street: string | null }
  /** The tile as an encoder reads it: RGB of `size` px, through JPEG as every embed job sees it. */
  | { readonly kind: 'pixels'; readonly place: PlaceKey; readonly size: number }

export interface RenderRequest {
  readonly id: number
  readonly task: RenderTask
}

export interface RenderReply {
  readonly id: number
  readonly pixels: Uint8Array | null
  readonly error: string | null
}

interface Waiting {
  readonly resolve: (pixels: Uint8Array | null) => void
  readonly reject: (error: Error) => void
}

/** Threads that draw places: one a core. Close it when done. */
export class RenderPool {
  readonly #workers: { readonly worker: Worker; readonly waiting: Map<number, Waiting> }[]
  #next = 0

  constructor(regions: SampleRegions, threads = Math.min(8, availableParallelism())) {
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { workerData: regions })
      const waiting = new Map<number, Waiting>()
      worker.on('message', ({ id, pixels, error }: RenderReply) => {
        const of = waiting.get(id)
        waiting.delete(id)
        if (error === null) of?.resolve(pixels)
        else of?.reject(new Error(error))
      })
      const fail = (error: Error): void => {
        for (const of of waiting.values()) of.reject(error)
        waiting.clear()
      }
      worker.on('error', fail)
      worker.on('exit', () => fail(new Error('A drawing thread ended.')))
      return { worker, waiting }
    })
  }

  /** How many tasks to keep under way. */
  get width(): number {
    return this.#workers.length * 3
  }

  run(task: RenderTask): Promise<Uint8Array | null> {
    const id = this.#next++
    const chosen = this.#workers.reduce((least, each) => (each.waiting.size < least.waiting.size ? each : least))
    return new Promise((resolve, reject) => {
      chosen.waiting.set(id, { resolve, reject })
      chosen.worker.postMessage({ id, task } satisfies RenderRequest)
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()))
  }
}
