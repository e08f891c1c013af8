import { writeFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import { readModelImage } from '../media/model-image.ts'
import type { SampleRegions } from './cities.ts'
import { streetPicture, tilePicture } from './pictures.ts'
import type { RenderReply, RenderRequest } from './render-pool.ts'
import { samplePlace } from './sample-places.ts'

// One picture at a time in each thread: the pool has as many threads as there are cores.
sharp.concurrency(1)
const port = parentPort
if (!port) throw new Error('render-worker runs in a worker thread')
const regions = workerData as SampleRegions

port.on('message', ({ id, task }: RenderRequest) => {
  void (async (): Promise<void> => {
    let reply: RenderReply
    try {
      const { seed, index, total } = task.place
      const place = samplePlace(regions, seed, index, total)
      const tile = await tilePicture(place, seed)
      if (task.kind === 'files') {
        await writeFile(task.tile, tile)
        if (task.street !== null) await writeFile(task.street, await streetPicture(place, seed))
      }
      const pixels = task.kind === 'pixels' ? (await readModelImage(tile, { size: task.size, fit: 'stretch', resample: 'bicubic' })).pixels : null
      reply = { id, pixels, error: null }
    } catch (thrown) {
      reply = { id, pixels: null, error: thrown instanceof Error ? thrown.message : String(thrown) }
    }
    port.postMessage(reply)
  })()
})
