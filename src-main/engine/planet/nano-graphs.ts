import { buildTrainingStep, type AdamWOptions } from '../onnx/adamw-step.ts'
import { DifferentiableGraph } from '../onnx/differentiable-graph.ts'
import { symmetricInfoNce } from '../onnx/operations.ts'
import { imageTower, ParameterMaker, textTower, type Initial, type NanoConfig } from './nano-model.ts'

export interface NanoTrainingGraph {
  /** ONNX model of one step: forward, backward, AdamW. */
  readonly model: Uint8Array
  readonly parameterCount: number
  /** How each parameter begins, with its place in the flat tensor. */
  readonly initials: readonly { readonly offset: number; readonly size: number; readonly initial: Initial }[]
  /** Where the image tower's parameters begin, and where they end (the learned temperature follows). */
  readonly imageOffset: number
  readonly imageEnd: number
}

/** exp(log scale) multiplies the cosines; it starts at 1 / 0.07, as CLIP's does. */
const firstLogScale = Math.log(1 / 0.07)

/**
 * The training step for batches of `batch` pairs. Inputs: `ids` int64 [batch, length], `mask` float [batch, length],
 * `pixels` float [batch, size, size, 3], `targets` float [batch, batch] (row i: distribution over the tiles that are
 * positives of text i; symmetric when a place occurs in several rows), and those of `buildTrainingStep`.
 */
export function nanoTrainingGraph(config: NanoConfig, batch: number, options: AdamWOptions): NanoTrainingGraph {
  const graph = new DifferentiableGraph('float32', { name: 'planet-nano-training' })
  const make = new ParameterMaker(graph)
  const texts = textTower(make, config, graph.input('ids', [batch, config.textLength], 'int64'), graph.input('mask', [batch, config.textLength]))
  const imageOffset = graph.parameterCount
  const images = imageTower(make, config, graph.input('pixels', [batch, config.imageSize, config.imageSize, 3]))
  const imageEnd = graph.parameterCount
  const logScale = make.constant('log-scale', [1], firstLogScale)
  const targets = graph.input('targets', [batch, batch])
  const loss = symmetricInfoNce(graph, texts, images, logScale, targets, targets)
  const model = buildTrainingStep(graph, loss, options)
  const initials = graph.parameters.map((parameter, index) => ({ offset: parameter.offset, size: parameter.size, initial: make.initials[index] as Initial }))
  return { model, parameterCount: graph.parameterCount, initials, imageOffset, imageEnd }
}

/** The text side for inference: `input_ids` and `attention_mask` int64 [batch, length] -> `text_embeds` [batch, width]. */
export function nanoTextModel(config: NanoConfig, weights: Float32Array): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-nano-text', frozen: weights })
  const shape = [1, config.textLength]
  graph.builder.input('input_ids', 'int64', ['batch', config.textLength])
  graph.builder.input('attention_mask', 'int64', ['batch', config.textLength])
  const mask = graph.builder.node('Cast', ['attention_mask'], { to: 1 })
  const embedding = textTower(new ParameterMaker(graph), config, { name: 'input_ids', shape, needsGradient: false }, { name: mask, shape, needsGradient: false })
  graph.builder.node('Identity', [embedding.name], {}, 'text_embeds')
  graph.builder.output('text_embeds', 'float32', ['batch', config.width])
  return graph.builder.build()
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
