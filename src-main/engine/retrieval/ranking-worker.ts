import { parentPort, workerData } from 'node:worker_threads'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { VectorFile } from '../store/vector-file.ts'
import type { RankingMessage, RankingTask } from './ranking-thread.ts'
import { rankQueries } from './rank-queries.ts'
import { OnnxScoreKernel } from './score-kernel.ts'

/** Worker thread that ranks one set of queries and tells the blocks one by one; it goes on when asked for the next. */
const port = parentPort
if (!port) throw new Error('this runs in a worker thread')

const tell = (message: RankingMessage): void => port.postMessage(message)
const asked = (): Promise<void> => new Promise((resolve) => port.once('message', () => resolve()))

async function work(task: RankingTask): Promise<void> {
  const kernel = new OnnxScoreKernel()
  const expected = { encoderHash: task.encoderHash }
  const galleryVectors = VectorFile.open(task.galleryFile, expected)
  const queryVectors = task.queryFile === task.galleryFile ? galleryVectors : VectorFile.open(task.queryFile, expected)
  const { counts, blocks } = await rankQueries(kernel, { ...task, galleryVectors, queryVectors, k: task.k ?? Infinity })
  let next = asked()
  tell({ kind: 'counts', counts, provider: kernel.provider })
  for (;;) {
    await next
    const block = await blocks.next()
    next = asked()
    if (block.done) {
      tell({ kind: 'done', end: block.value })
      break
    }
    tell({ kind: 'batch', batch: block.value })
  }
  await kernel.close()
  galleryVectors.close()
  if (queryVectors !== galleryVectors) queryVectors.close()
  port?.close()
}

work(workerData as RankingTask).catch((thrown: unknown) => {
  tell({ kind: 'error', error: toErrorData(thrown) })
  port.close()
})
