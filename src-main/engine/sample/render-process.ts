import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { streetPicture, tilePicture } from './pictures.ts'
import type { RenderReply, RenderRequest } from './render-pool.ts'
import { samplePlace } from './sample-places.ts'

// A process of its own, not a thread: drawings are SVG, and the engine forbids libvips to read SVG, for its whole process.
// One picture at a time here: the pool has as many processes as there are cores.
sharp.concurrency(1)
sharp.cache(false)

process.on('message', ({ id, regions, task }: RenderRequest) => {
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
      // As media/model-image.ts reads an image for an encoder; that file cannot be loaded here (it forbids SVG).
      const parts = task.kind === 'pixels' ? [await sharp(tile).resize(task.size, task.size, { kernel: 'cubic', fastShrinkOnLoad: false, fit: 'fill' }).raw().toBuffer()] : []
      // As planet/signatures/read-raster.ts does.
      if (task.kind === 'pixels' && task.raster !== undefined) parts.push(await sharp(tile).resize(task.raster, task.raster, { kernel: 'cubic', fit: 'cover' }).raw().toBuffer())
      const pixels = parts.length > 0 ? Buffer.concat(parts) : null
      reply = { id, pixels, error: null }
    } catch (thrown) {
      reply = { id, pixels: null, error: thrown instanceof Error ? thrown.message : String(thrown) }
    }
    process.send?.(reply)
  })()
})
process.on('disconnect', () => process.exit(0))
