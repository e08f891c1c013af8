import { openSession, type Tensor } from '#engine/inference/session.ts'
import { buildGradient } from '#engine/onnx/adamw-step.ts'
import { DifferentiableGraph, type Value } from '#engine/onnx/differentiable-graph.ts'
import * as op from '#engine/onnx/operations.ts'

/** Deterministic numbers in (-0.9, 0.9) without structure. */
export function numbers(count: number, seed = 1): Float64Array {
  let state = seed
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state / 2 ** 31 - 1) * 0.9
  })
}

/** What a value of a float64 graph without free inputs is. */
export async function valueOf(build: (graph: DifferentiableGraph) => Value): Promise<{ data: Float64Array; shape: readonly number[] }> {
  const graph = new DifferentiableGraph('float64')
  const value = build(graph)
  graph.builder.output(value.name, 'float64', value.shape)
  const session = await openSession(graph.builder.build(), { threads: 1 })
  const result = (await session.run({}))[value.name]
  await session.release()
  return { data: result?.data as Float64Array, shape: result?.shape ?? [] }
}

export interface CheckOptions {
  readonly inputs?: Readonly<Record<string, Tensor>>
  /** Where the gradient is taken. Default: deterministic numbers. */
  readonly at?: (graph: DifferentiableGraph) => Float64Array
  /** Parameters that are compared, spread evenly over all. Default: all. */
  readonly samples?: number
}

/**
 * Loss and gradient of a float64 graph, and the largest error of the gradient against central differences, relative to
 * the gradient's own largest entry.
 */
export async function checkedGradient(build: (graph: DifferentiableGraph) => Value, { inputs = {}, at, samples }: CheckOptions = {}): Promise<{ loss: number; gradient: Float64Array; error: number }> {
  const graph = new DifferentiableGraph('float64')
  const loss = build(graph)
  const session = await openSession(buildGradient(graph, loss), { threads: 1 })
  const point = at?.(graph) ?? numbers(graph.parameterCount)
  const run = async (parameters: Float64Array): Promise<{ loss: number; gradient: Float64Array }> => {
    const out = await session.run({ ...inputs, parameters: { type: 'float64', data: parameters, shape: [parameters.length] } })
    return { loss: (out['loss']?.data as Float64Array)[0] as number, gradient: out['gradient']?.data as Float64Array }
  }
  const result = await run(point)
  const size = Math.max(...result.gradient.map(Math.abs), 1e-3)
  const every = samples === undefined ? 1 : Math.max(1, Math.floor(point.length / samples))
  let error = 0
  for (let i = 0; i < point.length; i += every) {
    const step = 1e-6
    const [up, down] = [Float64Array.from(point), Float64Array.from(point)]
    up[i] = (up[i] as number) + step
    down[i] = (down[i] as number) - step
    const numeric = ((await run(up)).loss - (await run(down)).loss) / (2 * step)
    error = Math.max(error, Math.abs(numeric - (result.gradient[i] as number)) / size)
  }
  await session.release()
  return { ...result, error }
}

/** Weighs every entry of a value differently, so that no gradient cancels by symmetry. */
export function weighted(graph: DifferentiableGraph, value: Value): Value {
  const weights = graph.constant(value.shape, numbers(value.shape.reduce((a, b) => a * b, 1), 77))
  return op.sum(graph, op.multiply(graph, value, weights), value.shape.map((_, axis) => axis))
}

export const float64 = (data: ArrayLike<number>, shape: readonly number[]): Tensor => ({ type: 'float64', data: Float64Array.from(data), shape })
