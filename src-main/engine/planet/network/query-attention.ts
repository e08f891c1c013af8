import type { DifferentiableGraph, Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import type { ParameterMaker } from './parameter-maker.ts'

export interface QueryAttentionOptions {
  /** Learnable queries. */
  readonly queries: number
  /** Divides `width`. */
  readonly heads: number
  readonly width: number
}

/**
 * Masked multi-head attention of learnable queries over token states: `states` [n, length, d], `hidden` [n, 1, 1, length]
 * (0 or -10,000) -> [n, queries, width].
 *
 * The queries do not depend on the text, so two products over all tokens fall away, exactly: with keys K = S W_k and
 * values V = S W_v, a head's logits q K^T are (W_k q)^T S^T, and its pooled values a V are (a S) W_v. What is left over
 * the tokens are two products with heads x queries columns. (A bias of the keys would move all logits of a query alike,
 * and so has no effect: there is none.)
 */
export function queryAttention(make: ParameterMaker, states: Value, hidden: Value, { queries, heads, width }: QueryAttentionOptions): Value {
  const { graph } = make
  const [n, length, d] = states.shape as [number, number, number]
  const rows = heads * queries
  const each = width / heads
  const sameHead = headMask(graph, heads, each, queries)

  // Each head's queries stand in its own block of rows and columns: [heads x each, heads x queries].
  const asked = make.normal('text.queries', [width, queries], 1)
  const repeat = graph.constant([queries, rows], Array.from({ length: queries * rows }, (_, i) => (i % rows) % queries === Math.floor(i / rows) ? 1 : 0))
  const blocks = op.multiply(graph, op.matmul(graph, asked, repeat), sameHead)
  const keys = make.normal('text.queried.keys', [d, width], 1 / Math.sqrt(d))
  const folded = op.scale(graph, op.matmul(graph, keys, blocks), 1 / Math.sqrt(each))

  const logits = op.transpose(graph, op.matmul(graph, states, folded), [0, 2, 1])
  // The mask needs no gradient. Squeezed, not reshaped: in a graph for inference the length stays free.
  const squeezed = { name: graph.raw('Squeeze', [hidden.name, graph.builder.integers([1])]), shape: [n, 1, length], needsGradient: false }
  const attention = op.softmax(graph, op.add(graph, logits, squeezed))
  const pooled = op.matmul(graph, attention, states)

  // Every row is projected for every head and keeps its own: 12 rows a text, so the waste is nothing.
  const values = op.multiply(graph, make.linear('text.queried.values', pooled, width), op.transpose(graph, sameHead, [1, 0]))
  const joined = op.sum(graph, op.reshape(graph, values, [n, heads, queries, width]), [1])
  return make.linear('text.queried.out', joined, width)
}

/** [heads x each, heads x queries]: 1 where row and column belong to the same head. */
function headMask(graph: DifferentiableGraph, heads: number, each: number, queries: number): Value {
  const columns = heads * queries
  return graph.constant([heads * each, columns], Array.from({ length: heads * each * columns }, (_, i) => (Math.floor(Math.floor(i / columns) / each) === Math.floor((i % columns) / queries) ? 1 : 0)))
}
