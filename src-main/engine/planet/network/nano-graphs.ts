import type { PhysicalWeights, SignatureKind } from '#shared/domain/planet.ts'
import { buildTrainingStep, type AdamWOptions } from '../../onnx/adamw-step.ts'
import { DifferentiableGraph, type Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import { imageTower } from './image-tower.ts'
import { contrastiveLoss, physicalLosses, planetLoss, trainedKinds } from './losses.ts'
import type { NanoConfig } from './nano-config.ts'
import { ParameterMaker } from './parameter-maker.ts'
import { projectDescriptors, projectSignatures, sideBySide, signatureLength, type PerKind, type SignatureScale } from './physical-heads.ts'
import { queryAttention } from './query-attention.ts'
import { meanState, tokenStates } from './text-tower.ts'

/** What of L_phy a model is trained with. */
export interface PhysicalTerms {
  readonly lambda: number
  readonly weights: PhysicalWeights
}

/** A training step as ONNX, and where the parts of the model stand in its flat parameters. */
export interface TrainingGraph {
  readonly model: Uint8Array
  readonly parameterCount: number
  readonly maker: ParameterMaker
  /** First parameter of each part: text, image, signature projection. */
  readonly offsets: { readonly text: number; readonly image: number; readonly signature: number }
  readonly kinds: readonly SignatureKind[]
}

/**
 * The text side: token states, the three descriptors, and the embedding, which is made of the mean state and the
 * descriptors (so what the descriptors learn of the physical signatures reaches retrieval).
 */
function textSide(make: ParameterMaker, config: NanoConfig, kinds: readonly SignatureKind[], ids: Value, mask: Value): { states: Value; embedding: Value; descriptors: PerKind } {
  const { graph } = make
  const n = ids.shape[0] as number
  const tokens = tokenStates(make, config, ids, mask)
  const queried = queryAttention(make, tokens.states, tokens.hidden, { queries: 3, heads: config.heads, width: config.width })
  const average = make.linear('text.mean', meanState(graph, tokens), config.width)
  const attended = make.linear('text.attended', op.reshape(graph, queried, [n, 3 * config.width]), config.width)
  const descriptors = projectDescriptors(make, queried, kinds, config.physical)
  return { states: tokens.states, embedding: op.add(graph, average, attended), descriptors }
}

/**
 * The training step of PLANET-nano for `places` different places with `captions` of each. Inputs: `ids` int64
 * [places x captions, length], `mask` float of that shape, `pixels` float [places, size, size, 3], `signatures` float
 * [places, 164] (where lambda > 0), `targets` float [places x captions, places], `targets_back` float
 * [places, places x captions], and those of `buildTrainingStep`. Outputs besides that one's: `contrastive`, and the name
 * of each kind that is trained.
 */
export function nanoTrainingGraph(config: NanoConfig, batch: { places: number; captions: number }, terms: PhysicalTerms, scale: SignatureScale, options: AdamWOptions): TrainingGraph {
  const graph = new DifferentiableGraph('float32', { name: 'planet-nano-training' })
  const make = new ParameterMaker(graph)
  const loss = nanoLoss(make, config, batch, terms, scale)
  const model = buildTrainingStep(graph, loss.total, options, { contrastive: loss.contrastive, ...loss.physical })
  return { model, parameterCount: graph.parameterCount, maker: make, offsets: loss.offsets, kinds: loss.kinds }
}

/** The loss of PLANET-nano on a graph of any float type; for the training step and for checking its gradients. */
export function nanoLoss(make: ParameterMaker, config: NanoConfig, batch: { places: number; captions: number }, terms: PhysicalTerms, scale: SignatureScale) {
  const { graph } = make
  const texts = batch.places * batch.captions
  const kinds = trainedKinds(terms.lambda, terms.weights)
  const text = textSide(make, config, kinds, graph.input('ids', [texts, config.textLength], 'int64'), graph.input('mask', [texts, config.textLength]))
  const image = graph.parameterCount
  const tiles = imageTower(make, config, graph.input('pixels', [batch.places, config.imageSize, config.imageSize, 3]))
  const signature = graph.parameterCount
  const signatures = kinds.length > 0 ? projectSignatures(make, graph.input('signatures', [batch.places, signatureLength]), scale, kinds, config.physical) : {}
  const targets = { forward: graph.input('targets', [texts, batch.places]), back: graph.input('targets_back', [batch.places, texts]) }
  const contrastive = contrastiveLoss(make, text.embedding, tiles, targets)
  const loss = planetLoss(make, contrastive, physicalLosses(make, text.descriptors, signatures, targets), terms.lambda, terms.weights)
  return { ...loss, kinds, offsets: { text: 0, image, signature } }
}

/**
 * The text side for inference: `input_ids` and `attention_mask` int64 [batch, length] -> `text_embeds` [batch, width],
 * `token_states` [batch, length, width] and, with all three kinds, `text_physical` [batch, 3 x physical].
 */
export function nanoTextModel(config: NanoConfig, weights: Float32Array, kinds: readonly SignatureKind[]): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-nano-text', frozen: weights })
  const shape = [1, config.textLength]
  const { builder } = graph
  builder.input('input_ids', 'int64', ['batch', config.textLength])
  builder.input('attention_mask', 'int64', ['batch', config.textLength])
  const mask = builder.node('Cast', ['attention_mask'], { to: 1 })
  const text = textSide(new ParameterMaker(graph), config, kinds, { name: 'input_ids', shape, needsGradient: false }, { name: mask, shape, needsGradient: false })
  builder.node('Identity', [text.embedding.name], {}, 'text_embeds')
  builder.output('text_embeds', 'float32', ['batch', config.width])
  builder.node('Identity', [text.states.name], {}, 'token_states')
  builder.output('token_states', 'float32', ['batch', config.textLength, config.width])
  if (kinds.length === 3) {
    sideBySide(graph, text.descriptors, 'text_physical')
    builder.output('text_physical', 'float32', ['batch', 3 * config.physical])
  }
  return builder.build()
}

/** The image side for inference: `pixel_values` float [batch, size, size, 3] -> `image_embeds` [batch, width]. */
export function nanoImageModel(config: NanoConfig, weights: Float32Array, imageOffset: number): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-nano-image', frozen: weights.subarray(imageOffset) })
  const { imageSize } = config
  graph.builder.input('pixel_values', 'float32', ['batch', imageSize, imageSize, 3])
  const embedding = imageTower(new ParameterMaker(graph), config, { name: 'pixel_values', shape: [1, imageSize, imageSize, 3], needsGradient: false })
  graph.builder.node('Identity', [embedding.name], {}, 'image_embeds')
  graph.builder.output('image_embeds', 'float32', ['batch', config.width])
  return graph.builder.build()
}

/** The projection of signatures for inference: `signature` float [batch, 164] -> `signature_physical` [batch, kinds x dimensions], each kind normalised. */
export function signatureModel(dimensions: number, weights: Float32Array, signatureOffset: number, scale: SignatureScale, kinds: readonly SignatureKind[]): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-signature', frozen: weights.subarray(signatureOffset) })
  graph.builder.input('signature', 'float32', ['batch', signatureLength])
  const projected = projectSignatures(new ParameterMaker(graph), { name: 'signature', shape: [1, signatureLength], needsGradient: false }, scale, kinds, dimensions)
  sideBySide(graph, projected, 'signature_physical')
  graph.builder.output('signature_physical', 'float32', ['batch', kinds.length * dimensions])
  return graph.builder.build()
}
