import * as z from 'zod'
import type { Command } from 'commander'
import { BulkChange } from '#shared/contracts/bulk.ts'
import type { MethodInput } from '#shared/contracts/index.ts'
import type { LogEvent } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { choiceOption, integerOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

const actions = ['accept', 'flag', 'reject', 'tag', 'assign', 'unassign'] as const
type Action = (typeof actions)[number]

interface TargetWords extends WhereWords {
  readonly as: string
  readonly all?: boolean
  readonly hidden?: boolean
  readonly dryRun?: boolean
}
interface BulkWords extends TargetWords {
  readonly action: Action
  readonly reason?: string
  readonly comment?: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly annotators: readonly string[]
  readonly overlap: number
  readonly blind?: boolean
  readonly seed: number
}
interface ReplaceWords extends TargetWords {
  readonly find: string
  readonly replace: string
  readonly matchCase?: boolean
  readonly wholeWord?: boolean
  readonly regex?: boolean
  readonly show: number
}

const Done = z.object({ event: z.string().nullable(), captions: z.int(), leftOut: z.int(), unchanged: z.int(), undone: z.boolean() })

export function addBulkCommands(program: Command, terminal: Terminal): void {
  targetOptions(program.command('bulk').description('one thing done to all captions of a filter, as one event that one undo takes back').argument('<dir>', 'the project'))
    .requiredOption('--action <action>', actions.join(' | '), choiceOption(actions))
    .option('--reason <code>', 'reject: why (the code of one of the project’s reasons)')
    .option('--comment <text>', 'accept, flag, reject: what is said to it')
    .option('--add <tags>', 'tag: tags to add, parted by commas', list, [])
    .option('--remove <tags>', 'tag: tags to remove', list, [])
    .option('--annotators <names>', 'assign, unassign: to whom, parted by commas', list, [])
    .option('--overlap <n>', 'assign: each caption goes to so many of them', integerOption(1, 30), 1)
    .option('--blind', 'assign: none sees what the others decided before all have')
    .option('--seed <n>', 'assign: who gets which; the same seed gives the same', integerOption(0, 0xffffffff), 1)
    .action(async (dir: string, words: BulkWords) => {
      const change = changeOf(words)
      await withProject(terminal, dir, words.dryRun ? 'read' : 'write', async (client, project) => {
        const target = await targetOf(terminal, client, project, words)
        if (!words.dryRun) return tell(terminal, words.action, await run(terminal, client, { ...target, change }))
        const { total, leftOut, byStatus } = await client.call('bulk.preview', { ...target, action: words.action, count: 0 })
        const statuses = Object.entries(byStatus).filter(([, n]) => n > 0)
        terminal.result({ action: words.action, captions: total, leftOut, byStatus }, [`Would ${words.action} ${captions(total)}. Nothing was changed.`, ...leftOutLine(leftOut), ...(statuses.length === 0 ? [] : ['', table(['now', 'captions'], statuses.map(([status, n]) => [status, count(n)]))])].join('\n'))
      })
    })

  targetOptions(program.command('replace').description('find and replace in all captions of a filter, as one event that one undo takes back').argument('<dir>', 'the project'))
    .requiredOption('--find <text>', 'what is looked for')
    .requiredOption('--replace <text>', 'what takes its place; with --regex it may have $1, $<name>, $&')
    .option('--match-case', 'only where capital and small letters are the same')
    .option('--whole-word', 'only whole words')
    .option('--regex', '--find is a JavaScript regular expression')
    .option('--show <n>', '--dry-run: captions that are shown', integerOption(0, 200), 10)
    .action(async (dir: string, words: ReplaceWords) => {
      const find = { find: words.find, replace: words.replace, matchCase: words.matchCase ?? false, wholeWord: words.wholeWord ?? false, regex: words.regex ?? false }
      await withProject(terminal, dir, words.dryRun ? 'read' : 'write', async (client, project) => {
        const target = await targetOf(terminal, client, project, words)
        try {
          if (words.dryRun) await showMatches(terminal, client, { ...target, ...find, count: words.show })
          else tell(terminal, 'replace', await run(terminal, client, { ...target, change: BulkChange.parse({ action: 'replace', ...find }) }))
        } catch (error) {
          throw pointedAt(words.find, error)
        }
      })
    })

  for (const step of ['undo', 'redo'] as const) {
    program
      .command(step)
      .description(step === 'undo' ? 'take back what an annotator did last' : 'give back what an annotator undid last')
      .argument('<dir>', 'the project')
      .requiredOption('--as <annotator>', 'whose')
      .action(async (dir: string, words: { as: string }) => {
        await withProject(terminal, dir, 'write', async (client, project) => {
          const stamp = { project, uuid: crypto.randomUUID(), annotator: words.as, at: Date.now() }
          const event = step === 'undo' ? (await client.call('review.undo', stamp))?.undone : (await client.call('review.redo', stamp))?.redone
          await following(terminal, client, project)
          terminal.result({ [step === 'undo' ? 'undone' : 'redone']: event ?? null }, event === undefined ? `${words.as} has nothing to ${step}.` : `${step === 'undo' ? 'Took back' : 'Gave back'}: ${eventText(event)}.`)
        })
      })
  }
}

function targetOptions(command: Command): Command {
  return whereOption(command, 'captions')
    .option('--all', 'all captions, where --where is not given')
    .option('--hidden', 'captions as well that are gold or wait for a blind verdict')
    .option('--dry-run', 'say what would be done, and do nothing')
}

async function targetOf(terminal: Terminal, client: EngineClient, project: string, words: TargetWords): Promise<{ project: string; annotator: string; filter: { query?: string }; hidden: boolean }> {
  if (!words.as?.trim()) throw new PlanisphereError('INVALID_INPUT', 'Nobody is named who does it.', { hint: 'Give --as NAME: the log keeps it under that name, and planisphere undo --as NAME takes it back.' })
  const found = await checkedWhere(terminal, client, project, words)
  if (found === undefined && words.all !== true) throw new PlanisphereError('INVALID_INPUT', 'No filter is given.', { hint: 'Give --where QUERY, or --all for every caption of the project.' })
  return { project, annotator: words.as, filter: found === undefined ? {} : { query: found.where }, hidden: words.hidden ?? false }
}

function changeOf({ action, reason, comment, add, remove, annotators, overlap, blind, seed }: BulkWords): BulkChange {
  const parsed = BulkChange.safeParse({ action, reason, comment, add, remove, annotators, overlap, blind: blind ?? false, seed })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new PlanisphereError('INVALID_INPUT', `--${issue?.path.join('.') ?? 'action'}: ${issue?.message ?? 'cannot be read'}`)
}

/** Starts the job and follows it; a command that is stopped says what stays. */
async function run(terminal: Terminal, client: EngineClient, start: Omit<MethodInput<'bulk.start'>, 'uuid' | 'at'>): Promise<z.output<typeof Done>> {
  const uuid = crypto.randomUUID()
  try {
    const job = await watchJob(terminal, client, start.project, () => client.call('bulk.start', { ...start, uuid, at: Date.now() }))
    return Done.parse(job.result)
  } catch (error) {
    if (!(error instanceof PlanisphereError && error.code === 'CANCELLED')) throw error
    const done = (await client.call('bulk.outcome', { project: start.project, uuid }))?.captions ?? 0
    throw new PlanisphereError('CANCELLED', done === 0 ? 'Stopped before anything was changed.' : `Stopped after ${captions(done)}, which stay changed.`, { hint: done === 0 ? undefined : `planisphere undo --as ${start.annotator} takes them back.` })
  }
}

function tell(terminal: Terminal, action: string, done: z.output<typeof Done>): void {
  const text = done.event === null ? 'No caption is left to change: nothing was changed.' : `${action}: ${captions(done.captions)}, one event. planisphere undo takes it back.`
  terminal.result({ action, ...done }, [text, ...leftOutLine(done.leftOut)].join('\n'))
}

async function showMatches(terminal: Terminal, client: EngineClient, question: Omit<MethodInput<'bulk.findReplace'>, 'opened'>): Promise<void> {
  const opened = Date.now()
  for (;;) {
    const { progress, captions: changed, matches, unusable, leftOut, byStatus, items } = await client.call('bulk.findReplace', { ...question, opened, patience: 500 }, { signal: terminal.signal })
    if (progress !== null) {
      terminal.progress(`looking: ${count(progress.done)} / ${count(progress.total)}  ${captions(changed)}`)
      continue
    }
    terminal.progress(null)
    const shown = items.map(({ caption, matches: found }) => ({ caption: caption.uid, text: caption.text, matches: found }))
    const lines = shown.flatMap((item) => [item.caption, ...item.matches.map(({ start, end, text }) => `  ${item.text.slice(Math.max(0, start - 30), start)}[-${item.text.slice(start, end)}-]{+${text}+}${item.text.slice(end, end + 30)}`)])
    const unusableLine = unusable === 0 ? [] : [`${captions(unusable)} more would be left with no text, or with too long a one, and stay as they are.`]
    terminal.result({ captions: changed, matches, unusable, leftOut, byStatus, items: shown }, [`${count(matches)} matches in ${captions(changed)}. Nothing was changed.`, ...unusableLine, ...leftOutLine(leftOut), ...lines].join('\n'))
    return
  }
}

/** Waits until lists follow an undo of many captions. */
async function following(terminal: Terminal, client: EngineClient, project: string): Promise<void> {
  for (;;) {
    const { captions: left } = await client.call('bulk.following', { project })
    if (left === 0) return terminal.progress(null)
    terminal.progress(`${captions(left)} left`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** An error of the expression with a caret under the place. */
function pointedAt(find: string, error: unknown): unknown {
  const place = error instanceof PlanisphereError ? /^find:(\d+)-(\d+)$/.exec(error.place?.item ?? '') : null
  if (!(error instanceof PlanisphereError) || place === null || find.includes('\n')) return error
  const [start, end] = [Number(place[1]), Number(place[2])]
  return new PlanisphereError(error.code, `${error.message}\n  ${find}\n  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`, { hint: error.hint, place: error.place })
}

function eventText({ kind, captions: of, payload, at }: LogEvent): string {
  const what = kind === 'bulk' ? `${String(payload['action'])} of ${captions(of)}` : kind === 'verdict' ? String(payload['verdict']) : kind
  return `${what}, ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`
}

function leftOutLine(leftOut: number): string[] {
  return leftOut === 0 ? [] : [`${captions(leftOut)} left out: gold, or waiting for a blind verdict. --hidden takes them as well.`]
}

function captions(n: number): string {
  return `${count(n)} ${n === 1 ? 'caption' : 'captions'}`
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '')
}
