import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import type { Job } from '#shared/domain/job.ts'
import { AblateOptions, AblationVariant, type AblationReport, type AblationRow, type Estimate } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'
import { checkedWhere } from '../where-option.ts'
import { givenOptions, trainingOptions, type TrainWords } from './planet-train-command.ts'

interface AblateWords extends TrainWords {
  readonly seeds?: number[]
  readonly variants?: AblationVariant[]
  readonly levels?: AblateOptions['levels']
  readonly confidence?: number
  readonly startOver?: boolean
}

/** `planet ablate`. */
export function addAblateCommand(planet: Command, terminal: Terminal): void {
  trainingOptions(
    planet
      .command('ablate')
      .description('train with and without L_phy, and with each of its terms alone, with several seeds, and test on held-out regions; the same command goes on with one that was stopped')
      .argument('<dir>', 'a project, or the word sample for the sample project (it is made where it is missing)')
  )
    .option('--seeds <numbers>', 'seeds of training, for example 1,2,3', seedList)
    .option('--variants <names>', `of ${AblationVariant.options.join(',')} (default: all)`, listOf((text) => AblationVariant.safeParse(text).data ?? null, AblationVariant.options))
    .option('--levels <names>', 'world: the project’s splits; continents: each continent held out in turn (default: world)', listOf((text) => (text === 'world' || text === 'continents' ? text : null), ['world', 'continents']))
    .option('--confidence <share>', 'nominal coverage of the intervals (default: 0.95)', shareOption)
    .option('--start-over', 'begin anew even if the same ablation was stopped before')
    .action(async (dir: string, words: AblateWords) => {
      await withProject(terminal, await projectOf(terminal, dir), 'write', async (client, project) => {
        const { seeds, variants, levels, confidence } = words
        const own = Object.fromEntries(Object.entries({ seeds, variants, levels, confidence }).filter(([, value]) => value !== undefined))
        const options = AblateOptions.parse({ ...givenOptions(words, await checkedWhere(terminal, client, project, words)), ...own })
        const stopped = words.startOver ? null : await stoppedAblation(client, project, options)
        if (stopped) terminal.note('Going on with the same ablation, which was stopped. To begin anew: --start-over.')
        const job = await watchJob(terminal, client, project, async () => {
          if (!stopped) return client.call('planet.ablate', { project, options })
          await client.call('jobs.resume', { project, job: stopped.id })
          return { job: stopped.id }
        })
        const report = await client.call('planet.ablation', { project, job: job.id })
        terminal.result(report, reportText(report))
      })
    })
}

/** The sample project of the studio, where `sample` is given and no such folder is there. */
async function projectOf(terminal: Terminal, dir: string): Promise<string> {
  const given = pathFrom(terminal, dir)
  if (dir !== 'sample' || existsSync(given)) return given
  const path = join(process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'planisphere', 'sample.planisphere')
  if (existsSync(path)) {
    terminal.note(`The sample project: ${path}`)
    return path
  }
  terminal.note(`There is no sample project yet: it is made at ${path}.`)
  const client = await terminal.engine()
  const started = await client.call('samples.start', { path, options: {} })
  await watchJob(terminal, client, started.project, () => Promise.resolve(started))
  await client.call('projects.close', { project: started.project })
  return path
}

async function stoppedAblation(client: EngineClient, project: string, options: AblateOptions): Promise<Job | null> {
  const jobs = await client.call('jobs.list', { project })
  const same = (job: Job): boolean => JSON.stringify(AblateOptions.safeParse(job.params).data) === JSON.stringify(options)
  return jobs.find((job) => job.kind === 'ablate' && ['paused', 'failed', 'cancelled', 'interrupted'].includes(job.state) && same(job)) ?? null
}

function reportText(report: AblationReport): string {
  const { options, rows, seconds } = report
  const parts = [...new Set(rows.map(titleOf))].map((title) => {
    const own = rows.filter((row) => titleOf(row) === title)
    const [first] = own
    const base = first ? `${count(first.queries)} captions, ${count(first.gallery)} tiles, ${count(first.regions)} regions` : ''
    return `${title} (${base})\n${table(['variant', 'lambda', 'R@1', 'R@5', 'R@10', 'R@1 - contrastive', 'p', 'R@1 by seed'], own.map(rowText))}`
  })
  const head = `${count(options.steps)} steps, batch ${options.batch}, seeds ${options.seeds.join(', ')}; data ${report.dataHash.slice(0, 12)}; ${(seconds / 60).toFixed(1)} min on ${report.provider}`
  return [head, ...parts, ...report.method].join('\n\n')
}

function titleOf({ level, held }: AblationRow): string {
  return level === 'world' ? 'World level' : held === null ? 'All continents, each held out in turn' : `Without ${held}`
}

function rowText({ variant, lambda, r1, r5, r10, difference, perSeed }: AblationRow): string[] {
  return [variant, String(lambda), interval(r1), interval(r5), interval(r10), difference ? interval(difference.r1, true) : '', difference ? difference.p.toPrecision(2) : '', perSeed.map((value) => (100 * value).toFixed(1)).join(' ')]
}

/** In percent, or percentage points with a sign. */
function interval({ value, low, high }: Estimate, signed = false): string {
  const text = (share: number): string => `${signed && share > 0 ? '+' : ''}${(100 * share).toFixed(1)}`
  return low === null || high === null ? text(value) : `${text(value)} [${text(low)}, ${text(high)}]`
}

function listOf<T extends string>(read: (text: string) => T | null, known: readonly string[]): (text: string) => T[] {
  return (text) =>
    text.split(',').map((part) => {
      const value = read(part.trim())
      if (value === null) throw new InvalidArgumentError(`“${part.trim()}” is none of ${known.join(', ')}.`)
      return value
    })
}

function seedList(text: string): number[] {
  return text.split(',').map((part) => {
    if (!/^\d{1,15}$/.test(part.trim())) throw new InvalidArgumentError('Give whole numbers, for example 1,2,3.')
    return Number(part)
  })
}

function shareOption(text: string): number {
  const share = Number(text)
  if (!(share > 0.5 && share < 1)) throw new InvalidArgumentError('Give a number between 0.5 and 1, for example 0.95.')
  return share
}
