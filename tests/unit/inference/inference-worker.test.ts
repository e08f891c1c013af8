import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endInferenceWorker, startInferenceWorker } from '#engine/inference/inference-worker.ts'

function workerOf(script: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { workerData, parentPort } from 'node:worker_threads'\nconst gate = workerData.inferenceGate\n${script}`)}`)
}

test('a thread that died in the middle of a run is not waited for', async () => {
  const worker = startInferenceWorker(workerOf(`Atomics.add(gate, 0, 1); throw new Error('it died')`))
  await expect(once(worker, 'message')).rejects.toThrow('it died')
  await endInferenceWorker(worker)
  // And one that dies while it is waited for.
  const dying = startInferenceWorker(workerOf(`Atomics.add(gate, 0, 1); parentPort.postMessage('runs'); setTimeout(() => process.exit(1), 200)`))
  await once(dying, 'message')
  await endInferenceWorker(dying)
}, 10_000)

test('a run is let end before its thread is', async () => {
  const worker = startInferenceWorker(workerOf(`Atomics.add(gate, 0, 1); parentPort.postMessage('runs'); setTimeout(() => { parentPort.postMessage('ran'); Atomics.sub(gate, 0, 1); Atomics.notify(gate, 0) }, 200)`))
  const heard: unknown[] = []
  worker.on('message', (message) => heard.push(message))
  await once(worker, 'message')
  await endInferenceWorker(worker)
  expect(heard).toEqual(['runs', 'ran'])
})
