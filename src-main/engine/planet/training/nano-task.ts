import { openSession } from '../../inference/session.ts'
import { Random } from '../../sample/random.ts'
import type { NanoConfig } from '../network/nano-config.ts'
import { nanoImageModel, nanoTextModel, nanoTrainingGraph, type PhysicalTerms } from '../network/nano-graphs.ts'
import { signatureLength, type SignatureScale } from '../network/physical-heads.ts'
import { augmentedTiles, drawCaptions, gatherRows, plainTiles, targetInputs, textInputs } from './batch-inputs.ts'
import { retrievalScores } from './retrieval-scores.ts'
import type { RetrievalScores, TrainingSplit, TrainingTask } from './training-task.ts'

export interface NanoTaskOptions {
  /** Places a batch, and captions of each. */
  readonly batch: number
  readonly captions: number
  readonly seed: number
  readonly weightDecay: number
  readonly terms: PhysicalTerms
  readonly scale: SignatureScale
  readonly threads: number
}

const imagesAtOnce = 64

/** PLANET-nano from scratch on tiles and captions. */
export function nanoTask(config: NanoConfig, training: TrainingSplit, validation: TrainingSplit, options: NanoTaskOptions): TrainingTask {
  const { batch, captions, seed, terms } = options
  const graph = nanoTrainingGraph(config, { places: batch, captions }, terms, options.scale, { weightDecay: options.weightDecay })
  const targets = targetInputs(batch, captions)
  const shift = Math.round(config.imageSize / 24)
  return {
    graph,
    places: training.count,
    batchPlaces: batch,
    feeds(places, step) {
      const random = new Random(`batch/${seed}/${step}`)
      return {
        ...textInputs(drawCaptions(training.captions, places, captions, random), config.textLength),
        pixels: augmentedTiles(training.pixels, config.imageSize, places, random, shift),
        ...targets,
        ...(graph.kinds.length > 0 ? { signatures: gatherRows(training.signatures, places, signatureLength) } : {})
      }
    },
    validate: (weights) => nanoScores(config, weights, graph.offsets.image, validation, options.threads)
  }
}

/** Ranks every tile of a split for every caption of it with the weights of a nano. */
export async function nanoScores(config: NanoConfig, weights: Float32Array, imageOffset: number, split: TrainingSplit, threads: number): Promise<RetrievalScores> {
  const text = await openSession(nanoTextModel(config, weights, []), { threads })
  const image = await openSession(nanoImageModel(config, weights, imageOffset), { threads })
  const tiles = new Float32Array(split.count * config.width)
  const all = split.captions.flat()
  const owner = Int32Array.from(split.captions.flatMap((list, place) => list.map(() => place)))
  const texts = new Float32Array(all.length * config.width)
  try {
    for (let from = 0; from < split.count; from += imagesAtOnce) {
      const pixels = plainTiles(split.pixels, config.imageSize, from, Math.min(split.count, from + imagesAtOnce))
      tiles.set((await image.run({ pixel_values: pixels }))['image_embeds']?.data as Float32Array, from * config.width)
    }
    for (let from = 0; from < all.length; from += imagesAtOnce) {
      const { ids, mask } = textInputs(all.slice(from, from + imagesAtOnce), config.textLength)
      const attention = { type: 'int64' as const, data: BigInt64Array.from(mask.data as Float32Array, BigInt), shape: mask.shape }
      texts.set((await text.run({ input_ids: ids, attention_mask: attention }))['text_embeds']?.data as Float32Array, from * config.width)
    }
  } finally {
    await Promise.all([text.release(), image.release()])
  }
  return retrievalScores(texts, owner, tiles, config.width, threads)
}
