import type { Tensor } from '../../inference/session.ts'
import type { TrainingGraph } from '../network/nano-graphs.ts'

/** What places of one split have to learn from, or to be judged by. */
export interface TrainingSplit {
  readonly count: number
  /** Side of the tiles in pixels. */
  readonly size: number
  /** uint8 RGB, [count, size, size, 3]. */
  readonly pixels: Uint8Array
  /** float32 [count, 164], as measured; rows of NaN are an error. */
  readonly signatures: Float32Array
  /** For each place, its captions (at least one) as token ids with the special tokens, at most the text length each. */
  readonly captions: readonly (readonly (readonly number[])[])[]
  /** Index of each place's region. */
  readonly regions: Int32Array
}

/** How well texts find the tile of their own place among all tiles of a split; the text embedding ranks alone, ties count as misses. */
export interface RetrievalScores {
  readonly r1: number
  readonly r5: number
  readonly r10: number
  readonly mrr: number
  /** The own tile's rank for each caption, places in order. */
  readonly ranks: Int32Array
}

/** A model and its data, as the loop needs them: nano from scratch, or heads on a frozen base. */
export interface TrainingTask {
  readonly graph: TrainingGraph
  /** Places to draw batches from, and how many a batch holds. */
  readonly places: number
  readonly batchPlaces: number
  /** The inputs of a step for these places; everything random in it is a function of `step`. */
  feeds(places: Int32Array, step: number): Record<string, Tensor>
  /** Scores on the validation split. */
  validate(weights: Float32Array): Promise<RetrievalScores>
}
