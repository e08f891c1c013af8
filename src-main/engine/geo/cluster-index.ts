import { Worker } from 'node:worker_threads'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { ClusterAnswer, ClusterFeature, ClusterRequest } from './cluster-worker.ts'

export interface Points {
  readonly ids: Int32Array
  readonly lon: Float64Array
  readonly lat: Float64Array
}

/** Clusters of points on the map, indexed in a worker (a million points take seconds to build and 0.3 ms to ask). */
export class ClusterIndex {
  readonly total: number
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (features: ClusterFeature[]) => void; reject: (error: unknown) => void }>()
  #next = 1
  #gone: PlanisphereError | null = null

  constructor(points: Points) {
    this.total = points.ids.length
    this.#worker = new Worker(new URL('./cluster-worker.ts', import.meta.url))
    this.#worker.on('message', (answer: ClusterAnswer) => {
      this.#waiting.get(answer.id)?.resolve(answer.features)
      this.#waiting.delete(answer.id)
    })
    const gone = (cause: unknown): void => {
      this.#gone ??= new PlanisphereError('CANCELLED', 'The map index was closed.', { hint: 'Move the map to ask again.', cause })
      for (const waiting of this.#waiting.values()) waiting.reject(this.#gone)
      this.#waiting.clear()
    }
    this.#worker.on('error', gone)
    this.#worker.on('exit', gone)
    // After the listeners, which hold the process again: an idle index must not keep it from ending.
    this.#worker.unref()
    this.#send({ type: 'build', ...points })
  }

  /** Clusters and points inside [west, south, east, north] (degrees) at a map zoom. */
  query(box: readonly [number, number, number, number], zoom: number): Promise<ClusterFeature[]> {
    if (this.#gone) return Promise.reject(this.#gone)
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#send({ type: 'query', id, box, zoom })
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #send(request: ClusterRequest): void {
    this.#worker.postMessage(request)
  }
}
