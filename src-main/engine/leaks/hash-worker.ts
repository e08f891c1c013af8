import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { imageError, openImage } from '../media/open-image.ts'
import { answerCalls } from '../threads/answer-calls.ts'
import type { HashAnswer, HashRequest } from './hash-tiles.ts'
import { hashNumbers, hashRaster, perceptualHash } from './perceptual-hash.ts'

/** Worker thread that decodes tiles and hashes them; libuv's threads decode those of a call side by side. */
answerCalls<HashRequest>(async ({ files }): Promise<HashAnswer> => {
  const rows = new Float32Array(files.length * (hashNumbers + 1))
  const problems = await Promise.all(
    files.map(async (file, i) => {
      try {
        const image = await openImage(file, hashRaster.width)
        const grey = await image.pipeline.greyscale().resize(hashRaster.width, hashRaster.height, { fit: 'fill' }).extractChannel(0).raw({ depth: 'uchar' }).toBuffer()
        const hash = perceptualHash(grey)
        if (hash === null) return null
        rows.set(hash, i * (hashNumbers + 1))
        rows[i * (hashNumbers + 1) + hashNumbers] = 1
        return null
      } catch (thrown) {
        return toErrorData(imageError(thrown, file)).message
      }
    })
  )
  return { rows, problems }
})
