import { createHash } from 'node:crypto'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { TrainOptions } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { chooseProvider, machineProviders } from '../../inference/providers.ts'
import type { JobContext } from '../../jobs/job-queue.ts'
import type { TrainingPool } from '../data/training-pool.ts'
import { loopChoice, runChoice } from './train-choice.ts'
import type { TrainingFolder } from './training-folder.ts'
import type { ModelChoice, PreparedFigures, RunEnd } from './training-protocol.ts'
import { TrainingThread, type TrainingEvents } from './training-thread.ts'

type Context = Pick<JobContext, 'id' | 'project' | 'signal' | 'progress' | 'emit'>

export interface RunPlan {
  readonly options: TrainOptions
  readonly model: ModelChoice
  /** Captions of a place in a batch. */
  readonly captions: number
  /** Hash of the data. */
  readonly key: string
  readonly folder: TrainingFolder
  readonly everyMs: number
}

export interface PreparedTraining {
  readonly thread: TrainingThread
  readonly figures: PreparedFigures
}

export interface ChosenRun {
  readonly lambda: number
  readonly end: RunEnd
}

/** Places whose captions go to the worker in one message. */
const placesAtOnce = 1000

/** A training worker that holds the pool's places, their captions as tokens, and the three splits. */
export async function preparedThread(context: Context, pool: TrainingPool, plan: RunPlan, onPoint: TrainingEvents['onPoint'] = tellProgress(context, plan)): Promise<PreparedTraining> {
  const { signal } = context
  const thread = new TrainingThread({ onPoint })
  try {
    await thread.call<'places'>({ kind: 'places', places: pool.arrays }, signal)
    for (let from = 0; from < pool.places.length; from += placesAtOnce) {
      context.progress({ phase: 'Reading words', done: from, total: pool.places.length })
      const captions = pool.places.slice(from, from + placesAtOnce).map((place) => place.captions.map(({ text }) => text))
      await thread.call<'captions'>({ kind: 'captions', captions }, signal)
    }
    const figures = await thread.call<'prepare'>({ kind: 'prepare', rows: pool.rows, model: plan.model, folder: plan.folder.folder }, signal)
    return { thread, figures }
  } catch (thrown) {
    await thread.close()
    throw thrown
  }
}

/**
 * Trains for each lambda, or goes on where it stood, and leaves in the worker the weights of the one with the best MRR in
 * validation (the first of equal ones). A provider that fails gives way to the CPU, with a notice.
 */
export async function trainLambdas(context: Context, { thread }: PreparedTraining, plan: RunPlan): Promise<ChosenRun> {
  const { options } = plan
  const lambdas = lambdasOf(options)
  let provider = await providerOf(context, options)
  let best: ChosenRun | null = null
  const requestOf = (lambda: number) => {
    const run = runChoice(options, { lambda, seed: options.seed, captions: plan.captions })
    const loop = loopChoice(options, provider)
    const key = createHash('sha256').update(JSON.stringify([plan.key, plan.model, run, loop.validateEvery, loop.patience])).digest('hex')
    return { run, loop, files: { state: plan.folder.state(lambdas.indexOf(lambda)), curve: plan.folder.curve, key, everyMs: plan.everyMs } }
  }
  for (const lambda of lambdas) {
    context.progress({ phase: phaseOf(lambdas, lambda), done: lambdas.indexOf(lambda) * options.steps, total: lambdas.length * options.steps })
    let end: RunEnd
    try {
      end = await thread.call<'train'>({ kind: 'train', ...requestOf(lambda) }, context.signal)
    } catch (thrown) {
      if (provider === 'cpu' || !mayBeTheProvider(thrown)) throw thrown
      context.emit({ type: 'notice', project: context.project.handle, level: 'warning', message: `${provider} failed, so training goes on with the CPU: ${thrown instanceof Error ? thrown.message : String(thrown)}`, hint: 'Look at Settings > Engine, or choose the CPU.' })
      provider = 'cpu'
      end = await thread.call<'train'>({ kind: 'train', ...requestOf(lambda) }, context.signal)
    }
    if (best === null || end.mrr > best.end.mrr) best = { lambda, end }
  }
  if (best === null) throw new Error('there is no lambda to train with')
  const { run, files } = requestOf(best.lambda)
  if (lambdas.length > 1) await thread.call<'take'>({ kind: 'take', run, files }, context.signal)
  return best
}

function tellProgress(context: Context, { options }: RunPlan): TrainingEvents['onPoint'] {
  const lambdas = lambdasOf(options)
  return ({ lambda, step }) => context.progress({ phase: phaseOf(lambdas, lambda), done: lambdas.indexOf(lambda) * options.steps + step, total: lambdas.length * options.steps })
}

function lambdasOf({ lambda }: TrainOptions): number[] {
  return [...new Set(lambda)]
}

function phaseOf(lambdas: readonly number[], lambda: number): string {
  return lambdas.length === 1 ? 'Training' : `Training with lambda ${lambda}`
}

/** Training is on the CPU, where it can be repeated exactly, unless another provider is asked for. */
export async function providerOf(context: Pick<JobContext, 'project' | 'emit'>, { provider: asked }: TrainOptions): Promise<ExecutionProvider> {
  if (asked === undefined || asked === 'cpu') return 'cpu'
  const choice = chooseProvider(asked, await machineProviders())
  if (asked !== 'auto' && choice.provider !== asked) context.emit({ type: 'notice', project: context.project.handle, level: 'warning', message: `Training runs on the ${choice.provider}: ${choice.reason}` })
  return choice.provider
}

function mayBeTheProvider(thrown: unknown): boolean {
  return !(thrown instanceof PlanisphereError) || thrown.code === 'PROVIDER_FAILED' || thrown.code === 'INTERNAL'
}
