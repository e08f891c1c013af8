import type { TokenFeatures } from '../data/token-features.ts'
import type { NanoConfig } from '../network/nano-config.ts'
import type { SignatureScale } from '../network/physical-heads.ts'
import { frozenScores, frozenTask, type FrozenSplit } from './frozen-task.ts'
import { nanoScores, nanoTask } from './nano-task.ts'
import type { FrozenChoice, RunChoice, SplitRows } from './training-protocol.ts'
import type { RetrievalScores, TrainingSplit, TrainingTask } from './training-task.ts'
import { writeNano } from './write-encoder.ts'
import { writeFrozenEncoder } from './write-frozen-encoder.ts'

export type Splits = Readonly<Record<keyof SplitRows, TrainingSplit>>

/** A kind of model with its data, as a training worker needs it: what a run trains, how its weights score, and how they are written. */
export interface Trainable {
  task(run: RunChoice): TrainingTask
  score(task: TrainingTask, weights: Float32Array, split: keyof SplitRows, threads: number): Promise<RetrievalScores>
  /** Writes an encoder folder. `signatureSpec`: hash of the spec by which the signatures were measured. */
  write(folder: string, task: TrainingTask, weights: Float32Array, signatureSpec: string): Promise<void>
}

/** PLANET-nano from scratch. */
export function trainableNano(config: NanoConfig, tokenizer: object, scale: SignatureScale, splits: Splits): Trainable {
  return {
    task: ({ batch, captions, seed, weightDecay, threads, lambda, weights }) =>
      nanoTask(config, splits.train, splits.val, { batch, captions, seed, weightDecay, terms: { lambda, weights }, scale, threads }),
    score: (task, weights, split, threads) => nanoScores(config, weights, task.graph.offsets.image, splits[split], threads),
    write: (folder, { graph }, weights, signatureSpec) => writeNano(folder, { config, weights, graph, scale, signatureSpec, tokenizer })
  }
}

/** Heads on a frozen base. */
export function trainableHeads({ config, base }: FrozenChoice, features: TokenFeatures, scale: SignatureScale, splits: Readonly<Record<keyof SplitRows, FrozenSplit>>): Trainable {
  return {
    task: ({ batch, captions, seed, weightDecay, threads, lambda, weights }) =>
      frozenTask(config, features, splits.train, splits.val, { batch, captions, seed, weightDecay, terms: { lambda, weights }, scale, threads }),
    score: (task, weights, split, threads) => frozenScores(config, features, weights, task.graph.offsets.image, splits[split], threads),
    write: (folder, { graph }, weights, signatureSpec) => writeFrozenEncoder(folder, { base, config, weights, graph, scale, signatureSpec })
  }
}
