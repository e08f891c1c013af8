import * as z from 'zod'
import type { SignatureKind } from '#shared/domain/planet.ts'
import { buildTrainingStep, type AdamWOptions } from '../../onnx/adamw-step.ts'
import { DifferentiableGraph, type Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import { contrastiveLoss, physicalLosses, planetLoss, trainedKinds } from './losses.ts'
import type { PhysicalTerms, TrainingGraph } from './nano-graphs.ts'
import { ParameterMaker } from './parameter-maker.ts'
import { projectDescriptors, projectSignatures, sideBySide, signatureLength, type PerKind, type SignatureScale } from './physical-heads.ts'
import { queryAttention } from './query-attention.ts'

/** Sizes of the heads that stand on a frozen dual encoder. The first two are the base's. */
export const FrozenConfig = z.object({
  /** Width of a token's state. */
  states: z.int().positive(),
  /** Dimensions of the base's text and image embeddings, and of those that come out. */
  embedding: z.int().positive(),
  /** Width of the query attention. */
  width: z.int().positive(),
  heads: z.int().positive(),
  /** Hidden width of the adapters. */
  bottleneck: z.int().positive(),
  /** Dimensions of the space in which a descriptor meets its signature. */
  physical: z.int().positive()
})
export type FrozenConfig = z.infer<typeof FrozenConfig>

/** Sizes that suit a base: attention at most 256 wide, adapters of half the embedding's width, at most 256. */
export function frozenSizes(base: { readonly states: number; readonly embedding: number }): FrozenConfig {
  const heads = base.states >= 256 ? 8 : 4
  const width = Math.max(heads, Math.min(256, Math.floor(base.states / heads) * heads))
  return { ...base, width, heads, bottleneck: Math.max(8, Math.min(256, Math.round(base.embedding / 2))), physical: 48 }
}

/**
 * A residual bottleneck adapter: with e the base's embedding at unit length times the root of its dimensions (so that a
 * number of it is about 1), e + W2 gelu(W1 e + b1) + b2. W2 begins at zero: untrained, it is the base.
 */
function adapter(make: ParameterMaker, label: string, embeds: Value, bottleneck: number): Value {
  const { graph } = make
  const size = embeds.shape.at(-1) as number
  const scaled = op.scale(graph, op.l2Normalize(graph, embeds), Math.sqrt(size))
  const inner = op.gelu(graph, make.linear(`${label}.down`, scaled, bottleneck))
  return op.add(graph, scaled, make.linear(`${label}.up`, inner, size, 0))
}

/**
 * The text side: three learnable queries attend over the base's token states; the embedding is the adapted embedding of
 * the base and a projection of the queries' answers, so that what they learn of the signatures reaches retrieval.
 * `states` [n, T, states], `hidden` [n, 1, 1, T], `embeds` [n, embedding].
 */
function textHead(make: ParameterMaker, config: FrozenConfig, kinds: readonly SignatureKind[], states: Value, hidden: Value, embeds: Value): { embedding: Value; descriptors: PerKind } {
  const { graph } = make
  const n = states.shape[0] as number
  // Bases differ by orders of magnitude in their states; gain and bias would only repeat what the projections can do.
  const ones = graph.constant([config.states], new Float32Array(config.states).fill(1))
  const zeros = graph.constant([config.states], new Float32Array(config.states))
  const standard = op.layerNorm(graph, states, ones, zeros)
  const queried = queryAttention(make, standard, hidden, { queries: 3, heads: config.heads, width: config.width })
  const adapted = adapter(make, 'text.adapter', embeds, config.bottleneck)
  const attended = make.linear('text.attended', op.reshape(graph, queried, [n, 3 * config.width]), config.embedding, 0)
  return { embedding: op.add(graph, adapted, attended), descriptors: projectDescriptors(make, queried, kinds, config.physical) }
}

/**
 * The training step of the heads for `places` different places with `captions` of each. Inputs: `token_states` float
 * [places x captions, length, states], `mask` float [places x captions, length], `text_base` float
 * [places x captions, embedding], `image_base` float [places, embedding], `signatures` float [places, 164] (where
 * lambda > 0), `targets`, `targets_back`, and those of `buildTrainingStep`. Outputs as of `nanoTrainingGraph`.
 */
export function frozenTrainingGraph(config: FrozenConfig, batch: FrozenBatch, terms: PhysicalTerms, scale: SignatureScale, options: AdamWOptions): TrainingGraph {
  const graph = new DifferentiableGraph('float32', { name: 'planet-heads-training' })
  const make = new ParameterMaker(graph)
  const loss = frozenLoss(make, config, batch, terms, scale)
  const model = buildTrainingStep(graph, loss.total, options, { contrastive: loss.contrastive, ...loss.physical })
  return { model, parameterCount: graph.parameterCount, maker: make, offsets: loss.offsets, kinds: loss.kinds }
}

export interface FrozenBatch {
  readonly places: number
  readonly captions: number
  /** Longest text in tokens. */
  readonly length: number
}

/** The loss of the heads on a graph of any float type; for the training step and for checking its gradients. */
export function frozenLoss(make: ParameterMaker, config: FrozenConfig, batch: FrozenBatch, terms: PhysicalTerms, scale: SignatureScale) {
  const { graph } = make
  const texts = batch.places * batch.captions
  const kinds = trainedKinds(terms.lambda, terms.weights)
  const hidden = hiddenPadding(graph, graph.input('mask', [texts, batch.length]))
  const text = textHead(make, config, kinds, graph.input('token_states', [texts, batch.length, config.states]), hidden, graph.input('text_base', [texts, config.embedding]))
  const image = graph.parameterCount
  const tiles = adapter(make, 'image.adapter', graph.input('image_base', [batch.places, config.embedding]), config.bottleneck)
  const signature = graph.parameterCount
  const signatures = kinds.length > 0 ? projectSignatures(make, graph.input('signatures', [batch.places, signatureLength]), scale, kinds, config.physical) : {}
  const targets = { forward: graph.input('targets', [texts, batch.places]), back: graph.input('targets_back', [batch.places, texts]) }
  const loss = planetLoss(make, contrastiveLoss(make, text.embedding, tiles, targets), physicalLosses(make, text.descriptors, signatures, targets), terms.lambda, terms.weights)
  return { ...loss, kinds, offsets: { text: 0, image, signature } }
}

/** From a mask [n, T] of ones and zeros: [n, 1, 1, T], 0 for tokens and -10,000 for padding. Nothing in it fixes T. */
function hiddenPadding(graph: DifferentiableGraph, mask: Value): Value {
  const [n, length] = mask.shape as [number, number]
  const added = graph.raw('Mul', [graph.raw('Sub', [mask.name, graph.scalar(1)]), graph.scalar(10_000)])
  return { name: graph.raw('Unsqueeze', [added, graph.builder.integers([1, 2])]), shape: [n, 1, 1, length], needsGradient: false }
}

/**
 * The text head for inference: `token_states` float [batch, length, states], `attention_mask` int64 [batch, length],
 * `base_embeds` float [batch, embedding] -> `text_embeds` [batch, embedding] and, with all three kinds, `text_physical`
 * [batch, 3 x physical].
 */
export function textHeadModel(config: FrozenConfig, weights: Float32Array, kinds: readonly SignatureKind[]): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-text-head', frozen: weights })
  const { builder } = graph
  const input = (name: string, shape: readonly number[]): Value => ({ name, shape, needsGradient: false })
  builder.input('token_states', 'float32', ['batch', 'length', config.states])
  builder.input('attention_mask', 'int64', ['batch', 'length'])
  builder.input('base_embeds', 'float32', ['batch', config.embedding])
  const mask = input(builder.node('Cast', ['attention_mask'], { to: 1 }), [1, 1])
  const text = textHead(new ParameterMaker(graph), config, kinds, input('token_states', [1, 1, config.states]), hiddenPadding(graph, mask), input('base_embeds', [1, config.embedding]))
  builder.node('Identity', [text.embedding.name], {}, 'text_embeds')
  builder.output('text_embeds', 'float32', ['batch', config.embedding])
  if (kinds.length === 3) {
    sideBySide(graph, text.descriptors, 'text_physical')
    builder.output('text_physical', 'float32', ['batch', 3 * config.physical])
  }
  return builder.build()
}

/** The image head for inference: `base_embeds` float [batch, embedding] -> `image_embeds` [batch, embedding]. */
export function imageHeadModel(config: FrozenConfig, weights: Float32Array, imageOffset: number): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-image-head', frozen: weights.subarray(imageOffset) })
  graph.builder.input('base_embeds', 'float32', ['batch', config.embedding])
  const adapted = adapter(new ParameterMaker(graph), 'image.adapter', { name: 'base_embeds', shape: [1, config.embedding], needsGradient: false }, config.bottleneck)
  graph.builder.node('Identity', [adapted.name], {}, 'image_embeds')
  graph.builder.output('image_embeds', 'float32', ['batch', config.embedding])
  return graph.builder.build()
}
