import { InvalidArgumentError, type Command } from 'commander'
import * as z from 'zod'
import type { Job } from '#shared/domain/job.ts'
import { ModelCard, signatureKinds, TrainOptions, type PhysicalWeights } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

/** What `planet train` and `planet ablate` have in common, as it was written. */
export interface TrainWords extends WhereWords {
  readonly base?: string
  readonly lambda?: number[]
  readonly terms?: PhysicalWeights
  readonly texts?: TrainOptions['texts']
  readonly steps?: number
  readonly batch?: number
  readonly rate?: number
  readonly warmUp?: number
  readonly weightDecay?: number
  readonly validateEvery?: number
  /** Commander takes no null. */
  readonly patience?: number | 'none'
  readonly threads?: number
  readonly provider?: string
}

const TrainResult = z.object({ encoder: z.string(), card: ModelCard, runs: z.array(z.string()).optional() })

/** Adds the options of training to a command; what is left out has the defaults of `TrainOptions`. */
export function trainingOptions(command: Command): Command {
  return whereOption(command, 'captions of the training split')
    .option('--base <encoder>', 'stand on the frozen towers of this encoder (default: PLANET-nano, from scratch)')
    .option('--lambda <numbers>', 'weight of the physical terms, 0 for none; of several (0,0.5,1) validation chooses', numberList)
    .option('--terms <kinds>', `physical terms to train, of ${signatureKinds.join(',')} (default: all)`, termsOption)
    .option('--texts <which>', 'current: as people corrected them, or first', choiceOption(['current', 'first'] as const))
    .option('--steps <n>', 'most steps', integerOption(1, 1_000_000))
    .option('--batch <n>', 'places a step', integerOption(1, 4096))
    .option('--rate <number>', 'peak of the learning rate', numberOption)
    .option('--warm-up <n>', 'steps until the peak', integerOption(0, 1_000_000))
    .option('--weight-decay <number>', 'decoupled weight decay', numberOption)
    .option('--validate-every <n>', 'steps between looks at validation', integerOption(1, 1_000_000))
    .option('--patience <n|none>', 'looks without a better one before it stops early', patienceOption)
    .option('--threads <n>', 'threads of a step; 0: as many as cores', integerOption(0, 64))
    .option('--provider <name>', 'execution provider (default: cpu, which repeats exactly)')
}

/** The options that were given, without those that were not. */
export function givenOptions(words: TrainWords, where: { where: string; me?: string } | undefined): Record<string, unknown> {
  const { base, lambda, terms, texts, steps, batch, rate, warmUp, weightDecay, validateEvery, patience, threads, provider } = words
  const all = { base, lambda, weights: terms, texts, steps, batch, rate, warmUp, weightDecay, validateEvery, patience: patience === 'none' ? null : patience, threads, provider, ...where }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** The options as the engine takes them. INVALID_INPUT names the first that it does not. */
export function parsedOptions<T>(schema: z.ZodType<T>, given: Record<string, unknown>): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new PlanisphereError('INVALID_INPUT', `The option ${issue?.path.join('.') ?? ''} cannot be used: ${issue?.message ?? 'it does not fit'}.`, { hint: 'planisphere planet train --help lists the options.' })
}

/** `planet train` and `planet card`. */
export function addTrainCommands(planet: Command, terminal: Terminal): void {
  trainingOptions(planet.command('train').description('train an encoder on the project’s captions and tiles; the same command goes on with one that was stopped').argument('<dir>').requiredOption('--name <name>', 'what to call the new encoder'))
    .option('--seed <n>', 'seed of the first weights, the batches and the changes to tiles', integerOption(0, Number.MAX_SAFE_INTEGER))
    .option('--compare-with <encoder>', 'embed the project with the new encoder, and evaluate it and this one on the test split')
    .option('--start-over', 'train from the beginning even if the same training was stopped before')
    .action(async (dir: string, words: TrainWords & { name: string; seed?: number; compareWith?: string; startOver?: boolean }) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const given = givenOptions(words, await checkedWhere(terminal, client, project, words))
        const { name, seed, compareWith } = words
        const options = parsedOptions(TrainOptions, { ...given, name, ...(seed === undefined ? {} : { seed }), ...(compareWith === undefined ? {} : { compareWith }) })
        const stopped = words.startOver ? null : await stoppedTraining(client, project, options)
        if (stopped) terminal.note(`Going on with the training of ${name} that was stopped. To begin anew: --start-over.`)
        const job = await watchJob(terminal, client, project, async () => {
          if (!stopped) return client.call('planet.train', { project, options })
          await client.call('jobs.resume', { project, job: stopped.id })
          return { job: stopped.id }
        })
        const result = TrainResult.parse(job.result)
        terminal.result({ job: job.id, ...result }, [cardSummary(result.card), ...(result.runs ? [await comparison(client, project, result.runs)] : []), ...(job.problemCount > 0 ? [`Left out with a problem: ${count(job.problemCount)}. The first: ${job.problems[0]?.message ?? ''}`] : [])].join('\n\n'))
      })
    })

  planet
    .command('card')
    .description('what is known of an encoder that was trained: its data, options, losses and results')
    .argument('<dir>')
    .argument('<encoder>')
    .action(async (dir: string, encoder: string) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const card = await client.call('planet.card', { project, encoder })
        terminal.result(card, cardSummary(card))
      })
    })
}

/** The newest training with the same options that did not come to its end. */
async function stoppedTraining(client: EngineClient, project: string, options: TrainOptions): Promise<Job | null> {
  const jobs = await client.call('jobs.list', { project })
  const same = (job: Job): boolean => JSON.stringify(TrainOptions.safeParse(job.params).data) === JSON.stringify(options)
  return jobs.find((job) => job.kind === 'train' && ['paused', 'failed', 'cancelled', 'interrupted'].includes(job.state) && same(job)) ?? null
}

function cardSummary(card: ModelCard): string {
  const { data, options, test } = card
  const splits = (['train', 'val', 'test'] as const).map((split) => [split, count(data.places[split]), count(data.captions[split]), count(data.regions[split].length)])
  const best = card.curve.find((point) => point.lambda === card.lambda && point.step === card.keptStep)?.validation ?? null
  const rows = [
    ...(best ? [['validation', percent(best.r1), percent(best.r5), percent(best.r10), best.mrr.toFixed(3), '', count(data.places.val)]] : []),
    ...(test ? [['test', percent(test.r1), percent(test.r5), percent(test.r10), '', count(test.queries), count(test.gallery)]] : [])
  ]
  return [
    `${card.name}: ${options.base === null ? 'PLANET-nano from scratch' : `heads on ${options.base}`}, lambda ${card.lambda}${options.lambda.length > 1 ? ` (of ${options.lambda.join(', ')})` : ''}, ${count(card.parameters)} parameters, seed ${options.seed}`,
    `kept step ${count(card.keptStep)} of ${count(options.steps)}${card.stoppedEarly ? ' (stopped early)' : ''}; ${card.stepsPerSecond.toFixed(1)} steps/s on ${card.provider}; data ${data.hash.slice(0, 12)}`,
    table(['split', 'places', 'captions', 'regions'], splits),
    table(['', 'R@1', 'R@5', 'R@10', 'MRR', 'captions', 'tiles'], rows)
  ].join('\n')
}

async function comparison(client: EngineClient, project: string, ids: readonly string[]): Promise<string> {
  const runs = await Promise.all(ids.map((run) => client.call('runs.get', { project, run })))
  const names = ['R@1', 'R@5', 'R@10', 'MRR']
  return table(['run', 'name', ...names], runs.map((run) => [run.run, run.name, ...names.map((name) => percent(run.metrics[name] ?? Number.NaN))]))
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(2)} %`
}

function numberOption(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError('Give a number of at least 0.')
  return value
}

function numberList(text: string): number[] {
  return text.split(',').map(numberOption)
}

function patienceOption(text: string): number | 'none' {
  return text === 'none' ? text : integerOption(1, 1_000_000)(text)
}

function termsOption(text: string): PhysicalWeights {
  const terms = text.split(',').map((term) => choiceOption(signatureKinds)(term.trim()))
  const weight = (kind: (typeof signatureKinds)[number]): number => (terms.includes(kind) ? 1 : 0)
  return { colour: weight('colour'), structure: weight('structure'), texture: weight('texture') }
}
