import type { DifferentiableGraph, Value } from '../onnx/differentiable-graph.ts'
import { convolution3x3 } from '../onnx/convolution.ts'
import * as op from '../onnx/operations.ts'

/** Sizes of the small dual encoder. It is trained from scratch, so all of it is in one checkpoint. */
export interface NanoConfig {
  readonly vocabulary: number
  /** Longest text in tokens. */
  readonly textLength: number
  /** Side of the square input image in pixels; a multiple of 16. */
  readonly imageSize: number
  /** Width of the text tower and of the shared space. */
  readonly width: number
  readonly heads: number
  readonly layers: number
  /** Channels after the stem and the three convolutions. */
  readonly channels: readonly [number, number, number, number]
}

export const nanoConfig: Omit<NanoConfig, 'vocabulary' | 'textLength'> = { imageSize: 96, width: 128, heads: 4, layers: 2, channels: [64, 96, 128, 160] }

/** Where a parameter's first values come from: normal with this deviation, or a constant. */
export type Initial = { readonly deviation: number } | { readonly constant: number }

/** Declares parameters and remembers how each begins. */
export class ParameterMaker {
  readonly graph: DifferentiableGraph
  readonly initials: Initial[] = []

  constructor(graph: DifferentiableGraph) {
    this.graph = graph
  }

  normal(label: string, shape: readonly number[], deviation: number): Value {
    this.initials.push({ deviation })
    return this.graph.parameter(label, shape)
  }

  constant(label: string, shape: readonly number[], value: number): Value {
    this.initials.push({ constant: value })
    return this.graph.parameter(label, shape)
  }

  linear(label: string, x: Value, to: number, gain = 1): Value {
    const from = x.shape.at(-1) as number
    const weights = this.normal(`${label}.weight`, [from, to], gain / Math.sqrt(from))
    return op.add(this.graph, op.matmul(this.graph, x, weights), this.constant(`${label}.bias`, [to], 0))
  }

  layerNorm(label: string, x: Value): Value {
    const size = x.shape.at(-1) as number
    return op.layerNorm(this.graph, x, this.constant(`${label}.gain`, [size], 1), this.constant(`${label}.bias`, [size], 0))
  }
}

/**
 * The text tower: token and position embeddings, pre-norm transformer layers, and the mean of the token states and an
 * attention pooling, projected. `ids` int64 [n, length]; `mask` float [n, length], 1 for tokens and 0 for padding.
 * Returns [n, width], not normalised.
 */
export function textTower(make: ParameterMaker, config: NanoConfig, ids: Value, mask: Value): Value {
  const { graph } = make
  const [n, length] = ids.shape as [number, number]
  const { width, heads } = config
  const table = make.normal('text.tokens', [config.vocabulary, width], 0.15)
  const positions = make.normal('text.positions', [length, width], 0.1)
  let x = op.add(graph, op.gatherRows(graph, table, ids), positions)

  // 0 where there is a token, -10,000 where there is none: added to attention logits.
  const hidden = op.scale(graph, op.add(graph, mask, graph.constant([1], [-1])), 10_000)
  const hiddenKeys = op.reshape(graph, hidden, [n, 1, 1, length])
  for (let layer = 0; layer < config.layers; layer++) {
    const label = `text.layer${layer}`
    const a = make.layerNorm(`${label}.norm1`, x)
    const head = (name: string): Value => op.transpose(graph, op.reshape(graph, make.linear(`${label}.${name}`, a, width), [n, length, heads, width / heads]), [0, 2, 1, 3])
    const [q, k, v] = [head('query'), head('key'), head('value')]
    const logits = op.scale(graph, op.matmul(graph, q, op.transpose(graph, k, [0, 1, 3, 2])), 1 / Math.sqrt(width / heads))
    const attention = op.softmax(graph, op.add(graph, logits, hiddenKeys))
    const mixed = op.reshape(graph, op.transpose(graph, op.matmul(graph, attention, v), [0, 2, 1, 3]), [n, length, width])
    x = op.add(graph, x, make.linear(`${label}.out`, mixed, width, 0.5))
    const b = make.layerNorm(`${label}.norm2`, x)
    x = op.add(graph, x, make.linear(`${label}.down`, op.gelu(graph, make.linear(`${label}.up`, b, 2 * width)), width, 0.5))
  }
  x = make.layerNorm('text.norm', x)

  // Mean over tokens, as a product with the mask divided by its sum.
  const weights = op.reshape(graph, mask, [n, 1, length])
  const summed = op.reshape(graph, op.matmul(graph, weights, x), [n, width])
  const count = op.sum(graph, mask, [1], true)
  const average = op.multiply(graph, summed, reciprocal(graph, count))
  const score = op.add(graph, op.reshape(graph, make.linear('text.pool', x, 1), [n, 1, length]), op.reshape(graph, hidden, [n, 1, length]))
  const pooled = op.reshape(graph, op.matmul(graph, op.softmax(graph, score), x), [n, width])
  return op.add(graph, make.linear('text.mean', average, width), make.linear('text.attended', pooled, width))
}

/**
 * The image tower: a 4 x 4 patch stem and three 3 x 3 convolutions, then the mean over the map and, because captions say
 * where things are, a flattened narrow copy of the map. `pixels` float [n, size, size, 3], (rgb - 127.5) / 127.5.
 * Returns [n, width], not normalised.
 */
export function imageTower(make: ParameterMaker, config: NanoConfig, pixels: Value): Value {
  const { graph } = make
  const n = pixels.shape[0] as number
  const side = config.imageSize / 4
  const [c0, c1, c2, c3] = config.channels
  // Space to depth: [n, side, 4, side, 4, 3] -> [n, side, side, 48].
  const patches = op.reshape(graph, op.transpose(graph, op.reshape(graph, pixels, [n, side, 4, side, 4, 3]), [0, 1, 3, 2, 4, 5]), [n, side, side, 48])
  let x = op.gelu(graph, make.layerNorm('image.norm0', make.linear('image.stem', patches, c0)))
  const stages: readonly (readonly [number, 1 | 2])[] = [[c1, 2], [c2, 1], [c3, 2]]
  stages.forEach(([channels, stride], index) => {
    const from = x.shape.at(-1) as number
    const weights = make.normal(`image.conv${index + 1}`, [9 * from, channels], Math.sqrt(2 / (9 * from)))
    x = op.gelu(graph, make.layerNorm(`image.norm${index + 1}`, convolution3x3(graph, x, weights, stride)))
  })
  const [, height, width] = x.shape as [number, number, number, number]
  const average = op.mean(graph, x, [1, 2])
  const narrow = op.gelu(graph, make.linear('image.narrow', x, 24))
  const flat = op.reshape(graph, narrow, [n, height * width * 24])
  return op.add(graph, make.linear('image.mean', average, config.width), make.linear('image.layout', flat, config.width))
}

/** 1 / x for a positive value that needs no gradient (a count of tokens). */
function reciprocal(graph: DifferentiableGraph, value: Value): Value {
  return { name: graph.raw('Reciprocal', [value.name]), shape: value.shape, needsGradient: false }
}
