import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
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
  /** The tile as an encoder reads it: RGB of `size` px, through JPEG as every embed job sees it; and after it, if asked for, the raster of `raster` px that signatures are measured on. */
  | { readonly kind: 'pixels'; readonly place: PlaceKey; readonly size: number; readonly raster?: number }

export interface RenderRequest {
  readonly id: number
  readonly regions: SampleRegions
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

/** Processes that draw places: one a core. Close it when done. */
export class RenderPool {
  readonly #children: { readonly child: ChildProcess; readonly waiting: Map<number, Waiting> }[]
  readonly #regions: SampleRegions
  #next = 0

  constructor(regions: SampleRegions, processes = Math.min(8, availableParallelism())) {
    this.#regions = regions
    this.#children = Array.from({ length: processes }, () => {
      const child = fork(fileURLToPath(new URL('./render-process.ts', import.meta.url)), { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      const waiting = new Map<number, Waiting>()
      child.on('message', (message) => {
        const { id, pixels, error } = message as RenderReply
        const of = waiting.get(id)
        waiting.delete(id)
        if (error === null) of?.resolve(pixels)
        else of?.reject(new Error(error))
      })
      const fail = (error: Error): void => {
        for (const of of waiting.values()) of.reject(error)
        waiting.clear()
      }
      child.on('error', fail)
      child.on('exit', () => fail(new Error('A drawing process ended.')))
      return { child, waiting }
    })
  }

  /** How many tasks to keep under way. */
  get width(): number {
    return this.#children.length * 3
  }

  run(task: RenderTask): Promise<Uint8Array | null> {
    const id = this.#next++
    const chosen = this.#children.reduce((least, each) => (each.waiting.size < least.waiting.size ? each : least))
    return new Promise((resolve, reject) => {
      chosen.waiting.set(id, { resolve, reject })
      chosen.child.send({ id, regions: this.#regions, task } satisfies RenderRequest, (error) => {
        if (error && chosen.waiting.delete(id)) reject(error)
      })
    })
  }

  close(): void {
    for (const { child } of this.#children) if (child.connected) child.disconnect()
  }
}
