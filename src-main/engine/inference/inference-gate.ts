import { workerData } from 'node:worker_threads'

/** [runs of ONNX Runtime in this thread that compute now, 1 once the thread is to end]; shared with whoever ends it. */
export type InferenceGate = Int32Array

const gate: InferenceGate | undefined = (workerData as { inferenceGate?: InferenceGate } | null)?.inferenceGate

/**
 * Runs native inference so that the thread is not ended in its middle, which would abort the process. Once the thread is
 * to end, nothing begins any more: the promise then never settles, and the thread ends with it.
 */
export async function gated<T>(run: () => Promise<T>): Promise<T> {
  if (!gate) return run()
  // First counted, then looked: either whoever ends the thread sees the count, or this sees that it is to end.
  Atomics.add(gate, 0, 1)
  try {
    if (Atomics.load(gate, 1) === 0) return await run()
  } finally {
    Atomics.sub(gate, 0, 1)
    Atomics.notify(gate, 0)
  }
  return new Promise<never>(() => undefined)
}
