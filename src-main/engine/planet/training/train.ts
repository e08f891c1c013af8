import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { TrainingPoint } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openSession, type Tensor } from '../../inference/session.ts'
import { Random } from '../../sample/random.ts'
import { learningRate, type Schedule } from './learning-rate.ts'
import type { RetrievalScores, TrainingTask } from './training-task.ts'

/** Decay of AdamW's two moments; as in `adamw-step.ts`. */
const [beta1, beta2] = [0.9, 0.98]

export interface LoopOptions extends Schedule {
  readonly seed: number
  readonly validateEvery: number
  /** Looks at validation without a better MRR before it stops; null: never. */
  readonly patience: number | null
  /** Steps between points of the curve. */
  readonly pointEvery: number
  /** Steps between checkpoints. */
  readonly checkpointEvery: number
  readonly threads: number
  readonly provider?: ExecutionProvider
  readonly signal?: AbortSignal
}

/** Everything that a run needs to go on exactly where it was: whatever is random is a function of the seed and the step. */
export interface TrainingState {
  readonly step: number
  readonly parameters: Float32Array
  readonly moment1: Float32Array
  readonly moment2: Float32Array
  readonly best: { readonly step: number; readonly mrr: number; readonly parameters: Float32Array }
  /** Looks at validation since the best. */
  readonly looks: number
}

export interface LoopHooks {
  onPoint?(point: Omit<TrainingPoint, 'lambda'>): void
  /** Told at each `checkpointEvery` and at the end; what it returns is waited for. */
  onCheckpoint?(state: TrainingState): void | Promise<void>
}

export interface Trained {
  /** The parameters that validation chose. */
  readonly weights: Float32Array
  readonly keptStep: number
  readonly lastStep: number
  readonly stoppedEarly: boolean
  readonly stepsPerSecond: number
}

/** The state before the first step. */
export function firstState(task: TrainingTask, seed: number): TrainingState {
  const parameters = task.graph.maker.first(seed)
  const zeros = (): Float32Array => new Float32Array(parameters.length)
  return { step: 0, parameters, moment1: zeros(), moment2: zeros(), best: { step: 0, mrr: -1, parameters }, looks: 0 }
}

/**
 * Trains until the steps are done or validation no longer gets better, and returns the weights of the best look at
 * validation. On a CPU the same task, seed and number of threads give the same weights, also when the run was broken off
 * and goes on from a checkpoint. Blocks its thread while a step computes: belongs in a worker.
 *
 * BAD_SCORES when a loss or the gradient is not finite: the weights from before that step were handed to `onCheckpoint`
 * last. INVALID_INPUT when the batch needs more places than there are. Throws the signal's reason when it is aborted,
 * after a checkpoint.
 */
export async function train(task: TrainingTask, options: LoopOptions, hooks: LoopHooks = {}, from: TrainingState = firstState(task, options.seed)): Promise<Trained> {
  if (task.places < task.batchPlaces) {
    throw new PlanisphereError('INVALID_INPUT', `A batch of ${task.batchPlaces} places cannot be drawn from ${task.places}.`, { hint: `Train with a batch of at most ${task.places}, or on more places.` })
  }
  const session = await openSession(task.graph.model, { threads: options.threads, ...(options.provider ? { provider: options.provider } : {}) })
  const count = task.graph.parameterCount
  const flat = (data: Float32Array): Tensor => ({ type: 'float32', data, shape: [count] })
  const scalar = (value: number): Tensor => ({ type: 'float32', data: Float32Array.of(value), shape: [] })
  const started = performance.now()
  const sums = new LossSums()
  let state = from
  let stoppedEarly = false
  try {
    while (state.step < options.steps && !stoppedEarly) {
      if (options.signal?.aborted) {
        await hooks.onCheckpoint?.(state)
        options.signal.throwIfAborted()
      }
      const step = state.step + 1
      const results = await session.run({
        ...task.feeds(batchOf(step, task.places, task.batchPlaces, options.seed), step),
        parameters: flat(state.parameters),
        moment1: flat(state.moment1),
        moment2: flat(state.moment2),
        rate: scalar(learningRate(step, options)),
        correction1: scalar(1 / (1 - beta1 ** step)),
        correction2: scalar(1 / (1 - beta2 ** step))
      })
      const number = (name: string): number | null => (results[name] ? ((results[name].data as Float32Array)[0] as number) : null)
      const losses = { loss: number('loss') ?? Number.NaN, contrastive: number('contrastive') ?? Number.NaN, colour: number('colour'), structure: number('structure'), texture: number('texture') }
      if (!Number.isFinite(losses.loss) || !Number.isFinite(number('gradient_norm'))) {
        await hooks.onCheckpoint?.(state)
        throw new PlanisphereError('BAD_SCORES', `Training stopped at step ${step}: the loss is ${losses.loss}, its gradient ${number('gradient_norm')}.`, {
          hint: `The weights of step ${state.best.step > 0 ? `${state.best.step}, the best in validation,` : state.step} are kept. Train again with a smaller learning rate than ${options.rate}.`
        })
      }
      sums.add(losses)
      state = { ...state, step, parameters: results['parameters_next']?.data as Float32Array, moment1: results['moment1_next']?.data as Float32Array, moment2: results['moment2_next']?.data as Float32Array }
      const look = step % options.validateEvery === 0 || step === options.steps
      const validation = look ? await task.validate(state.parameters) : null
      if (validation) {
        state = judged(state, validation)
        stoppedEarly = options.patience !== null && state.looks >= options.patience && step < options.steps
      }
      if (look || step % options.pointEvery === 0) hooks.onPoint?.({ step, ...sums.take(), validation: validation && { r1: validation.r1, r5: validation.r5, r10: validation.r10, mrr: validation.mrr } })
      if (step % options.checkpointEvery === 0) await hooks.onCheckpoint?.(state)
      // Lets messages in (a pause, a cancel) between two steps.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await hooks.onCheckpoint?.(state)
  } finally {
    await session.release()
  }
  const steps = state.step - from.step
  return { weights: state.best.parameters, keptStep: state.best.step, lastStep: state.step, stoppedEarly, stepsPerSecond: (1000 * steps) / Math.max(1, performance.now() - started) }
}

/** The state after a look at validation. A checkpoint of a run that had stopped early goes on to stop again. */
function judged(state: TrainingState, { mrr }: RetrievalScores): TrainingState {
  return mrr > state.best.mrr ? { ...state, best: { step: state.step, mrr, parameters: state.parameters }, looks: 0 } : { ...state, looks: state.looks + 1 }
}

let kept: { readonly key: string; readonly order: readonly number[] } | null = null

/** The places of a step: every epoch is a new shuffle of all places, cut into whole batches. A function of the seed and the step alone. */
export function batchOf(step: number, places: number, batch: number, seed: number): Int32Array {
  const batches = Math.floor(places / batch)
  const epoch = Math.floor((step - 1) / batches)
  const key = `order/${seed}/${places}/${epoch}`
  if (kept?.key !== key) kept = { key, order: new Random(key).shuffled(Array.from({ length: places }, (_, i) => i)) }
  const at = ((step - 1) % batches) * batch
  return Int32Array.from(kept.order.slice(at, at + batch))
}

/** Means of the losses since they were last taken. */
class LossSums {
  #sums = new Map<string, number>()
  #count = 0

  add(losses: Readonly<Record<string, number | null>>): void {
    for (const [name, value] of Object.entries(losses)) if (value !== null) this.#sums.set(name, (this.#sums.get(name) ?? 0) + value)
    this.#count++
  }

  take(): { loss: number; contrastive: number; colour: number | null; structure: number | null; texture: number | null } {
    const mean = (name: string): number | null => (this.#sums.has(name) ? (this.#sums.get(name) as number) / this.#count : null)
    const means = { loss: mean('loss') ?? Number.NaN, contrastive: mean('contrastive') ?? Number.NaN, colour: mean('colour'), structure: mean('structure'), texture: mean('texture') }
    this.#sums = new Map()
    this.#count = 0
    return means
  }
}
