import { openSession } from '../inference/session.ts'
import { GraphBuilder } from '../onnx/graph-builder.ts'

/** Mean and covariance of rows, in float64. */
export interface Moments {
  readonly mean: Float64Array
  /** d x d, divided by n (the rows are all there are, or stand for themselves). */
  readonly covariance: Float64Array
}

/** Rows multiplied at a time. */
const blockRows = 2048

/**
 * Mean and covariance of `count` rows of `dimensions` (row-major). The mean is taken off first; the products are ONNX
 * Runtime's float32 of 2,048 rows each, which are summed in float64: 100,000 rows of 512 take a second. Only in a
 * thread that may run ONNX. `stopped` is asked before each block: true ends it with null.
 */
export async function momentsOf(rows: Float32Array, count: number, dimensions: number, stopped: () => boolean = () => false): Promise<Moments | null> {
  const mean = new Float64Array(dimensions)
  for (let i = 0; i < count; i++) for (let j = 0; j < dimensions; j++) mean[j] = (mean[j] as number) + (rows[i * dimensions + j] as number)
  for (let j = 0; j < dimensions; j++) mean[j] = (mean[j] as number) / Math.max(1, count)
  const session = await openSession(productGraph(dimensions))
  const covariance = new Float64Array(dimensions * dimensions)
  const block = new Float32Array(blockRows * dimensions)
  const product = new Float32Array(dimensions * dimensions)
  try {
    for (let from = 0; from < count; from += blockRows) {
      if (stopped()) return null
      const to = Math.min(count, from + blockRows)
      block.fill(0)
      for (let i = from; i < to; i++) {
        for (let j = 0; j < dimensions; j++) block[(i - from) * dimensions + j] = (rows[i * dimensions + j] as number) - (mean[j] as number)
      }
      await session.run(
        { rows: { type: 'float32', data: block, shape: [blockRows, dimensions] } },
        { product: { type: 'float32', data: product, shape: [dimensions, dimensions] } }
      )
      for (let j = 0; j < product.length; j++) covariance[j] = (covariance[j] as number) + (product[j] as number)
    }
  } finally {
    await session.release()
  }
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      const value = ((covariance[i * dimensions + j] as number) + (covariance[j * dimensions + i] as number)) / (2 * Math.max(1, count))
      covariance[i * dimensions + j] = covariance[j * dimensions + i] = value
    }
  }
  return { mean, covariance }
}

function productGraph(dimensions: number): Uint8Array {
  const graph = new GraphBuilder('covariance')
  graph.input('rows', 'float32', [blockRows, dimensions])
  graph.node('Gemm', ['rows', 'rows'], { transA: 1 }, 'product')
  graph.output('product', 'float32', [dimensions, dimensions])
  return graph.build()
}
