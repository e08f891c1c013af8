import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { InferenceGate } from './inference-gate.ts'

/** ONNX Runtime matches the process's command line with a recursive regex when it loads: a long argument overflows the usual 4 MB and kills the process. */
const stackSizeMb = 64

const gates = new WeakMap<Worker, Int32Array>()

/** A worker thread that may run ONNX Runtime. End it with `endInferenceWorker` only: ended in the middle of a run, a thread takes the whole process with it. */
export function startInferenceWorker(file: URL, data: object = {}, options: WorkerOptions = {}): Worker {
  const gate: InferenceGate = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(file, { resourceLimits: { stackSizeMb }, ...options, workerData: { ...data, inferenceGate: gate } })
  // A thread that died in the middle of a run never says that it ended: whoever waits for that must not wait for ever.
  worker.once('exit', () => {
    Atomics.store(gate, 0, 0)
    Atomics.notify(gate, 0)
  })
  gates.set(worker, gate)
  return worker
}

/** Lets the run that computes end, lets no other begin, and ends the thread. */
export async function endInferenceWorker(worker: Worker): Promise<void> {
  const gate = gates.get(worker)
  if (gate) {
    Atomics.store(gate, 1, 1)
    for (let running = Atomics.load(gate, 0); running > 0; running = Atomics.load(gate, 0)) await Atomics.waitAsync(gate, 0, running).value
  }
  await worker.terminate()
}
