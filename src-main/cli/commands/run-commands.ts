import type { Command } from 'commander'
import { choiceOption, integerOption } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { figure, runText } from '../run-text.ts'
import { count, table, type Terminal } from '../terminal.ts'
import { addEvaluateCommand } from './evaluate-command.ts'
import { addRunImportCommands } from './run-import-commands.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

/** What `planisphere score` prints: metrics over all queries, and by query. */
export interface ScoreDocument {
  readonly overall: Readonly<Record<string, number | null>>
  readonly queries: Readonly<Record<string, Readonly<Record<string, number | null>>>>
}

/** Scores TREC files without an engine; handed in because only an entry point may reach into the engine. */
export type ScoreFiles = (files: { readonly run: string; readonly qrels: string }) => Promise<ScoreDocument>

export function addRunCommands(program: Command, terminal: Terminal, score: ScoreFiles): void {
  addEvaluateCommand(program, terminal)

  program
    .command('compare')
    .description('the metrics of several runs beside each other')
    .argument('<dir>')
    .argument('<run...>')
    .action(async (dir: string, runs: string[]) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const compared = await client.call('runs.compare', { project, runs })
        for (const difference of compared.protocolDifferences) terminal.note(`The runs differ in ${difference.field}: ${difference.values.join(' | ')}`)
        terminal.result(
          compared,
          table(['metric', ...compared.runs.map((run) => run.run)], compared.metrics.map((name) => [name, ...compared.runs.map((run) => figure(name, run.metrics[name] ?? null))]))
        )
      })
    })

  const runs = program.command('runs').description('kept runs: list, export, import')

  runs
    .command('list')
    .argument('<dir>')
    .action(async (dir: string) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const list = await client.call('runs.list', { project })
        terminal.result(
          list,
          table(['run', 'name', 'queries', 'gallery', 'R@1', 'MRR'], list.map((run) => [run.run, run.name, count(run.queries), count(run.gallery), figure('R@1', run.metrics['R@1'] ?? null), figure('MRR', run.metrics['MRR'] ?? null)]))
        )
      })
    })

  whereOption(runs.command('metrics').description('the metrics of a run, or of those of its queries that fit a filter').argument('<dir>').argument('<run>'), 'queries')
    .action(async (dir: string, run: string, words: WhereWords) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const whole = await client.call('runs.get', { project, run })
        const part = await checkedWhere(terminal, client, project, words)
        if (!part) {
          terminal.result(whole, runText(whole))
          return
        }
        const slice = await client.call('runs.slice', { project, run, ...part }, { signal: terminal.signal })
        const rows = Object.entries(whole.metrics).map(([name, value]) => [name, figure(name, slice.metrics[name] ?? null), figure(name, value)])
        terminal.result({ run, ...part, ...slice }, `${whole.run}  ${whole.name}: ${count(slice.queries)} of ${count(slice.all)} queries fit\n${table(['metric', 'where', 'all'], rows)}`)
      })
    })

  runs
    .command('export')
    .argument('<dir>')
    .argument('<run>')
    .requiredOption('--format <format>', 'trec or csv', choiceOption(['trec', 'csv'] as const))
    .requiredOption('--out <folder>')
    .option('--depth <n|full>', 'how many answers a query (trec)', (text: string) => (text === 'full' ? 'full' : integerOption(1, 10_000_000)(text)), 1000)
    .action(async (dir: string, run: string, words: { format: 'trec' | 'csv'; out: string; depth: number | 'full' }) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const written = await client.call('runs.export', { project, run, format: words.format, out: pathFrom(terminal, words.out), depth: words.depth }, { signal: terminal.signal })
        terminal.result(written, `Wrote ${written.files.join(', ')}: ${count(written.queries)} queries, ${count(written.rows)} rows.`)
      })
    })

  runs
    .command('rename')
    .description('give a run another name; nothing else of it can be changed')
    .argument('<dir>')
    .argument('<run>')
    .argument('<name>')
    .action(async (dir: string, run: string, name: string) => {
      await withProject(terminal, dir, 'write', async (client, project) => {
        const renamed = await client.call('runs.rename', { project, run, name })
        terminal.result(renamed, `${renamed.run} is now called ${renamed.name}.`)
      })
    })

  addRunImportCommands(runs, terminal)

  program
    .command('score')
    .description('score a TREC run file against a qrels file, with trec_eval’s conventions; needs no project')
    .requiredOption('--run <file>')
    .requiredOption('--qrels <file>')
    .action(async (words: { run: string; qrels: string }) => {
      const document = await score({ run: pathFrom(terminal, words.run), qrels: pathFrom(terminal, words.qrels) })
      terminal.result(document, table(['metric', 'value'], Object.entries(document.overall).map(([name, value]) => [name, value === null ? '–' : value.toFixed(4)])))
      terminal.exit(exitCodes.done)
    })
}
