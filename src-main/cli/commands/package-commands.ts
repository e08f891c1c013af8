import { resolve } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { MadePackage, MergeReport, UnpackedPackage, WrittenAnswers } from '#shared/contracts/packages.ts'
import { QueueShare, type QueueDefinition } from '#shared/domain/queue.ts'
import { BrowseOrder, browseOrders } from '#shared/domain/filter.ts'
import { viewKinds, type ViewKind } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { integerOption } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { count, type Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

interface MakeWords extends WhereWords {
  readonly out: string
  readonly by: string
  readonly for: string
  readonly queue?: string
  readonly order: BrowseOrder
  readonly seed: number
  readonly limit?: number
  readonly share?: QueueShare
  readonly blind?: boolean
  readonly kinds: readonly ViewKind[]
  readonly edge: number
}

export function addPackageCommands(program: Command, terminal: Terminal): void {
  const packages = program.command('package').description('work packages: a queue with its images in one file, to be reviewed elsewhere, and the answers back')
  addMake(packages, terminal)

  packages
    .command('open')
    .description('make a project of a work package, to review it here')
    .argument('<file>', 'the work package')
    .argument('<dir>', 'folder of the new project')
    .action(async (file: string, dir: string) => {
      const client = await terminal.engine()
      const started = await client.call('packages.open', { path: pathFrom(terminal, file), out: pathFrom(terminal, dir) })
      try {
        const job = await watchJob(terminal, client, started.project, () => Promise.resolve(started))
        const made = UnpackedPackage.parse(job.result)
        terminal.result(made, `Made ${made.path}: ${count(made.captions)} captions of ${count(made.places)} places, ${count(made.images)} images. Answers: planisphere package answers ${dir} --out FILE`)
      } finally {
        await client.call('projects.close', { project: started.project })
      }
    })

  packages
    .command('answers')
    .description('write what was decided since a work package was opened, to be merged where it came from')
    .argument('<dir>', 'the project of the opened package')
    .requiredOption('--out <file>', 'the file to make')
    .action(async (dir: string, words: { out: string }) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const out = resolve(terminal.folder, words.out)
        const job = await watchJob(terminal, client, project, () => client.call('packages.answers', { project, out }))
        const written = WrittenAnswers.parse(job.result)
        const drafts = written.drafts === 0 ? '' : `\n${count(written.drafts)} drafts were never submitted and stay here.`
        terminal.result(written, `Wrote ${written.file}: ${count(written.events)} events on ${count(written.captions)} captions by ${written.annotators.join(', ') || 'nobody'}.${drafts}`)
      })
    })

  packages
    .command('merge')
    .description('merge answers into the project that their package came from; in any order, and again, with the same result')
    .argument('<dir>', 'the project')
    .argument('<files...>', 'the answers')
    .option('--force', 'take answers to a package of another project, where the captions are the same')
    .action(async (dir: string, files: string[], words: { force?: boolean }) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const reports: (MergeReport & { file: string })[] = []
        for (const file of files) {
          const path = pathFrom(terminal, file)
          const job = await watchJob(terminal, client, project, () => client.call('packages.merge', { project, path, force: words.force ?? false }))
          reports.push({ file: path, ...MergeReport.parse(job.result) })
        }
        terminal.result(reports, reports.map(mergeText).join('\n'))
        terminal.exit(reports.some(({ problemCount }) => problemCount > 0) ? exitCodes.partlyDone : exitCodes.done)
      })
    })
}

function addMake(packages: Command, terminal: Terminal): void {
  const making = packages
    .command('make')
    .description('write a queue with its images to one file')
    .argument('<dir>', 'the project')
    .requiredOption('--out <file>', 'the file to make')
    .requiredOption('--by <annotator>', 'who makes it')
  whereOption(making, 'captions')
    .option('--for <annotator>', 'for whom: what she may not see stays here', '')
    .option('--queue <name>', 'a saved queue, in the place of a filter')
    .option('--order <order>', `${browseOrders.join(', ')}, rank:ENCODER, disagreement:ENCODER1,ENCODER2`, orderOption, 'id')
    .option('--seed <n>', 'of --order random', integerOption(0, 2 ** 31 - 1), 1)
    .option('--limit <n>', 'the first so many', integerOption(1, 100_000_000))
    .option('--share <share>', 'one share of several, for example 1/3', shareOption)
    .option('--blind', 'leave out what others decided: the answers are second reviews')
    .option('--kinds <kinds>', `which images: ${viewKinds.join(',')}`, kindsOption, viewKinds)
    .option('--edge <pixels>', 'make images at most so long; 0: as they are', integerOption(0, 20_000), 2048)
    .action(async (dir: string, words: MakeWords) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const { by, kinds } = words
        const queue = await queueOf(terminal, client, project, words)
        const job = await watchJob(terminal, client, project, () =>
          client.call('packages.make', { project, queue, by, recipient: words.for, blind: words.blind ?? false, kinds: [...kinds], largestEdge: words.edge, out: resolve(terminal.folder, words.out) })
        )
        const made = MadePackage.parse(job.result)
        const missing = made.missingImages === 0 ? '' : `\n${count(made.missingImages)} images are missing and not in it.`
        terminal.result(made, `Wrote ${made.file}: ${count(made.captions)} captions of ${count(made.places)} places, ${count(made.images)} images, ${count(made.events)} events.${missing}`)
        terminal.exit(made.missingImages > 0 ? exitCodes.partlyDone : exitCodes.done)
      })
    })
}

async function queueOf(terminal: Terminal, client: EngineClient, project: string, words: MakeWords): Promise<QueueDefinition> {
  const { order, seed, limit, share } = words
  if (words.queue === undefined) {
    const found = await checkedWhere(terminal, client, project, words)
    return { filter: found ? { query: found.where, me: found.me } : {}, order, seed, ...(limit === undefined ? {} : { limit }), ...(share === undefined ? {} : { share }) }
  }
  if (words.where !== undefined) throw new PlanisphereError('INVALID_INPUT', 'Give --where or --queue, not both.', { hint: 'A saved queue has a filter of its own.' })
  const { saved } = await client.call('queues.list', { project })
  const queue = saved.find(({ name }) => name === words.queue)
  if (queue) return share === undefined ? queue.definition : { ...queue.definition, share }
  throw new PlanisphereError('NOT_FOUND', `There is no queue "${words.queue}" in this project.`, { hint: saved.length === 0 ? 'No queue is saved yet.' : `Saved queues: ${saved.map(({ name }) => name).join(', ')}.` })
}

function mergeText(report: MergeReport & { file: string }): string {
  const lines = [
    `${report.file}: ${count(report.events)} events by ${report.annotators.join(', ') || 'nobody'}; ${count(report.added)} added, ${count(report.known)} known. ` +
      `${count(report.captions)} captions changed, ${count(report.conflicts)} now in conflict.`
  ]
  if (report.problemCount > 0) lines.push(`${count(report.problemCount)} problems:`)
  for (const problem of report.problems) lines.push(`  ${problem.file}${problem.line === null ? '' : `:${problem.line}`}  ${problem.code}  ${problem.message}`)
  if (report.problemCount > report.problems.length) lines.push(`  … and ${count(report.problemCount - report.problems.length)} more`)
  return lines.join('\n')
}

function shareOption(text: string): QueueShare {
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const share = QueueShare.safeParse({ part: Number(part), of: Number(of) })
  if (share.success) return share.data
  throw new InvalidArgumentError('Give PART/SHARES, for example 1/3.')
}

function kindsOption(text: string): readonly ViewKind[] {
  const kinds = text.split(',').map((word) => viewKinds.find((kind) => kind === word.trim()))
  if (kinds.length > 0 && kinds.every((kind) => kind !== undefined)) return kinds
  throw new InvalidArgumentError(`Give some of ${viewKinds.join(',')}.`)
}

function orderOption(text: string): BrowseOrder {
  const order = BrowseOrder.safeParse(text)
  if (order.success) return order.data
  throw new InvalidArgumentError(`Give one of: ${browseOrders.join(', ')}, rank:ENCODER, disagreement:ENCODER1,ENCODER2.`)
}
