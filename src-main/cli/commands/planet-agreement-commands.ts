import { InvalidArgumentError, type Command } from 'commander'
import type { Job } from '#shared/domain/job.ts'
import { ScoreOptions, type AgreementReport } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'

interface ScoreWords {
  readonly base?: string
  readonly folds: number
  readonly comparisons: number
  readonly steps: number
  readonly batch: number
  readonly seed: number
  readonly threads: number
  readonly onlyStale?: boolean
  readonly startOver?: boolean
}

interface ReportWords {
  readonly truth?: string
  readonly encoder?: string
  readonly confidence: number
}

/** The commands on how captions agree with their own tiles, in the group `planet`. */
export function addPlanetAgreementCommands(planet: Command, terminal: Terminal): void {
  planet
    .command('score')
    .description('score every caption against the colours, structure and texture of its own tile; the same command goes on with a scoring that was stopped')
    .argument('<dir>')
    .option('--base <encoder>', 'stand on the frozen text tower of an encoder (default: small towers from scratch)')
    .option('--folds <n>', 'parts into which regions are dealt; a region is scored by heads trained without its part', integerOption(2, 20), 5)
    .option('--comparisons <n>', 'tiles of other places that a caption’s own tile is compared with', integerOption(10, 10_000), 1000)
    .option('--steps <n>', 'steps of training a fold', integerOption(1, 100_000), 300)
    .option('--batch <n>', 'places in a step', integerOption(2, 4096), 128)
    .option('--seed <n>', 'seed of folds, tiles and heads', integerOption(0, 2 ** 31 - 1), 1)
    .option('--threads <n>', 'threads of training; 0: as many as there are cores', integerOption(0, 64), 0)
    .option('--only-stale', 'keep the heads there are and score only new and edited captions')
    .option('--start-over', 'begin anew even if the same scoring was stopped before')
    .action(async (dir: string, { base, onlyStale, startOver, ...words }: ScoreWords) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const options = ScoreOptions.parse({ ...words, base: base ?? null, onlyStale: onlyStale ?? false })
        const stopped = startOver === true ? null : await stoppedScoring(client, project, options)
        if (stopped) terminal.note('Going on with the scoring that was stopped. To begin anew: --start-over.')
        const { result } = await watchJob(terminal, client, project, async () => {
          if (!stopped) return client.call('planet.score', { project, options })
          await client.call('jobs.resume', { project, job: stopped.id })
          return { job: stopped.id }
        })
        terminal.result(result ?? {}, scoredText(result ?? {}))
      })
    })

  planet
    .command('agreement')
    .description('how well low agreement finds captions that are known to be wrong: area under the ROC curve, wrong ones in the first tenth of the queue')
    .argument('<dir>')
    .option('--truth <file>', 'JSON Lines of {caption, kind}: which captions are wrong, and in what (default: the sample project’s own)')
    .option('--encoder <name>', 'compare with the order by the rank of the own tile under this encoder')
    .option('--confidence <share>', 'nominal coverage of the intervals', confidenceOption, 0.95)
    .action(async (dir: string, words: ReportWords) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const truth = words.truth === undefined ? {} : { truth: pathFrom(terminal, words.truth) }
        const encoder = words.encoder === undefined ? {} : { encoder: words.encoder }
        const report = await client.call('planet.agreementReport', { project, ...truth, ...encoder, confidence: words.confidence }, { signal: terminal.signal })
        terminal.result(report, reportText(report, words.confidence))
      })
    })
}

/** The project's last scoring, if it was stopped and had the same options. */
async function stoppedScoring(client: EngineClient, project: string, options: ScoreOptions): Promise<Job | null> {
  const last = (await client.call('jobs.list', { project })).find(({ kind }) => kind === 'score')
  if (!last || !['paused', 'failed', 'cancelled', 'interrupted'].includes(last.state)) return null
  return JSON.stringify(ScoreOptions.safeParse(last.params).data) === JSON.stringify(options) ? last : null
}

function confidenceOption(text: string): number {
  const value = Number(text)
  if (value > 0.5 && value < 1) return value
  throw new InvalidArgumentError('Give a share between 0.5 and 1, for example 0.95.')
}

function scoredText(result: Readonly<Record<string, unknown>>): string {
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
  const unscored = (result['unscored'] ?? {}) as Readonly<Record<string, unknown>>
  const why = [
    ['noRegion', 'whose place has no region'],
    ['noTile', 'without a satellite view'],
    ['noSignature', 'whose tile has no signature'],
    ['alone', 'with no other tile in their split']
  ].flatMap(([key, words]) => (number(unscored[key as string]) > 0 ? [`${count(number(unscored[key as string]))} ${words}`] : []))
  return `${count(number(result['scored']))} captions scored by heads of ${count(number(result['folds']))} folds${why.length > 0 ? `; not scored: ${why.join(', ')}` : ''}.`
}

const orderNames = { agreement: 'agreement', rank: 'rank of the own tile', random: 'random' } as const

function reportText({ captions, wrong, rows, encoder }: AgreementReport, confidence: number): string {
  const lines = rows.flatMap(({ claim, wrong: of, orders }) =>
    orders.map(({ order, auc, firstTenth, firstTenthShare }, i) => [
      i === 0 ? claim : '',
      i === 0 ? count(of) : '',
      order === 'rank' && encoder !== null ? `${orderNames.rank} (${encoder})` : orderNames[order],
      auc.value.toFixed(3),
      auc.low === null || auc.high === null ? '–' : `[${auc.low.toFixed(3)}, ${auc.high.toFixed(3)}]`,
      `${count(firstTenth)} (${(100 * firstTenthShare).toFixed(1)} %)`
    ])
  )
  const none = rows.filter(({ orders }) => orders.length === 0).map(({ claim }) => claim)
  return [
    `${count(captions)} captions, ${count(wrong)} of them known to be wrong. A kind of claim is judged by the agreement of that kind, any by the least of the three.`,
    '',
    table(['wrong claim', 'captions', 'order', 'AUC', `${Math.round(100 * confidence)} %`, 'in the first tenth'], lines),
    ...(none.length > 0 ? ['', `Nothing to find: ${none.join(', ')}.`] : [])
  ].join('\n')
}
