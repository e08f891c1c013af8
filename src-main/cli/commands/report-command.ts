import type { Command } from 'commander'
import { ReportLanguage, ReportResult } from '#shared/contracts/report.ts'
import { Estimand } from '#shared/domain/analysis.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { choiceOption } from '../arguments.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { count, type Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

interface ReportWords extends WhereWords {
  readonly runs?: string
  readonly out: string
  readonly title?: string
  readonly language: ReportLanguage
  readonly metric: string
  readonly estimand: Estimand
  readonly force?: boolean
}

/** `planisphere report`: what Compare shows of some runs, as a folder to read, to print and to cite. */
export function addReportCommand(program: Command, terminal: Terminal): void {
  whereOption(program.command('report').description('write a report of runs: HTML, PDF, LaTeX, and the CSV behind every table and figure').argument('<dir>', 'the project'), 'queries')
    .option('--runs <ids>', 'runs in order, separated by commas; the first is A, the second B (default: all, newest first, at most 12)')
    .requiredOption('--out <folder>', 'the folder to make')
    .option('--title <text>', 'what to call it')
    .option('--metric <name>', 'the metric of differences, slices and maps', 'R@1')
    .option('--estimand <what>', 'query: a new query of the same mixture; region: every region alike', choiceOption(Estimand.options), 'query')
    .option('--language <code>', 'en or zh', choiceOption(ReportLanguage.options), 'en')
    .option('--force', 'replace the report that the folder holds')
    .action(async (dir: string, words: ReportWords) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const where = await checkedWhere(terminal, client, project, words)
        const runs = words.runs === undefined ? (await client.call('runs.list', { project })).slice(0, 12).map(({ run }) => run) : words.runs.split(',').map((run) => run.trim()).filter((run) => run !== '')
        if (runs.length === 0) throw new PlanisphereError('NOT_FOUND', 'The project has no run to report on.', { hint: 'Evaluate an encoder first: planisphere evaluate.' })
        const options = { runs, title: words.title ?? '', language: words.language, metric: words.metric, estimand: words.estimand, selection: where ?? {} }
        const job = await watchJob(terminal, client, project, () => client.call('report.make', { project, options, out: pathFrom(terminal, words.out), replace: words.force ?? false }))
        const made = ReportResult.parse(job.result)
        for (const note of made.notes) terminal.note(note)
        terminal.result(made, `Wrote ${made.html}, ${made.pdf} (${count(made.pages)} pages), ${made.tex} and ${count(made.data.length)} data files.${made.groups > 1 ? ` The runs follow ${count(made.groups)} protocols and stand apart.` : ''}`)
      })
    })
}
