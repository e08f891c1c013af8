import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EncoderInfo } from '#shared/domain/encoder.ts'
import { TrainOptions, type ModelCard, type TrainingPoint } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext, JobRunner } from '../../jobs/job-queue.ts'
import type { OpenProject } from '../../store/open-project.ts'
import { checkTrainingData, readTrainingData, regionNames, type TrainingData } from '../data/training-data.ts'
import { readSnapshot, writeSnapshot } from '../data/snapshot.ts'
import { frozenPool } from '../data/frozen-pool.ts'
import { trainingPool, type TrainingPool } from '../data/training-pool.ts'
import { nanoSizes } from '../network/nano-config.ts'
import { minedSpec } from '../signatures/mine-job.ts'
import { cardText } from './card-text.ts'
import { compareEncoders, type Comparison } from './compare-encoders.ts'
import { findBase } from './frozen-base.ts'
import { readCurve } from './curve-file.ts'
import { ablationOf, cardName, readCard } from './model-card.ts'
import { captionsAPlace } from './train-choice.ts'
import { keepOnlyCurve, openTrainingFolder, type TrainingFolder } from './training-folder.ts'
import { preparedThread, trainLambdas, type ChosenRun, type RunPlan } from './train-lambdas.ts'
import type { ModelChoice, PreparedFigures, Scored } from './training-protocol.ts'
import { nanoPixels } from './write-encoder.ts'

export interface TrainHost {
  readonly resources: string
  readonly version: string
  /** Adds an encoder to a project, with all its checks. */
  addEncoder(project: OpenProject, path: string, name: string, signal: AbortSignal): Promise<EncoderInfo>
  /** Sizes of nano. Default: those of `nano-config.ts`. */
  readonly sizes?: typeof nanoSizes
  /** Most bytes that the token states of one training on a frozen base take. Default: 8 GB. */
  readonly featureBytes?: number
  /** Milliseconds between checkpoints. Default: 2 seconds, or more where writing takes long. */
  readonly checkpointMs?: number
}

export interface TrainCheckpoint {
  /** Whether the encoder's folder was written by this job. */
  readonly written: boolean
  readonly comparison: Comparison | null
}

type Context = JobContext<Record<string, unknown>, TrainCheckpoint>

/**
 * Trains an encoder: measures what has no signature yet, reads places, tiles and captions, trains for each lambda, looks
 * at the test split once with what validation chose, and writes the encoder with its model card; then, where it is asked
 * for, embeds and evaluates it beside another. Broken off, it goes on at the last checkpoint with the data that it began
 * with; on a CPU its weights are then those of a run that was never broken off.
 */
export function trainRunner(host: TrainHost): JobRunner<Record<string, unknown>, TrainCheckpoint> {
  return {
    kind: 'train',
    title: (params) => {
      const { name, base } = TrainOptions.parse(params)
      return base === null ? `Train ${name}` : `Train ${name} on ${base}`
    },
    run: (context) => trainEncoder(context, host)
  }
}

async function trainEncoder(context: Context, host: TrainHost): Promise<Record<string, unknown>> {
  const { project } = context
  const options = TrainOptions.parse(context.params)
  const folder = await openTrainingFolder(project, context.id)
  if (!context.checkpoint?.written) {
    await refuseTakenName(project, options)
    await trainAndWrite(reportingOnce(context), host, options, folder)
    await context.saveCheckpoint({ written: true, comparison: null })
  }
  const target = encoderFolderOf(project, options.name)
  const card = await readCard(target)
  if (!card) throw new PlanisphereError('NOT_FOUND', `The encoder that this job wrote is gone from ${target}.`, { hint: 'Train it again.', place: { file: target } })
  if (!(await project.store.read('encoders.get', { name: options.name }))) await host.addEncoder(project, target, options.name, context.signal)
  const runs = options.compareWith === null ? null : await compareEncoders(context, host, options.name, options.compareWith)
  await keepOnlyCurve(folder)
  return { encoder: options.name, card, ...(runs ? { runs } : {}) }
}

/** Where a trained encoder of this name lies. */
export function encoderFolderOf(project: OpenProject, name: string): string {
  return join(project.folders.encoders, name)
}

/** ALREADY_EXISTS if the project has an encoder of this name, or a folder in its place that training did not write. */
export async function refuseTakenName(project: OpenProject, { name, base, compareWith }: Pick<TrainOptions, 'name' | 'base' | 'compareWith'>): Promise<void> {
  const exists = async (encoder: string): Promise<boolean> => (await project.store.read('encoders.get', { name: encoder })) !== null
  if (await exists(name)) throw new PlanisphereError('ALREADY_EXISTS', `The project has an encoder ${name} already.`, { hint: 'Choose another name, or remove that one first.' })
  const folder = encoderFolderOf(project, name)
  if (existsSync(folder) && !existsSync(join(folder, cardName))) throw new PlanisphereError('ALREADY_EXISTS', `There is a folder at ${folder} already.`, { hint: 'Choose another name.', place: { file: folder } })
  for (const other of [base, compareWith]) {
    if (other !== null && !(await exists(other))) throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${other}.`, { hint: 'Add the encoder first.' })
  }
}

async function trainAndWrite(context: Context, host: TrainHost, options: TrainOptions, folder: TrainingFolder): Promise<void> {
  const { signal } = context
  const signatureSpec = await minedSpec(context)
  const { pool, model, over } = await materialOf(context, host, options, await dataOf(context, options, folder), signatureSpec)
  checkTrainingData(pool.data, options)

  const plan: RunPlan = { options, model, captions: captionsAPlace(pool.data.splits.train), key: pool.hash, folder, everyMs: host.checkpointMs ?? 2000 }
  const training = await preparedThread(context, pool, plan)
  try {
    const chosen = await trainLambdas(context, training, plan)
    context.progress({ phase: 'Testing', done: 0, total: 1 })
    const test = pool.rows.test.length === 0 ? null : await training.thread.call<'score'>({ kind: 'score', split: 'test' }, signal)
    context.progress({ phase: 'Writing the encoder', done: 0, total: 1 })
    await writeFolder(context, host, { options, pool, chosen, test, over, figures: training.figures, curve: await readCurve(folder.curve) }, (target) => training.thread.call<'export'>({ kind: 'export', folder: target, signatureSpec }))
  } finally {
    await training.thread.close()
  }
}

/** What a model is trained on: tiles for nano; for heads on a frozen base what the base makes of tiles and texts. */
export async function materialOf(context: Context, host: TrainHost, options: TrainOptions, data: TrainingData, signatureSpec: string): Promise<{ pool: TrainingPool; model: ModelChoice; over: number }> {
  if (options.base !== null) return frozenPool(context, host, await findBase(context.project, options.base, host.resources), data, options, signatureSpec)
  const sizes = host.sizes ?? nanoSizes
  return { pool: await trainingPool(context, data, { size: sizes.imageSize, ...nanoPixels }, signatureSpec), model: { kind: 'nano', sizes }, over: 0 }
}

/** A broken picture is met when signatures are measured and again when tiles are read: it is one problem. */
function reportingOnce(context: Context): Context {
  const reported = new Set<string>()
  return {
    ...context,
    problem(problem) {
      if (!reported.has(problem.file)) context.problem(problem)
      reported.add(problem.file)
    }
  }
}

/** The data that the job began with; read from the project when it begins. */
async function dataOf(context: Context, options: TrainOptions, folder: TrainingFolder): Promise<TrainingData> {
  const kept = await readSnapshot(folder.data)
  if (kept) return kept
  context.progress({ phase: 'Reading captions', done: 0, total: null })
  const data = await readTrainingData(context.project, options, context.signal)
  checkTrainingData(data, options)
  await writeSnapshot(folder.data, data)
  return data
}

interface Outcome {
  readonly options: TrainOptions
  readonly pool: TrainingPool
  readonly chosen: ChosenRun
  readonly test: Scored | null
  /** Captions whose token states went beyond the budget. */
  readonly over: number
  readonly figures: PreparedFigures
  readonly curve: readonly TrainingPoint[]
}

/** Writes the encoder with its cards beside its place, and moves it there whole. */
async function writeFolder({ project }: Context, host: TrainHost, outcome: Outcome, exportTo: (folder: string) => Promise<null>): Promise<void> {
  const card = cardOf(outcome)
  const target = encoderFolderOf(project, card.name)
  const part = join(project.folders.encoders, `.${card.name}.part`)
  await rm(part, { recursive: true, force: true })
  await exportTo(part)
  await writeFile(join(part, cardName), `${JSON.stringify(card, null, 2)}\n`)
  const ablation = await ablationOf(join(project.folders.planet, 'ablations'), card.data.hash)
  await writeFile(join(part, 'README.md'), cardText(card, { ablation, notes: notesOf(outcome), version: host.version }))
  // What an earlier try of this name left without being added.
  await rm(target, { recursive: true, force: true })
  await rename(part, target)
}

function cardOf({ options, pool, chosen, test, figures, curve }: Outcome): ModelCard {
  const { data } = pool
  const regions = (split: 'train' | 'val' | 'test'): string[] => regionNames(data, data.splits[split])
  return {
    name: options.name,
    createdAt: Date.now(),
    options,
    lambda: chosen.lambda,
    signatureSpec: pool.signatureSpec,
    parameters: chosen.end.parameters,
    data: {
      hash: pool.hash,
      places: { train: data.splits.train.length, val: data.splits.val.length, test: data.splits.test.length },
      captions: figures.captions,
      regions: { train: regions('train'), val: regions('val'), test: regions('test') }
    },
    keptStep: chosen.end.keptStep,
    stoppedEarly: chosen.end.stoppedEarly,
    provider: chosen.end.provider,
    stepsPerSecond: Math.round(chosen.end.stepsPerSecond * 100) / 100,
    curve: [...curve],
    test: test && { r1: test.r1, r5: test.r5, r10: test.r10, queries: test.ranks.length, gallery: test.gallery }
  }
}

function notesOf({ pool, chosen, figures, over }: Outcome): string[] {
  const { rejected, empty, unmatched, withoutView, withoutCaption } = pool.data.leftOut
  const withoutRegion = Object.values(pool.data.splits).flat().filter(({ region }) => region === 0).length
  const notes: readonly (readonly [number, string])[] = [
    [rejected, 'Rejected captions left out'],
    [empty, 'Empty captions left out'],
    [unmatched, 'Captions of the training split left out because they do not fit the filter'],
    [withoutView, 'Places left out because they have no satellite view'],
    [withoutCaption, 'Places left out because they have no caption to use'],
    [pool.broken, 'Places left out because their tile cannot be read or has no signature'],
    [withoutRegion, 'Places without a region, of which it is not known whether they lie in a region of another split'],
    [over, 'Captions left out because the token states of all would not fit into their room on the disk; every place’s first captions were taken before any second, in a seeded order'],
    [figures.cut, 'Captions cut, because they were longer than the text length']
  ]
  return [
    ...notes.flatMap(([number, what]) => (number > 0 ? [`${what}: ${number.toLocaleString('en')}.`] : [])),
    ...(chosen.end.diverged ? [`Training broke down after step ${chosen.end.lastStep}: the loss was no number. These are the best weights from before.`] : [])
  ]
}

/** The model card of a trained encoder of a project. */
export async function cardOfEncoder(folder: string, name: string): Promise<ModelCard> {
  const card = await readCard(folder)
  if (card) return card
  throw new PlanisphereError('UNSUPPORTED', `${name} was not trained here: it has no model card.`, { hint: 'Only encoders that planet train made have one.' })
}

/** README.md of an encoder's folder, or null. */
export async function readmeOf(folder: string): Promise<string | null> {
  return readFile(join(folder, 'README.md'), 'utf8').catch(() => null)
}
