import { resolve } from 'node:path'
import type { Command } from 'commander'
import { exportFormats, importFormats, ImportReport, type ExportFormat, type ImportMapping } from '#shared/contracts/imports.ts'
import { viewKinds, type ViewKind } from '#shared/domain/vocabulary.ts'
import { choiceOption, mappingOption } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchJob } from '../job-watch.ts'
import { pathFrom, withProject } from '../project-access.ts'
import { count, type Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

interface ImportWords {
  readonly format: (typeof importFormats)[number] | 'auto'
  readonly map?: ImportMapping
  readonly kind?: ViewKind
  readonly author?: string
  readonly dryRun?: boolean
}

/** Problems that are a note about the source rather than a record that did not come in. */
const notes: readonly string[] = ['IMAGES_ABSENT', 'MISSING_IMAGE']

export function addImportCommands(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('bring captions, images and coordinates into a project; importing the same source again adds nothing')
    .argument('<dir>', 'the project')
    .argument('<source>', 'a file or a folder')
    .option('--format <name>', `auto, or one of ${importFormats.join(', ')}`, choiceOption(['auto', ...importFormats]), 'auto')
    .option('--map <fields>', 'FIELD=COLUMN,… for tables and JSON records, for example caption=text,lat=y', mappingOption)
    .option('--kind <kind>', `kind of the views whose kind the source does not say: ${viewKinds.join(', ')}`, choiceOption(viewKinds))
    .option('--author <name>', 'who wrote the captions, where the source does not say')
    .option('--dry-run', 'report what would come in, and the first problems; write nothing')
    .action(async (dir: string, source: string, words: ImportWords) => {
      const dryRun = words.dryRun ?? false
      await withProject(terminal, dir, dryRun ? 'read' : 'write', async (client, project) => {
        const options = { source: pathFrom(terminal, source), format: words.format, mapping: words.map, kind: words.kind, author: words.author }
        const job = await watchJob(terminal, client, project, () => client.call('imports.start', { project, options, dryRun }))
        const report = ImportReport.parse(job.result)
        terminal.result(report, reportText(report, dryRun))
        const lost = report.problems.some((problem) => !notes.includes(problem.code)) || report.problemCount > report.problems.length
        terminal.exit(lost ? exitCodes.partlyDone : exitCodes.done)
      })
    })

  const exporting = program.command('export').description('write a project in an open format; jsonl is lossless, the others list what they drop').argument('<dir>', 'the project')
  whereOption(exporting, 'places and captions')
    .requiredOption('--format <name>', exportFormats.join(', '), choiceOption(exportFormats))
    .requiredOption('--out <path>', 'the file or folder to make')
    .option('--copy-images', 'copy the images beside the captions (coco, hf)')
    .action(async (dir: string, words: { format: ExportFormat; out: string; copyImages?: boolean } & WhereWords) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const out = resolve(terminal.folder, words.out)
        const part = await checkedWhere(terminal, client, project, words)
        const job = await watchJob(terminal, client, project, () =>
          client.call('exports.start', { project, format: words.format, out, copyImages: words.copyImages ?? false, ...part })
        )
        const dropped = (job.result?.['dropped'] ?? []) as { what: string; count: number }[]
        terminal.result(job.result, [`Wrote ${out}.`, ...dropped.map((item) => `Not in this format: ${count(item.count)} ${item.what}`)].join('\n'))
      })
    })
}

function reportText(report: ImportReport, dryRun: boolean): string {
  const lines = [
    `${dryRun ? 'Would add' : 'Added'} ${count(report.places)} places, ${count(report.views)} views, ${count(report.captions)} captions (${report.format}); ${count(report.skipped)} were there already.`
  ]
  if (report.problemCount > 0) lines.push(`${count(report.problemCount)} problems:`)
  for (const problem of report.problems) lines.push(`  ${problem.file}${problem.line === null ? '' : `:${problem.line}`}  ${problem.code}  ${problem.message}`)
  if (report.problemCount > report.problems.length) lines.push(`  … and ${count(report.problemCount - report.problems.length)} more`)
  return lines.join('\n')
}
