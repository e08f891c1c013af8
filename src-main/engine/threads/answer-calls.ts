import { parentPort } from 'node:worker_threads'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import type { ThreadCall, ThreadReply } from './call-thread.ts'

/**
 * In a worker thread: answers the calls of a `CallThread` one after the other. `stopped` says whether the caller has
 * given up; a call that was given up before its turn is left out.
 */
export function answerCalls<Q>(answer: (request: Q, stopped: () => boolean) => unknown): void {
  let queue: Promise<void> = Promise.resolve()
  parentPort?.on('message', ({ id, request, stop }: ThreadCall<Q>) => {
    const stopped = (): boolean => stop !== null && Atomics.load(stop, 0) === 1
    queue = queue.then(async () => {
      let reply: ThreadReply
      try {
        if (stopped()) throw new PlanisphereError('CANCELLED', 'It was given up before its turn.')
        reply = { id, answer: await answer(request, stopped) }
      } catch (thrown) {
        reply = { id, error: toErrorData(thrown) }
      }
      parentPort?.postMessage(reply)
    })
  })
}
