import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import './hide-float16-array.ts'
import { gated } from './inference-gate.ts'
import ort from 'onnxruntime-node'

/** A dense tensor: row-major `data` of `shape`. Buffers may be shared between threads. float16 is held as its bits, in a Uint16Array. */
export interface Tensor {
  readonly type: 'float32' | 'float64' | 'float16' | 'int64' | 'int32' | 'uint8' | 'int8' | 'bool'
  readonly data: Float32Array | Float64Array | Uint16Array | BigInt64Array | Int32Array | Uint8Array | Int8Array
  readonly shape: readonly number[]
}

export interface TensorInfo {
  readonly name: string
  readonly type: string
  /** A negative or named dimension is free. */
  readonly shape: readonly (number | string)[]
}

export interface SessionOptions {
  readonly provider?: ExecutionProvider
  /** Threads inside one operator; 0 lets the runtime choose. */
  readonly threads?: number
  /** Fail instead of letting the CPU run the operators that the provider lacks. For probing. */
  readonly noCpuFallback?: boolean
}

/** A loaded ONNX model. `run` blocks its thread while it computes: use it in a worker. */
export interface Session {
  readonly provider: ExecutionProvider
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** With `into`, only the outputs that it names are computed, straight into its buffers: nothing is allocated at each call. */
  run(feeds: Readonly<Record<string, Tensor>>, into?: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>
  release(): Promise<void>
}

/**
 * Opens a model from a file (external data beside it is mapped) or from bytes, on exactly the provider that is asked for.
 * Throws PROVIDER_FAILED if the provider cannot be had and BAD_ENCODER if the model cannot be read; falling back is the
 * caller's decision (`providers.ts`), because ONNX Runtime does not do it by itself.
 */
export async function openSession(model: string | Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const provider = options.provider ?? 'cpu'
  const settings: ort.InferenceSession.SessionOptions = {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: options.threads ?? 0,
    logSeverityLevel: 3,
    ...(options.noCpuFallback && provider !== 'cpu' ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {})
  }
  let session: ort.InferenceSession
  try {
    session = await gated(() => (typeof model === 'string' ? ort.InferenceSession.create(model, settings) : ort.InferenceSession.create(model, settings)))
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    throw provider === 'cpu'
      ? new PlanisphereError('BAD_ENCODER', `ONNX Runtime cannot read ${typeof model === 'string' ? model : 'the model'}: ${message}`, {
          hint: 'Check that the file is a complete ONNX model.',
          ...(typeof model === 'string' ? { place: { file: model } } : {}),
          cause: thrown
        })
      : new PlanisphereError('PROVIDER_FAILED', `${provider} could not start: ${message}`, { hint: 'Use the CPU, or check the driver.', cause: thrown })
  }
  return {
    provider,
    inputs: session.inputMetadata.map(describe),
    outputs: session.outputMetadata.map(describe),
    async run(feeds, into) {
      const inputs = tensors(feeds)
      const results = await gated(() => (into === undefined ? session.run(inputs) : session.run(inputs, tensors(into))))
      const out: Record<string, Tensor> = {}
      for (const [name, value] of Object.entries(results)) {
        out[name] = { type: value.type as Tensor['type'], data: value.data as Tensor['data'], shape: value.dims }
      }
      return out
    },
    release: () => gated(() => session.release())
  }
}

function tensors(of: Readonly<Record<string, Tensor>>): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(of).map(([name, tensor]) => [name, new ort.Tensor(tensor.type, tensor.data as never, tensor.shape)]))
}

function describe(metadata: ort.InferenceSession.ValueMetadata): TensorInfo {
  return metadata.isTensor ? { name: metadata.name, type: metadata.type, shape: metadata.shape } : { name: metadata.name, type: 'not a tensor', shape: [] }
}
