import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { PhysicalWeights, TrainingPoint } from '#shared/domain/planet.ts'
import type { ErrorData } from '#shared/errors/planisphere-error.ts'
import type { FrozenConfig } from '../network/frozen-heads.ts'
import type { NanoConfig } from '../network/nano-config.ts'
import type { Schedule } from './learning-rate.ts'
import type { FrozenBase } from './write-frozen-encoder.ts'

/** What is trained: PLANET-nano from scratch, with these sizes. Its vocabulary is that of the training captions. */
export interface NanoChoice {
  readonly kind: 'nano'
  readonly sizes: Omit<NanoConfig, 'vocabulary'>
}

/** What is trained: heads on a frozen base. */
export interface FrozenChoice {
  readonly kind: 'frozen'
  readonly config: FrozenConfig
  /** File with the base's token states of every caption. */
  readonly features: string
  readonly base: FrozenBase
}

export type ModelChoice = NanoChoice | FrozenChoice

/** All places that splits are made of, in shared memory: row i belongs to place i. */
export interface PlaceArrays {
  readonly count: number
  /** Side of the tiles in pixels; `pixels` is uint8 RGB [count, size, size, 3]. */
  readonly size: number
  readonly pixels: Uint8Array
  /** float32 [count, 164], as measured. */
  readonly signatures: Float32Array
  /** For heads on a frozen base: its embeddings of the tiles, float32 [count, embedding]; there are no pixels then. */
  readonly embeddings?: Float32Array
  /** Index of each place's region. */
  readonly regions: Int32Array
}

/** Rows of the places of each split. */
export interface SplitRows {
  readonly train: Int32Array
  readonly val: Int32Array
  readonly test: Int32Array
}

export interface PreparedFigures {
  readonly captions: { readonly train: number; readonly val: number; readonly test: number }
  /** Captions that were longer than the text length and were cut. */
  readonly cut: number
  readonly vocabulary: number
}

/** What one run of training is, apart from its data. */
export interface RunChoice extends Schedule {
  readonly lambda: number
  readonly weights: PhysicalWeights
  readonly batch: number
  /** Captions of a place in a batch: all of them positives of its tile. */
  readonly captions: number
  readonly seed: number
  readonly weightDecay: number
  readonly threads: number
}

export interface LoopChoice {
  readonly validateEvery: number
  readonly patience: number | null
  readonly pointEvery: number
  readonly checkpointEvery: number
  readonly provider: ExecutionProvider
}

/** Where a run keeps its state and its curve. `key` names data, model and options: a state of another key is not gone on with. */
export interface RunFiles {
  readonly state: string
  readonly curve: string
  readonly key: string
  /** The state is written when it is so old, and at every end. */
  readonly everyMs: number
}

export interface RunEnd {
  readonly keptStep: number
  readonly lastStep: number
  readonly stoppedEarly: boolean
  /** Whether the loss was no number in the end, and the weights are those of the best look at validation before. */
  readonly diverged: boolean
  readonly stepsPerSecond: number
  readonly parameters: number
  readonly provider: string
  /** MRR of validation with the weights that are kept. */
  readonly mrr: number
}

/** Scores on a split; `ranks` are those of the own tile, a caption each, places in the order of the split's rows. */
export interface Scored {
  readonly r1: number
  readonly r5: number
  readonly r10: number
  readonly mrr: number
  readonly ranks: Int32Array
  readonly gallery: number
}

export type TrainingRequest =
  | { readonly kind: 'places'; readonly places: PlaceArrays }
  /** Captions of the next places, in their order: may be given in parts. */
  | { readonly kind: 'captions'; readonly captions: readonly (readonly string[])[] }
  /** Makes the tokenizer (from the training captions) and the three splits. `folder`: where the tokenizer's file is put. */
  | { readonly kind: 'prepare'; readonly rows: SplitRows; readonly model: ModelChoice; readonly folder: string }
  /** Trains, or goes on where `files` say; the weights are then those that `score` and `export` mean. Without files nothing is kept. */
  | { readonly kind: 'train'; readonly run: RunChoice; readonly loop: LoopChoice; readonly files: RunFiles | null }
  /** Takes the weights of a run that has ended from its file. */
  | { readonly kind: 'take'; readonly run: RunChoice; readonly files: RunFiles }
  | { readonly kind: 'score'; readonly split: keyof SplitRows }
  | { readonly kind: 'export'; readonly folder: string; readonly signatureSpec: string }

export interface TrainingAnswers {
  places: null
  captions: null
  prepare: PreparedFigures
  train: RunEnd
  take: RunEnd
  score: Scored
  export: null
}

export type TrainingKind = TrainingRequest['kind']

/** To the worker: a request, or the wish that the run stops at its next step. */
export type ToTraining = { readonly id: number; readonly request: TrainingRequest } | { readonly abort: true }

/** From the worker: answers, and what happens meanwhile. */
export type FromTraining =
  | { readonly id: number; readonly answer: TrainingAnswers[TrainingKind] }
  | { readonly id: number; readonly error: ErrorData }
  | { readonly event: 'point'; readonly point: TrainingPoint }
  | { readonly event: 'checkpoint'; readonly step: number }
