import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { TrainOptions } from '#shared/domain/planet.ts'
import type { LoopChoice, RunChoice } from './training-protocol.ts'

/** Points of a curve, about. */
const curvePoints = 240

/** What a run of training does for one lambda and one seed: what the options leave open is filled in. */
export function runChoice(options: Omit<TrainOptions, 'name' | 'compareWith' | 'lambda' | 'seed'>, of: { readonly lambda: number; readonly seed: number; readonly captions: number }): RunChoice {
  const { steps, rate, batch, weights, weightDecay, threads } = options
  return { ...of, steps, rate, batch, weights, weightDecay, threads, warmUp: Math.min(steps, options.warmUp ?? Math.ceil(steps / 20)) }
}

/** How often it is looked at. */
export function loopChoice(options: Pick<TrainOptions, 'steps' | 'validateEvery' | 'patience'>, provider: ExecutionProvider): LoopChoice {
  const { steps, patience } = options
  const validateEvery = Math.min(steps, options.validateEvery ?? Math.max(1, Math.floor(steps / 12)))
  return { validateEvery, patience, pointEvery: Math.max(1, Math.floor(steps / curvePoints)), checkpointEvery: 1, provider }
}

/** Captions of a place in a batch: two where most places have two, so that both are learned as positives of one tile. */
export function captionsAPlace(places: readonly { readonly captions: readonly unknown[] }[]): number {
  const several = places.filter(({ captions }) => captions.length > 1).length
  return 2 * several > places.length ? 2 : 1
}
