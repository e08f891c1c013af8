import { signatureKinds } from '#shared/domain/planet.ts'
import { buildTrainingStep } from '../../onnx/adamw-step.ts'
import { DifferentiableGraph, type Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import type { Tensor } from '../../inference/session.ts'
import { Random } from '../../sample/random.ts'
import { physicalLosses } from '../network/losses.ts'
import { signatureModel, type TrainingGraph } from '../network/nano-graphs.ts'
import type { NanoConfig } from '../network/nano-config.ts'
import { ParameterMaker } from '../network/parameter-maker.ts'
import { projectDescriptors, projectSignatures, sideBySide, signatureLength, type PerKind, type SignatureScale } from '../network/physical-heads.ts'
import { queryAttention } from '../network/query-attention.ts'
import { hiddenTokens, tokenStates } from '../network/text-tower.ts'
import { drawCaptions, gatherRows, targetInputs, textInputs } from '../training/batch-inputs.ts'
import type { TrainingTask } from '../training/training-task.ts'

/** Sizes of heads that judge agreement: the text side of PLANET-nano without an embedding, and no image tower. */
export interface PhysicalConfig extends Pick<NanoConfig, 'textLength' | 'width' | 'heads' | 'physical'> {
  /** What the queries attend over: words and layers of the heads' own, or token states of a frozen encoder, `width` numbers each. */
  readonly texts: ({ readonly from: 'words' } & Pick<NanoConfig, 'vocabulary' | 'layers'>) | { readonly from: 'states'; readonly width: number }
}

/** Places to learn from: their signatures, float32 [count, 164], and for each its captions (at least one), as numbers that `read` knows. */
export interface PhysicalPlaces {
  readonly count: number
  readonly signatures: Float32Array
  readonly captions: readonly (readonly (readonly number[])[])[]
  /** The text inputs of the graph for captions. */
  read(captions: readonly (readonly number[])[]): Record<string, Tensor>
}

/** `read` for captions that are token ids. */
export function readWords(textLength: number): PhysicalPlaces['read'] {
  return (captions) => ({ ...textInputs(captions, textLength) })
}

export interface PhysicalTaskOptions {
  /** Places a batch; one caption of each. */
  readonly batch: number
  readonly seed: number
  readonly weightDecay: number
  readonly scale: SignatureScale
}

/** The three descriptors of texts, projected and normalised. `tokens`: ids [n, length], or states [n, length, width]. */
function physicalText(make: ParameterMaker, config: PhysicalConfig, tokens: Value, mask: Value): PerKind {
  const { graph } = make
  const { states, hidden } = config.texts.from === 'words' ? tokenStates(make, { ...config, ...config.texts }, tokens, mask) : { states: standardised(graph, tokens), hidden: hiddenTokens(graph, mask) }
  const queried = queryAttention(make, states, hidden, { queries: 3, heads: config.heads, width: config.width })
  return projectDescriptors(make, queried, signatureKinds, config.physical)
}

/** Each state with mean 0 and deviation 1: encoders differ by orders of magnitude. */
function standardised(graph: DifferentiableGraph, states: Value): Value {
  const width = states.shape.at(-1) as number
  return op.layerNorm(graph, states, graph.constant([width], new Float32Array(width).fill(1)), graph.constant([width], new Float32Array(width)))
}

/** The text inputs for a batch of `n`. */
function textValues(graph: DifferentiableGraph, { texts, textLength }: PhysicalConfig, n: number): { tokens: Value; mask: Value } {
  const tokens = texts.from === 'words' ? graph.input('ids', [n, textLength], 'int64') : graph.input('token_states', [n, textLength, texts.width])
  return { tokens, mask: graph.input('mask', [n, textLength]) }
}

/** L_phy alone, the sum of the three symmetric InfoNCE losses, for `batch` places with a caption each; on a graph of any float type. */
export function physicalLoss(make: ParameterMaker, config: PhysicalConfig, { batch, scale }: Pick<PhysicalTaskOptions, 'batch' | 'scale'>): { total: Value; losses: PerKind; signature: number } {
  const { graph } = make
  const { tokens, mask } = textValues(graph, config, batch)
  const descriptors = physicalText(make, config, tokens, mask)
  const signature = graph.parameterCount
  const signatures = projectSignatures(make, graph.input('signatures', [batch, signatureLength]), scale, signatureKinds, config.physical)
  const losses = physicalLosses(make, descriptors, signatures, { forward: graph.input('targets', [batch, batch]), back: graph.input('targets_back', [batch, batch]) })
  const terms = signatureKinds.flatMap((kind) => losses[kind] ?? [])
  return { total: terms.reduce((sum, term) => op.add(graph, sum, term)), losses, signature }
}

/** The training step of `physicalLoss`. Inputs: `ids` int64 [batch, length] or `token_states` [batch, length, width], `mask`, `signatures`, `targets`, `targets_back`, and those of `buildTrainingStep`. */
export function physicalTrainingGraph(config: PhysicalConfig, options: Pick<PhysicalTaskOptions, 'batch' | 'scale' | 'weightDecay'>): TrainingGraph {
  const graph = new DifferentiableGraph('float32', { name: 'planet-physical-training' })
  const make = new ParameterMaker(graph)
  const { total, losses, signature } = physicalLoss(make, config, options)
  const model = buildTrainingStep(graph, total, { weightDecay: options.weightDecay }, losses)
  return { model, parameterCount: graph.parameterCount, maker: make, offsets: { text: 0, image: signature, signature }, kinds: signatureKinds }
}

/**
 * Heads that match captions with the signatures of their tiles and with nothing else. There is no validation: the heads
 * of a fold are trained for a fixed number of steps, and the last weights are taken.
 */
export function physicalTask(config: PhysicalConfig, training: PhysicalPlaces, options: PhysicalTaskOptions): TrainingTask {
  const graph = physicalTrainingGraph(config, options)
  const targets = targetInputs(options.batch, 1)
  return {
    graph,
    places: training.count,
    batchPlaces: options.batch,
    feeds(places, step) {
      const random = new Random(`physical/${options.seed}/${step}`)
      return {
        ...training.read(drawCaptions(training.captions, places, 1, random)),
        signatures: gatherRows(training.signatures, places, signatureLength),
        ...targets
      }
    },
    validate: () => Promise.resolve({ r1: 0, r5: 0, r10: 0, mrr: 0, ranks: new Int32Array(0) })
  }
}

/**
 * For inference: `input_ids` int64 [batch, length] (or `token_states` float32 [batch, length, width]) and `attention_mask`
 * int64 [batch, length] -> `text_physical` float32 [batch, 3 x physical], each kind normalised.
 */
export function physicalTextModel(config: PhysicalConfig, weights: Float32Array): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-physical-text', frozen: weights })
  const { texts, textLength } = config
  const { builder } = graph
  const shape = [1, textLength]
  const tokens = texts.from === 'words' ? builder.input('input_ids', 'int64', ['batch', textLength]) : builder.input('token_states', 'float32', ['batch', textLength, texts.width])
  builder.input('attention_mask', 'int64', ['batch', textLength])
  const mask = builder.node('Cast', ['attention_mask'], { to: 1 })
  const value = (name: string, of: readonly number[]): Value => ({ name, shape: of, needsGradient: false })
  const descriptors = physicalText(new ParameterMaker(graph), config, value(tokens, texts.from === 'words' ? shape : [...shape, texts.width]), value(mask, shape))
  sideBySide(graph, descriptors, 'text_physical')
  builder.output('text_physical', 'float32', ['batch', 3 * config.physical])
  return builder.build()
}

/** For inference: `signature` float32 [batch, 164] as measured -> `signature_physical` float32 [batch, 3 x physical]. */
export function physicalSignatureModel(config: PhysicalConfig, graph: TrainingGraph, weights: Float32Array, scale: SignatureScale): Uint8Array {
  return signatureModel(config.physical, weights, graph.offsets.signature, scale, signatureKinds)
}
