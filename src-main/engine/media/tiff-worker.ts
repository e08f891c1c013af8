import { parentPort } from 'node:worker_threads'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import { readTiffRgb } from './tiff-rgb.ts'

/** Worker thread that decodes the TIFFs of `tiff-rgb.ts`, one after the other. */
let queue: Promise<void> = Promise.resolve()
parentPort?.on('message', ({ id, file, wanted }: { id: number; file: string; wanted: number }) => {
  queue = queue.then(async () => {
    try {
      const picture = await readTiffRgb(file, wanted)
      parentPort?.postMessage({ id, picture }, [picture.pixels.buffer as ArrayBuffer])
    } catch (thrown) {
      const error = thrown instanceof PlanisphereError ? thrown.toData() : { ...toErrorData(thrown), code: 'BAD_IMAGE', hint: 'Check that the file opens elsewhere.' }
      parentPort?.postMessage({ id, error })
    }
  })
})
