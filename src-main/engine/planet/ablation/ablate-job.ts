import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { AblateOptions, TrainOptions, type AblationVariant } from '#shared/domain/planet.ts'
import type { JobContext, JobRunner } from '../../jobs/job-queue.ts'
import { checkTrainingData, readTrainingData } from '../data/training-data.ts'
import type { TrainingPool } from '../data/training-pool.ts'
import { minedSpec } from '../signatures/mine-job.ts'
import { captionsAPlace, loopChoice, runChoice } from '../training/train-choice.ts'
import { materialOf, type TrainHost } from '../training/train-job.ts'
import { preparedThread, providerOf, type RunPlan } from '../training/train-lambdas.ts'
import type { TrainingFolder } from '../training/training-folder.ts'
import type { ModelChoice } from '../training/training-protocol.ts'
import type { TrainingThread } from '../training/training-thread.ts'
import { AblationFolder, type AblationPlan, type RunResult } from './ablation-folder.ts'
import { divisionsOf, runsOf, weightsOf, type AblationRun, type Division } from './ablation-plan.ts'
import { ablationReport } from './ablation-report.ts'

type Context = JobContext<Record<string, unknown>, never>

/** Each holds its own copy of the tiles. */
const mostWorkers = 8

/**
 * Trains every variant with every seed and tests it on regions that it never saw. What is finished is kept, so that a job
 * that was broken off goes on with the next training. Trainings run beside each other, each on one core, unless a number
 * of threads is asked for.
 */
export function ablateRunner(host: TrainHost): JobRunner<Record<string, unknown>, never> {
  return {
    kind: 'ablate',
    title: (params) => {
      const { variants, seeds } = AblateOptions.parse(params)
      return `Ablate PLANET: ${variants.length} variants, ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`
    },
    run: (context) => ablate(context, host)
  }
}

async function ablate(context: Context, host: TrainHost): Promise<Record<string, unknown>> {
  const started = performance.now()
  const options = AblateOptions.parse(context.params)
  const signatureSpec = await minedSpec(context)
  context.progress({ phase: 'Reading captions', done: 0, total: null })
  // A training's options without its name: what is read and how is the same.
  const training = TrainOptions.parse({ ...options, name: 'ablation' })
  const { pool, model } = await materialOf(context, host, training, await readTrainingData(context.project, training, context.signal), signatureSpec)
  checkTrainingData(pool.data, training)
  const divisions = divisionsOf(pool, options.levels)
  for (const division of divisions) refuseSmall(pool, division, options)

  const provider = await providerOf(context, training)
  const folder = new AblationFolder(context.project, context.id)
  const key = createHash('sha256').update(JSON.stringify([pool.hash, model.kind === 'nano' ? model.sizes : model.config, { ...options, seeds: null, variants: null, levels: null }])).digest('hex')
  const kept = await folder.plan()
  const plan: AblationPlan = {
    createdAt: kept?.createdAt ?? Date.now(),
    options,
    dataHash: pool.hash,
    signatureSpec,
    provider,
    version: host.version,
    divisions: divisions.map(({ level, held, rows }) => ({ level, held, gallery: rows.test.length, regions: testRegions(pool, rows.test) }))
  }
  const found = await folder.results()
  const results = new Map([...found].filter(([, result]) => result.key === key))
  // Else those of other data would be counted in the table that is asked for meanwhile.
  for (const name of found.keys()) if (!results.has(name)) await folder.removeResult(name)
  await folder.writePlan(plan)
  await trainAll(context, { options, training, provider, pool, model, divisions, key, folder, results })

  const report = ablationReport(plan, finder(divisions, options, results), Math.round((performance.now() - started) / 100) / 10)
  await folder.writeReport(report)
  return { report }
}

/** Finds a result by division, variant and seed. */
export function finder(divisions: readonly Pick<Division, 'level' | 'held'>[], options: Pick<AblateOptions, 'seeds' | 'variants'>, results: ReadonlyMap<string, RunResult>) {
  const names = new Map(runsOf(divisions as readonly Division[], options).map(({ division, variant, seed, name }) => [`${division}/${variant}/${seed}`, name]))
  return (division: number, variant: AblationVariant, seed: number): RunResult | null => results.get(names.get(`${division}/${variant}/${seed}`) ?? '') ?? null
}

/** Index of the region of each test caption; a place without a region is one of its own. */
function testRegions(pool: TrainingPool, rows: Int32Array): number[] {
  return Array.from(rows).flatMap((row) => {
    const region = pool.arrays.regions[row] as number
    return (pool.places[row]?.captions ?? []).map(() => (region === 0 ? 1_000_000_000 + row : region))
  })
}

function refuseSmall(pool: TrainingPool, { rows }: Division, options: AblateOptions): void {
  const of = (split: Int32Array) => Array.from(split, (row) => pool.places[row]).filter((place) => place !== undefined)
  checkTrainingData({ ...pool.data, splits: { train: of(rows.train), val: of(rows.val), test: of(rows.test) } }, options)
}

interface Work {
  readonly options: AblateOptions
  readonly training: TrainOptions
  readonly provider: ExecutionProvider
  readonly pool: TrainingPool
  readonly model: ModelChoice
  readonly divisions: readonly Division[]
  readonly key: string
  readonly folder: AblationFolder
  readonly results: Map<string, RunResult>
}

async function trainAll(context: Context, work: Work): Promise<void> {
  const { options, divisions, results } = work
  const all = runsOf(divisions, options)
  const open = all.filter(({ name }) => !results.has(name))
  const lambdas = new Set(options.lambda).size
  const stepsOf = ({ variant }: AblationRun): number => options.steps * (variant === 'contrastive' ? 1 : lambdas)
  const total = all.reduce((sum, run) => sum + stepsOf(run), 0)
  let done = total - open.reduce((sum, run) => sum + stepsOf(run), 0)
  const inWork = new Map<AblationRun, number>()
  const report = (): void => context.progress({ phase: `Training: ${results.size} of ${all.length} done`, done: done + [...inWork.values()].reduce((a, b) => a + b, 0), total })
  const next = (): AblationRun | undefined => open.shift()

  const workers = options.threads > 0 ? 1 : Math.min(mostWorkers, availableParallelism(), open.length)
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  await Promise.allSettled(
    Array.from({ length: workers }, async () => {
      try {
        await trainSome({ ...context, signal, progress: () => undefined }, work, options.threads > 0 ? options.threads : 1, next, {
          at: (run, steps) => (inWork.set(run, steps), report()),
          ended(run) {
            inWork.delete(run)
            done += stepsOf(run)
            report()
          }
        })
      } catch (thrown) {
        // The others need not go on.
        stop.abort(thrown)
        throw thrown
      }
    })
  )
  // All of them have ended: none writes any more when the job is over. What stopped the first is what went wrong.
  signal.throwIfAborted()
}

/** One worker: trains what is next until nothing is left. */
async function trainSome(context: Context, work: Work, threads: number, next: () => AblationRun | undefined, tell: { at(run: AblationRun, steps: number): void; ended(run: AblationRun): void }): Promise<void> {
  const { options, pool, model, divisions, folder, key, results } = work
  let run = next()
  if (!run) return
  const scratch = await scratchFolder(join(context.project.folders.planet, 'cache'))
  const plan: RunPlan = { options: work.training, model, captions: captionsAPlace(pool.data.splits.train), key: pool.hash, folder: scratch, everyMs: 0 }
  let current: AblationRun = run
  let before = 0
  let thread: TrainingThread | null = null
  try {
    thread = (await preparedThread(context, pool, plan, ({ step }) => tell.at(current, before + step))).thread
    // `preparedThread` has made the project's own splits.
    let prepared = pool.rows
    for (; run; run = next()) {
      current = run
      before = 0
      const { rows } = divisions[run.division] as Division
      if (rows !== prepared) {
        await thread.call<'prepare'>({ kind: 'prepare', rows, model, folder: scratch.folder }, context.signal)
        prepared = rows
      }
      const weights = weightsOf(run.variant, options.weights)
      let best: (RunResult & { mrr: number }) | null = null
      for (const lambda of weights === null ? [0] : [...new Set(options.lambda)].filter((value) => value > 0)) {
        const choice = runChoice({ ...work.training, threads, weights: weights ?? options.weights }, { lambda, seed: run.seed, captions: plan.captions })
        const end = await thread.call<'train'>({ kind: 'train', run: choice, loop: loopChoice(options, work.provider), files: null }, context.signal)
        before += options.steps
        if (best && end.mrr <= best.mrr) continue
        const { ranks } = await thread.call<'score'>({ kind: 'score', split: 'test' }, context.signal)
        best = { key, lambda, keptStep: end.keptStep, ranks: Array.from(ranks), mrr: end.mrr }
      }
      if (!best) throw new Error('a variant has no lambda above zero')
      const { mrr: _mrr, ...result } = best
      await folder.writeResult(run.name, result)
      results.set(run.name, result)
      tell.ended(run)
    }
  } finally {
    await thread?.close()
    await rm(scratch.folder, { recursive: true, force: true })
  }
}

/** A folder for what a worker's tokenizer is read from; no run keeps a state there. */
async function scratchFolder(parent: string): Promise<TrainingFolder> {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'ablation-'))
  return { folder, curve: join(folder, 'curve.jsonl'), data: join(folder, 'data.jsonl'), state: (index) => join(folder, `state-${index}.bin`) }
}
