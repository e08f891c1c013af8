import type { Command } from 'commander'
import { SplitOverview, SplitRule } from '#shared/domain/splits.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'

interface RuleWords {
  readonly by: 'region' | 'continent' | 'random'
  readonly shares: readonly number[]
  readonly test: readonly string[]
  readonly valShare: number
  readonly buffer: number
  readonly leaveOut?: boolean
  readonly seed: number
}

/** Dividing places into splits; looking at what a rule would do, and taking it back. */
export function addSplitCommands(program: Command, terminal: Terminal): void {
  const commands = program.command('splits').description('divide the places into train, val and test')

  commands
    .command('show')
    .description('the splits as they are: places by split and region, and how near the splits come to each other')
    .argument('<dir>')
    .action((dir: string) => show(terminal, dir, null))

  ruleOptions(commands.command('preview').description('what a rule would give; changes nothing').argument('<dir>'))
    .action((dir: string, words: RuleWords) => show(terminal, dir, ruleFrom(words)))

  ruleOptions(commands.command('assign').description('divide the places; the splits as they were are kept').argument('<dir>'))
    .action(async (dir: string, words: RuleWords) => {
      const rule = ruleFrom(words)
      await withProject(terminal, dir, 'write', async (client, project) => {
        const job = await watchJob(terminal, client, project, () => client.call('splits.assign', { project, rule }))
        const overview = SplitOverview.parse(job.result)
        terminal.result(overview, overviewText(overview))
      })
    })

  commands
    .command('undo')
    .description('give the places the splits that they had before the last division')
    .argument('<dir>')
    .action(async (dir: string) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const undone = await client.call('splits.undo', { project })
        terminal.result(undone, `${count(undone.restored)} places have their former split again.${undone.changedSince > 0 ? ` ${count(undone.changedSince)} were changed since and stay.` : ''}`)
      })
    })
}

async function show(terminal: Terminal, dir: string, rule: SplitRule | null): Promise<void> {
  await withProject(terminal, dir, 'read', async (client, project) => {
    const overview = await client.call('splits.preview', { project, rule }, { signal: terminal.signal })
    terminal.result(overview, overviewText(overview))
  })
}

function ruleOptions(command: Command): Command {
  return command
    .requiredOption('--by <rule>', 'region (world level), continent (intercontinental level: leave one out) or random', choiceOption(['region', 'continent', 'random'] as const))
    .option('--shares <train,val,test>', 'region, random: parts of the places, 0.7,0.1,0.2 for example', shares, [0.7, 0.1, 0.2])
    .option('--test <continents>', 'continent: the test split, parted by commas', (text: string) => text.split(',').map((name) => name.trim()).filter((name) => name !== ''), [])
    .option('--val-share <part>', 'continent: validation’s part of the other continents', part, 0.1)
    .option('--buffer <metres>', 'the least distance between places of different splits', integerOption(0, 1_000_000), 0)
    .option('--leave-out', 'random: places that are too near to another split’s get none (default: chained places stay together)')
    .option('--seed <n>', 'the same seed gives the same splits', integerOption(0, 0xffffffff), 1)
}

function ruleFrom({ by, shares: [train = 0, val = 0, test = 0], ...words }: RuleWords): SplitRule {
  const common = { bufferM: words.buffer, seed: words.seed }
  if (by === 'continent' && words.test.length === 0) throw new PlanisphereError('INVALID_INPUT', 'Which continents are the test split?', { hint: 'Name them: --test Africa, or --test "Africa,South America".' })
  const rule =
    by === 'continent'
      ? { kind: by, test: words.test, valShare: words.valShare, ...common }
      : by === 'region'
        ? { kind: by, shares: { train, val, test }, ...common }
        : { kind: by, shares: { train, val, test }, buffer: words.leaveOut === true ? ('leave-out' as const) : ('together' as const), ...common }
  const parsed = SplitRule.safeParse(rule)
  if (!parsed.success) throw new PlanisphereError('INVALID_INPUT', `These splits cannot be: ${parsed.error.issues[0]?.message ?? ''}.`, { hint: 'Give three shares that sum to 1.' })
  return parsed.data
}

function shares(text: string): number[] {
  return text.split(',').map(Number)
}

function part(text: string): number {
  return Number(text)
}

function overviewText({ counts, regions, regionCount, leftOut, unplaced, largestGroup, nearestM, changed }: SplitOverview): string {
  const cells = (of: typeof counts): string[] => [of.train, of.val, of.test, of.none].map(count)
  return [
    table(['', 'train', 'val', 'test', 'none'], [['all places', ...cells(counts)], ...regions.slice(0, 30).map(({ region, continent, counts: own }) => [`${region ?? '(no region)'}${continent === null ? '' : `, ${continent}`}`, ...cells(own)])]),
    ...(regionCount > 30 ? [`… ${count(regionCount - 30)} more regions`] : []),
    '',
    `Places whose split changes: ${count(changed)}. Left out by the buffer: ${count(leftOut)}. Without what the rule goes by: ${count(unplaced)}.`,
    ...(largestGroup === null ? [] : [`The largest group that the buffer keeps together has ${count(largestGroup)} places.`]),
    nearestM === null ? 'No two splits with coordinates.' : `The least distance between two splits is ${nearestM < 10_000 ? `${nearestM.toFixed(1)} m` : `${(nearestM / 1000).toFixed(0)} km`}.`
  ].join('\n')
}
