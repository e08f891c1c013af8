import { Worker } from 'node:worker_threads'
import { PlanisphereError, type ErrorData } from '#shared/errors/planisphere-error.ts'
import type { RgbPicture } from './tiff-rgb.ts'

interface Pending {
  readonly resolve: (picture: RgbPicture) => void
  readonly reject: (reason: unknown) => void
}

let worker: Worker | undefined
const pending = new Map<number, Pending>()
let next = 1

/** `readTiffRgb` in a thread that is started at the first call and does not keep the process alive. */
export function readTiffInThread(file: string, wanted: number): Promise<RgbPicture> {
  const thread = (worker ??= startWorker())
  return new Promise((resolve, reject) => {
    const id = next++
    pending.set(id, { resolve, reject })
    thread.ref()
    thread.postMessage({ id, file, wanted })
  })
}

function startWorker(): Worker {
  // geotiff's own worker library reads `workerData` of the thread that it is loaded in and fails where there is none.
  const thread = new Worker(new URL('./tiff-worker.ts', import.meta.url), { workerData: {} })
  thread.on('message', (reply: { id: number; picture?: RgbPicture; error?: ErrorData }) => {
    const waiting = pending.get(reply.id)
    pending.delete(reply.id)
    if (pending.size === 0) thread.unref()
    if (reply.picture) waiting?.resolve(reply.picture)
    else waiting?.reject(reply.error ? PlanisphereError.fromData(reply.error) : new Error('the TIFF reader gave nothing'))
  })
  const died = (error: Error): void => {
    if (worker === thread) worker = undefined
    for (const waiting of pending.values()) waiting.reject(new PlanisphereError('BAD_IMAGE', `The TIFF could not be decoded: ${error.message}.`, { hint: 'Check that the file opens elsewhere.' }))
    pending.clear()
  }
  thread.on('error', died)
  thread.on('exit', (code) => died(new Error(`its reader ended with ${code}`)))
  thread.unref()
  return thread
}
