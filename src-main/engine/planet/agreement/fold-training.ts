import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { signatureScale } from '../data/signature-scale.ts'
import { tokeniseWith } from '../data/tokenise.ts'
import { train } from '../training/train.ts'
import { wordTokenizer } from '../word-tokenizer.ts'
import type { BaseFeatures } from './base-features.ts'
import { physicalSignatureModel, physicalTask, physicalTextModel, readWords, type PhysicalConfig, type PhysicalPlaces } from './physical-task.ts'
import type { HeadsFile } from './fold-heads.ts'

/** Sizes of the heads, and how they learn. Chosen on the sample project's validation regions (docs/planet/agreement.md). */
export const headSizes = { textLength: 96, width: 96, heads: 4, layers: 0, physical: 48 } as const
export const learning = { rate: 2e-3, warmUp: 50, weightDecay: 0.02 } as const

/** Places to learn from: float32 [count, 164], and the texts (at least one) of each. `features`: the texts as a frozen encoder reads them. */
export interface FoldPlaces {
  readonly signatures: Float32Array
  readonly texts: readonly (readonly string[])[]
  readonly features?: BaseFeatures | null
}

export interface FoldOptions {
  readonly steps: number
  readonly batch: number
  readonly seed: number
  readonly threads: number
  readonly signal?: AbortSignal
  onStep?(step: number): void
}

export interface FoldTrained {
  readonly places: number
  readonly captions: number
  readonly vocabulary: number
  /** Mean L_phy over the last tenth of the steps, in nats. */
  readonly loss: number
}

/**
 * Trains the heads of a fold on places of the other folds and puts them into `folder`, all of them at once. Blocks its
 * thread while a step computes. Deterministic for a seed and a number of threads.
 */
export async function trainFold(folder: string, { signatures, texts, features = null }: FoldPlaces, options: FoldOptions): Promise<FoldTrained> {
  const places = texts.length
  if (places < 2) {
    throw new PlanisphereError('UNSUPPORTED', `Outside the regions of a fold there ${places === 0 ? 'is no place' : 'is only one place'} with a caption and a measured tile: nothing can be learned from it.`, {
      hint: 'Add places in more regions, or score with fewer folds.'
    })
  }
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  const { config, vocabulary, ...read } = features ? fromStates(texts, features) : await fromWords(texts, part)
  const scale = signatureScale(signatures)
  const { steps, seed } = options
  const task = physicalTask(config, { count: places, signatures, ...read }, { batch: Math.min(options.batch, places), seed, weightDecay: learning.weightDecay, scale })
  let loss = Number.NaN
  const pointEvery = Math.max(1, Math.ceil(steps / 10))
  const trained = await train(
    withSteps(task, options),
    { rate: learning.rate, warmUp: Math.min(learning.warmUp, Math.floor(steps / 10)), steps, seed, validateEvery: steps, patience: null, pointEvery, checkpointEvery: steps, threads: options.threads, ...(options.signal ? { signal: options.signal } : {}) },
    { onPoint: (point) => (loss = point.loss) }
  )
  await writeFile(join(part, 'text.onnx'), physicalTextModel(config, trained.weights))
  await writeFile(join(part, 'signature.onnx'), physicalSignatureModel(config, task.graph, trained.weights, scale))
  await writeFile(join(part, 'heads.json'), `${JSON.stringify({ textLength: config.textLength, physical: config.physical, states: config.texts.from === 'states' ? config.texts.width : null } satisfies HeadsFile)}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(part, folder)
  return { places, captions: texts.reduce((sum, own) => sum + own.length, 0), vocabulary, loss }
}

interface ReadTexts extends Pick<PhysicalPlaces, 'captions' | 'read'> {
  readonly config: PhysicalConfig
  readonly vocabulary: number
}

/** Words of the heads' own; writes their tokenizer. */
async function fromWords(texts: FoldPlaces['texts'], folder: string): Promise<ReadTexts> {
  const { textLength, layers, ...sizes } = headSizes
  const { file, size } = wordTokenizer(texts.flat())
  const tokenise = await tokeniseWith(file, folder, textLength)
  const config: PhysicalConfig = { ...sizes, textLength, texts: { from: 'words', vocabulary: size, layers } }
  return { config, vocabulary: size, captions: texts.map((own) => own.map((text) => tokenise(text))), read: readWords(textLength) }
}

/** Token states of a frozen encoder; a caption is its number in the features. */
function fromStates(texts: FoldPlaces['texts'], features: BaseFeatures): ReadTexts {
  const { width, heads, physical } = headSizes
  const config: PhysicalConfig = { width, heads, physical, textLength: features.length, texts: { from: 'states', width: features.width } }
  return { config, vocabulary: 0, captions: texts.map((own) => own.map((text) => [features.numberOf(text)])), read: (captions) => features.read(captions.map(([number]) => number as number)) }
}

/** The same task, which tells of each step. */
function withSteps(task: ReturnType<typeof physicalTask>, { onStep }: FoldOptions): ReturnType<typeof physicalTask> {
  return {
    ...task,
    feeds(places, step) {
      onStep?.(step)
      return task.feeds(places, step)
    }
  }
}
