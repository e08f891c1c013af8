import { parentPort } from 'node:worker_threads'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import { TrainingRoom } from './training-room.ts'
import type { FromTraining, ToTraining } from './training-protocol.ts'

/** Worker thread that trains: a step blocks it, never the engine. Requests are answered in order; an abort is heard between two steps. */
const post = (message: FromTraining): void => parentPort?.postMessage(message)
const room = new TrainingRoom({
  onPoint: (point) => post({ event: 'point', point }),
  onCheckpoint: (step) => post({ event: 'checkpoint', step })
})

let stop = new AbortController()
let queue: Promise<void> = Promise.resolve()
parentPort?.on('message', (message: ToTraining) => {
  if ('abort' in message) {
    stop.abort(new PlanisphereError('CANCELLED', 'Training was stopped.'))
    return
  }
  queue = queue.then(async () => {
    // An abort speaks of the request that is at work when it comes.
    stop = new AbortController()
    try {
      post({ id: message.id, answer: await room.answer(message.request, stop.signal) })
    } catch (thrown) {
      post({ id: message.id, error: toErrorData(thrown) })
    }
  })
})
