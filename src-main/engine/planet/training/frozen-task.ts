import { openSession, type Tensor } from '../../inference/session.ts'
import { Random } from '../../sample/random.ts'
import type { TokenFeatures } from '../data/token-features.ts'
import { frozenTrainingGraph, imageHeadModel, textHeadModel, type FrozenConfig } from '../network/frozen-heads.ts'
import { signatureLength } from '../network/physical-heads.ts'
import { drawCaptions, gatherRows, targetInputs } from './batch-inputs.ts'
import type { NanoTaskOptions } from './nano-task.ts'
import { retrievalScores } from './retrieval-scores.ts'
import type { RetrievalScores, TrainingTask } from './training-task.ts'

/** What places of one split have for heads on a frozen base. */
export interface FrozenSplit {
  readonly count: number
  /** The base's embedding of each tile: float32 [count, embedding]. */
  readonly images: Float32Array
  /** float32 [count, 164], as measured. */
  readonly signatures: Float32Array
  /** For each place, the numbers of its captions (at least one) in the features. */
  readonly captions: readonly (readonly number[])[]
}

const textsAtOnce = 64

/** Heads on a frozen base, whose answers were kept: what is trained is only the heads. */
export function frozenTask(config: FrozenConfig, features: TokenFeatures, training: FrozenSplit, validation: FrozenSplit, options: NanoTaskOptions): TrainingTask {
  const { batch, captions, seed, terms } = options
  // A batch is as long as the longest text of the training split: ONNX Runtime keeps the memory of one shape.
  const length = training.captions.reduce((most, list) => Math.max(most, ...list.map((number) => features.tokens(number))), 1)
  const graph = frozenTrainingGraph(config, { places: batch, captions, length }, terms, options.scale, { weightDecay: options.weightDecay })
  const targets = targetInputs(batch, captions)
  const listed = training.captions.map((list) => list.map((number) => [number]))
  return {
    graph,
    places: training.count,
    batchPlaces: batch,
    feeds(places, step) {
      const random = new Random(`batch/${seed}/${step}`)
      const drawn = drawCaptions(listed, places, captions, random).map(([number]) => number as number)
      const { states, mask, embeds } = features.gather(drawn, length)
      return {
        token_states: float(states, [drawn.length, length, config.states]),
        mask: float(mask, [drawn.length, length]),
        text_base: float(embeds, [drawn.length, config.embedding]),
        image_base: gatherRows(training.images, places, config.embedding),
        ...targets,
        ...(graph.kinds.length > 0 ? { signatures: gatherRows(training.signatures, places, signatureLength) } : {})
      }
    },
    validate: (weights) => frozenScores(config, features, weights, graph.offsets.image, validation, options.threads)
  }
}

/** Ranks every tile of a split for every caption of it with these heads, by the graphs that are exported. */
export async function frozenScores(config: FrozenConfig, features: TokenFeatures, weights: Float32Array, imageOffset: number, split: FrozenSplit, threads: number): Promise<RetrievalScores> {
  const { embedding } = config
  const text = await openSession(textHeadModel(config, weights, []), { threads })
  const image = await openSession(imageHeadModel(config, weights, imageOffset), { threads })
  const all = split.captions.flat()
  const owner = Int32Array.from(split.captions.flatMap((list, place) => list.map(() => place)))
  const texts = new Float32Array(all.length * embedding)
  const tiles = new Float32Array(split.count * embedding)
  try {
    if (split.count > 0) tiles.set((await image.run({ base_embeds: float(split.images, [split.count, embedding]) }))['image_embeds']?.data as Float32Array)
    for (let from = 0; from < all.length; from += textsAtOnce) {
      const part = all.slice(from, from + textsAtOnce)
      const length = Math.max(...part.map((number) => features.tokens(number)))
      const { states, mask, embeds } = features.gather(part, length)
      const answer = await text.run({
        token_states: float(states, [part.length, length, config.states]),
        attention_mask: { type: 'int64', data: BigInt64Array.from(mask, BigInt), shape: [part.length, length] },
        base_embeds: float(embeds, [part.length, embedding])
      })
      texts.set(answer['text_embeds']?.data as Float32Array, from * embedding)
    }
  } finally {
    await Promise.all([text.release(), image.release()])
  }
  return retrievalScores(texts, owner, tiles, embedding, threads)
}

function float(data: Float32Array, shape: readonly number[]): Tensor {
  return { type: 'float32', data, shape }
}
