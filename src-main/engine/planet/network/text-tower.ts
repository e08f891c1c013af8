import type { DifferentiableGraph, Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import type { NanoConfig } from './nano-config.ts'
import type { ParameterMaker } from './parameter-maker.ts'

export interface TokenStates {
  /** [n, length, width], after the last layer norm. */
  readonly states: Value
  /** [n, length]: 1 for tokens, 0 for padding. */
  readonly mask: Value
  /** [n, 1, 1, length]: 0 where there is a token, -10,000 where there is none; added to attention logits. */
  readonly hidden: Value
}

/**
 * The token states of the text tower: token and position embeddings and pre-norm transformer layers. `ids` int64
 * [n, length]; `mask` float [n, length].
 */
export function tokenStates(make: ParameterMaker, config: Pick<NanoConfig, 'vocabulary' | 'width' | 'heads' | 'layers'>, ids: Value, mask: Value): TokenStates {
  const { graph } = make
  const [n, length] = ids.shape as [number, number]
  const { width, heads } = config
  const table = make.normal('text.tokens', [config.vocabulary, width], 0.15)
  const positions = make.normal('text.positions', [length, width], 0.1)
  let x = op.add(graph, op.gatherRows(graph, table, ids), positions)
  const hidden = hiddenTokens(graph, mask)
  for (let layer = 0; layer < config.layers; layer++) {
    const label = `text.layer${layer}`
    const a = make.layerNorm(`${label}.norm1`, x)
    const head = (name: string): Value => op.transpose(graph, op.reshape(graph, make.linear(`${label}.${name}`, a, width), [n, length, heads, width / heads]), [0, 2, 1, 3])
    const [q, k, v] = [head('query'), head('key'), head('value')]
    const logits = op.scale(graph, op.matmul(graph, q, op.transpose(graph, k, [0, 1, 3, 2])), 1 / Math.sqrt(width / heads))
    const attention = op.softmax(graph, op.add(graph, logits, hidden))
    const mixed = op.reshape(graph, op.transpose(graph, op.matmul(graph, attention, v), [0, 2, 1, 3]), [n, length, width])
    x = op.add(graph, x, make.linear(`${label}.out`, mixed, width, 0.5))
    const b = make.layerNorm(`${label}.norm2`, x)
    x = op.add(graph, x, make.linear(`${label}.down`, op.gelu(graph, make.linear(`${label}.up`, b, 2 * width)), width, 0.5))
  }
  return { states: make.layerNorm('text.norm', x), mask, hidden }
}

/** From a mask [n, length] of ones and zeros: [n, 1, 1, length], 0 for tokens and -10,000 for padding. */
export function hiddenTokens(graph: DifferentiableGraph, mask: Value): Value {
  const [n, length] = mask.shape as [number, number]
  return op.reshape(graph, op.scale(graph, op.add(graph, mask, graph.constant([1], [-1])), 10_000), [n, 1, 1, length])
}

/** The mean of the states over the tokens: [n, width]. */
export function meanState(graph: DifferentiableGraph, { states, mask }: TokenStates): Value {
  const [n, length, width] = states.shape as [number, number, number]
  const summed = op.reshape(graph, op.matmul(graph, op.reshape(graph, mask, [n, 1, length]), states), [n, width])
  const count = op.sum(graph, mask, [1], true)
  // A count needs no gradient.
  return op.multiply(graph, summed, { name: graph.raw('Reciprocal', [count.name]), shape: count.shape, needsGradient: false })
}
