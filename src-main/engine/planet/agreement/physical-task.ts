import { signatureKinds } from '#shared/domain/planet.ts'
import { buildTrainingStep } from '../../onnx/adamw-step.ts'
import { DifferentiableGraph, type Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import { Random } from '../../sample/random.ts'
import { physicalLosses } from '../network/losses.ts'
import { signatureModel, type TrainingGraph } from '../network/nano-graphs.ts'
import type { NanoConfig } from '../network/nano-config.ts'
import { ParameterMaker } from '../network/parameter-maker.ts'
import { projectDescriptors, projectSignatures, sideBySide, signatureLength, type PerKind, type SignatureScale } from '../network/physical-heads.ts'
import { queryAttention } from '../network/query-attention.ts'
import { tokenStates } from '../network/text-tower.ts'
import { drawCaptions, gatherRows, targetInputs, textInputs } from '../training/batch-inputs.ts'
import type { TrainingTask } from '../training/training-task.ts'

/** Sizes of heads that judge agreement: the text side of PLANET-nano without an embedding, and no image tower. */
export type PhysicalConfig = Pick<NanoConfig, 'vocabulary' | 'textLength' | 'width' | 'heads' | 'layers' | 'physical'>

/** Places to learn from: their signatures, float32 [count, 164], and for each its captions (at least one) as token ids. */
export interface PhysicalPlaces {
  readonly count: number
  readonly signatures: Float32Array
  readonly captions: readonly (readonly (readonly number[])[])[]
}

export interface PhysicalTaskOptions {
  /** Places a batch; one caption of each. */
  readonly batch: number
  readonly seed: number
  readonly weightDecay: number
  readonly scale: SignatureScale
}

/** The three descriptors of texts, projected and normalised. */
function physicalText(make: ParameterMaker, config: PhysicalConfig, ids: Value, mask: Value): PerKind {
  const tokens = tokenStates(make, config, ids, mask)
  const queried = queryAttention(make, tokens.states, tokens.hidden, { queries: 3, heads: config.heads, width: config.width })
  return projectDescriptors(make, queried, signatureKinds, config.physical)
}

/** L_phy alone, the sum of the three symmetric InfoNCE losses, for `batch` places with a caption each; on a graph of any float type. */
export function physicalLoss(make: ParameterMaker, config: PhysicalConfig, { batch, scale }: Pick<PhysicalTaskOptions, 'batch' | 'scale'>): { total: Value; losses: PerKind; signature: number } {
  const { graph } = make
  const descriptors = physicalText(make, config, graph.input('ids', [batch, config.textLength], 'int64'), graph.input('mask', [batch, config.textLength]))
  const signature = graph.parameterCount
  const signatures = projectSignatures(make, graph.input('signatures', [batch, signatureLength]), scale, signatureKinds, config.physical)
  const losses = physicalLosses(make, descriptors, signatures, { forward: graph.input('targets', [batch, batch]), back: graph.input('targets_back', [batch, batch]) })
  const terms = signatureKinds.flatMap((kind) => losses[kind] ?? [])
  return { total: terms.reduce((sum, term) => op.add(graph, sum, term)), losses, signature }
}

/** The training step of `physicalLoss`. Inputs: `ids`, `mask`, `signatures`, `targets`, `targets_back`, and those of `buildTrainingStep`. */
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
        ...textInputs(drawCaptions(training.captions, places, 1, random), config.textLength),
        signatures: gatherRows(training.signatures, places, signatureLength),
        ...targets
      }
    },
    validate: () => Promise.resolve({ r1: 0, r5: 0, r10: 0, mrr: 0, ranks: new Int32Array(0) })
  }
}

/** For inference: `input_ids` and `attention_mask` int64 [batch, length] -> `text_physical` float32 [batch, 3 x physical], each kind normalised. */
export function physicalTextModel(config: PhysicalConfig, weights: Float32Array): Uint8Array {
  const graph = new DifferentiableGraph('float32', { name: 'planet-physical-text', frozen: weights })
  const shape = [1, config.textLength]
  const { builder } = graph
  builder.input('input_ids', 'int64', ['batch', config.textLength])
  builder.input('attention_mask', 'int64', ['batch', config.textLength])
  const mask = builder.node('Cast', ['attention_mask'], { to: 1 })
  const descriptors = physicalText(new ParameterMaker(graph), config, { name: 'input_ids', shape, needsGradient: false }, { name: mask, shape, needsGradient: false })
  sideBySide(graph, descriptors, 'text_physical')
  builder.output('text_physical', 'float32', ['batch', 3 * config.physical])
  return builder.build()
}

/** For inference: `signature` float32 [batch, 164] as measured -> `signature_physical` float32 [batch, 3 x physical]. */
export function physicalSignatureModel(config: PhysicalConfig, graph: TrainingGraph, weights: Float32Array, scale: SignatureScale): Uint8Array {
  return signatureModel(config.physical, weights, graph.offsets.signature, scale, signatureKinds)
}
