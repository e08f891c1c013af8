import type { DifferentiableGraph, Parameter, Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import { Random } from '../../sample/random.ts'

/** Where a parameter's first values come from: normal with this deviation, or a constant. */
export type Initial = { readonly deviation: number } | { readonly constant: number }

/** Declares parameters and remembers how each begins. */
export class ParameterMaker {
  readonly graph: DifferentiableGraph
  readonly #initials: Initial[] = []

  constructor(graph: DifferentiableGraph) {
    this.graph = graph
  }

  normal(label: string, shape: readonly number[], deviation: number): Value {
    this.#initials.push({ deviation })
    return this.graph.parameter(label, shape)
  }

  constant(label: string, shape: readonly number[], value: number): Value {
    this.#initials.push({ constant: value })
    return this.graph.parameter(label, shape)
  }

  /** x W + b over the last axis: [..., from] -> [..., to]. */
  linear(label: string, x: Value, to: number, gain = 1): Value {
    const from = x.shape.at(-1) as number
    const weights = this.normal(`${label}.weight`, [from, to], gain / Math.sqrt(from))
    return op.add(this.graph, op.matmul(this.graph, x, weights), this.constant(`${label}.bias`, [to], 0))
  }

  layerNorm(label: string, x: Value): Value {
    const size = x.shape.at(-1) as number
    return op.layerNorm(this.graph, x, this.constant(`${label}.gain`, [size], 1), this.constant(`${label}.bias`, [size], 0))
  }

  /**
   * First values of all parameters, float32 [count]. Each parameter draws from a source of its own, named by the seed and
   * its label: models that share a part begin with equal values there, whatever else they have.
   */
  first(seed: number): Float32Array {
    const out = new Float32Array(this.graph.parameterCount)
    this.graph.parameters.forEach((parameter: Parameter, index) => {
      const initial = this.#initials[index] as Initial
      const values = out.subarray(parameter.offset, parameter.offset + parameter.size)
      if ('constant' in initial) return void values.fill(initial.constant)
      const random = new Random(`planet/${seed}/${parameter.label}`)
      for (let i = 0; i < values.length; i++) values[i] = standardNormal(random) * initial.deviation
    })
    return out
  }
}

/** A standard normal number, by Box and Muller. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
}
