import type { DifferentiableGraph, Value } from './differentiable-graph.ts'

export interface AdamWOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  /** Decoupled weight decay, for parameters of two or more dimensions. */
  readonly weightDecay?: number
  /** Gradients longer than this (L2 norm over all parameters) are shortened to it. */
  readonly clipNorm?: number
}

/**
 * Makes a graph one whole training step: loss, gradients, and AdamW's update (Loshchilov and Hutter, 2019).
 *
 * Inputs besides the model's own: `parameters`, `moment1`, `moment2` [count]; `rate` (the learning rate), `correction1` =
 * 1 / (1 - beta1^t), `correction2` = 1 / (1 - beta2^t), scalars. Outputs: `loss`, `gradient_norm`, `parameters_next`,
 * `moment1_next`, `moment2_next`, and a scalar for each of `report`, by its name.
 */
export function buildTrainingStep(graph: DifferentiableGraph, loss: Value, options: AdamWOptions = {}, report: Readonly<Record<string, Value>> = {}): Uint8Array {
  const { beta1 = 0.9, beta2 = 0.98, epsilon = 1e-8, weightDecay = 0, clipNorm = 1 } = options
  const { builder, type } = graph
  const count = graph.parameterCount
  graph.finishParameters()
  for (const name of ['moment1', 'moment2']) builder.input(name, type, [count])
  for (const name of ['rate', 'correction1', 'correction2']) builder.input(name, type, [])
  const op = (operator: string, ...inputs: string[]): string => graph.raw(operator, inputs)
  const constant = (value: number): string => graph.scalar(value)

  builder.node('Identity', [loss.name], {}, 'loss')
  for (const [name, value] of Object.entries(report)) {
    builder.node('Identity', [value.name], {}, name)
    builder.output(name, type, [])
  }
  const gradients = graph.gradients(loss)
  const norm = builder.node('Sqrt', [graph.raw('ReduceSum', [op('Mul', gradients, gradients), builder.integers([0])], { keepdims: 0 })], {}, 'gradient_norm')
  const shorten = op('Min', constant(1), op('Div', constant(clipNorm), op('Add', norm, constant(1e-12))))
  const clipped = op('Mul', gradients, shorten)
  const moment1 = builder.node('Add', [op('Mul', 'moment1', constant(beta1)), op('Mul', clipped, constant(1 - beta1))], {}, 'moment1_next')
  const moment2 = builder.node('Add', [op('Mul', 'moment2', constant(beta2)), op('Mul', op('Mul', clipped, clipped), constant(1 - beta2))], {}, 'moment2_next')
  const direction = op('Div', op('Mul', moment1, 'correction1'), op('Add', op('Sqrt', op('Mul', moment2, 'correction2')), constant(epsilon)))
  const update = weightDecay > 0 ? op('Add', direction, op('Mul', 'parameters', decayMask(graph, weightDecay))) : direction
  builder.node('Sub', ['parameters', op('Mul', update, 'rate')], {}, 'parameters_next')

  builder.output('loss', type, [])
  builder.output('gradient_norm', type, [])
  for (const name of ['parameters_next', 'moment1_next', 'moment2_next']) builder.output(name, type, [count])
  return builder.build()
}

/** `weightDecay` on the entries of matrices, 0 on those of biases, gains and scales. */
function decayMask(graph: DifferentiableGraph, weightDecay: number): string {
  const mask = new Float64Array(graph.parameterCount)
  for (const parameter of graph.parameters) {
    if (parameter.shape.length > 1) mask.fill(weightDecay, parameter.offset, parameter.offset + parameter.size)
  }
  return graph.constant([graph.parameterCount], mask).name
}

/** A graph that gives only `loss` and the flat `gradient`: for checking gradients against finite differences. */
export function buildGradient(graph: DifferentiableGraph, loss: Value): Uint8Array {
  graph.finishParameters()
  graph.builder.node('Identity', [loss.name], {}, 'loss')
  graph.builder.node('Identity', [graph.gradients(loss)], {}, 'gradient')
  graph.builder.output('loss', graph.type, [])
  graph.builder.output('gradient', graph.type, [graph.parameterCount])
  return graph.builder.build()
}
