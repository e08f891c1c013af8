import { toErrorData } from '#shared/errors/planisphere-error.ts'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { GraphBuilder } from '../onnx/graph-builder.ts'
import { openSession, type Tensor } from './session.ts'

/**
 * A process of its own that tries one execution provider: a native crash (a broken driver) ends this process and not the
 * engine. Its argument is the provider; it prints one line of JSON, a `ProbeReport`.
 */
export interface ProbeReport {
  readonly ok: boolean
  readonly message: string
  readonly maxError: number
  readonly milliseconds: number
  readonly cpuMilliseconds: number
}

const inner = 512
const rows = 512

/** Convolution, matrix product and softmax: what encoders are made of. Deterministic weights in -1..1. */
function probeGraph(): Uint8Array {
  const graph = new GraphBuilder('probe')
  graph.input('image', 'float32', [1, 8, 32, 32])
  graph.input('left', 'float32', [rows, inner])
  const kernel = graph.initializer('float32', [8, 8, 3, 3], numbers(8 * 8 * 9, 3))
  const right = graph.initializer('float32', [inner, inner], numbers(inner * inner, 5))
  graph.output(graph.node('Conv', ['image', kernel], { pads: [1, 1, 1, 1] }), 'float32', [1, 8, 32, 32])
  const product = graph.node('MatMul', ['left', right])
  graph.output(product, 'float32', [rows, inner])
  graph.output(graph.node('Softmax', [graph.node('Mul', [product, graph.scalar(0.05)])], { axis: -1 }), 'float32', [rows, inner])
  return graph.build()
}

function numbers(count: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
}

async function measure(provider: ExecutionProvider): Promise<{ outputs: Tensor[]; milliseconds: number }> {
  const session = await openSession(probeGraph(), { provider, noCpuFallback: true })
  const feeds: Record<string, Tensor> = {
    image: { type: 'float32', data: numbers(8 * 32 * 32, 7), shape: [1, 8, 32, 32] },
    left: { type: 'float32', data: numbers(rows * inner, 9), shape: [rows, inner] }
  }
  // The first run compiles shaders and is not counted; the best of three is.
  let outputs = Object.values(await session.run(feeds))
  let best = Infinity
  for (let i = 0; i < 3; i++) {
    const start = performance.now()
    outputs = Object.values(await session.run(feeds))
    best = Math.min(best, performance.now() - start)
  }
  await session.release()
  return { outputs, milliseconds: best }
}

function largestDifference(left: readonly Tensor[], right: readonly Tensor[]): number {
  let largest = 0
  left.forEach((tensor, at) => {
    const other = right[at]?.data
    tensor.data.forEach((value: number | bigint, i: number) => {
      const difference = Math.abs(Number(value) - Number(other?.[i] ?? NaN))
      largest = Number.isFinite(difference) ? Math.max(largest, difference) : Infinity
    })
  })
  return largest
}

let report: ProbeReport
try {
  const provider = process.argv[2] as ExecutionProvider
  const tried = await measure(provider)
  const reference = await measure('cpu')
  report = { ok: true, message: '', maxError: largestDifference(tried.outputs, reference.outputs), milliseconds: tried.milliseconds, cpuMilliseconds: reference.milliseconds }
} catch (thrown) {
  report = { ok: false, message: toErrorData(thrown).message, maxError: 0, milliseconds: 0, cpuMilliseconds: 0 }
}
// Some drivers crash while they are unloaded: leave at once, after the line is out.
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0))
