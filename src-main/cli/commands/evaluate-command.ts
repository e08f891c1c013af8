import { InvalidArgumentError, type Command } from 'commander'
import { findPreset, presetName, protocolPresets, type PresetOptions, type ProtocolPreset } from '#shared/domain/protocol-presets.ts'
import { RunRepeat } from '#shared/domain/run-repeat.ts'
import { GalleryKind, QuerySource, RunSummary } from '#shared/domain/run.ts'
import { choiceOption, galleryOption, positivesOption } from '../arguments.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchJob } from '../job-watch.ts'
import { withProject } from '../project-access.ts'
import { rerankFrom, rerankOptions, type RerankWords } from '../rerank-option.ts'
import { repeatText, runText } from '../run-text.ts'
import type { Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

interface EvaluateWords extends WhereWords, RerankWords {
  readonly encoder?: string
  readonly again?: string
  readonly preset?: ProtocolPreset
  readonly queries?: QuerySource
  readonly galleryKind?: GalleryKind
  readonly gallery?: PresetOptions['gallery']
  readonly positives?: PresetOptions['positives']
  readonly center?: boolean
  readonly split?: 'train' | 'val' | 'test' | 'all'
  readonly name?: string
}

/** `planisphere evaluate`, by options or by a preset, or a kept run again; `planisphere presets`. */
export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  const evaluating = program
    .command('evaluate')
    .description('rank the gallery for every query, compute the metrics, and keep the run; or evaluate a kept run again and compare')
    .argument('<dir>')
  whereOption(evaluating, 'queries')
    .option('--encoder <name>')
    .option('--preset <name>', 'a published protocol ("planisphere presets" lists them); other options change it', presetOption)
    .option('--queries <source>', `${QuerySource.options.join(', ')} (default: captions)`, choiceOption(QuerySource.options))
    .option('--gallery-kind <kind>', `what is ranked: ${GalleryKind.options.join(', ')} (default: satellite)`, choiceOption(GalleryKind.options))
    .option('--gallery <rule>', 'all, region, or nearest:M (the M nearest to the truth) (default: all)', galleryOption)
    .option('--positives <rule>', 'what is right: own-place, radius:M (places at most M metres away), or footprint (satellite views that hold the query’s coordinates) (default: own-place)', positivesOption)
    .option('--center', 'centre the embeddings of each side over the set first')
    .option('--split <split>', 'queries and gallery of one split, or all', choiceOption(['train', 'val', 'test', 'all'] as const))
    .option('--name <name>', 'what to call the run')
    .option('--again <run>', 'evaluate a kept run’s protocol anew and say whether every number is the same; exit code 1 where one is not')
  rerankOptions(evaluating).action(async (dir: string, words: EvaluateWords, command: Command) => {
    const rerank = rerankFrom(command, words)
    if (words.again !== undefined) return again(terminal, dir, words.again, command)
    const { encoder } = words
    if (encoder === undefined) return command.error('error: give --encoder NAME, or --again RUN', { exitCode: exitCodes.wrongUse })
    const options = presetOptions(words)
    await withProject(terminal, dir, 'write', async (client, project) => {
      const part = await checkedWhere(terminal, client, project, words)
      const asked = { encoder, ...options, preset: presetName(words.preset, options), centered: words.center ?? false, rerank, name: words.name, ...part }
      const job = await watchJob(terminal, client, project, () => client.call('runs.evaluate', { project, options: asked }))
      const run = RunSummary.parse(job.result)
      terminal.result(run, runText(run, words.preset?.metrics))
    })
  })

  program
    .command('presets')
    .description('published protocols that evaluate can follow')
    .action(() => {
      terminal.result(protocolPresets, protocolPresets.map(presetText).join('\n\n'))
      terminal.exit(exitCodes.done)
    })
}

async function again(terminal: Terminal, dir: string, run: string, command: Command): Promise<void> {
  const others = Object.keys(command.opts()).filter((name) => name !== 'again')
  if (others.length > 0) command.error('error: --again takes everything from the run: leave the other options out', { exitCode: exitCodes.wrongUse })
  await withProject(terminal, dir, 'write', async (client, project) => {
    const job = await watchJob(terminal, client, project, () => client.call('runs.again', { project, run }))
    const found = RunRepeat.parse(job.result)
    terminal.result(found, repeatText(found))
    // As diff does: 1 where they differ.
    terminal.exit(found.same ? exitCodes.done : exitCodes.internal)
  })
}

/** What was given, else what the preset says, else what holds without one. */
function presetOptions({ preset, queries, galleryKind, gallery, positives, split }: EvaluateWords): PresetOptions {
  const base: PresetOptions = preset?.options ?? { queries: 'captions', galleryKind: 'satellite', gallery: 'all', positives: 'own-place', split: null }
  return {
    queries: queries ?? base.queries,
    galleryKind: galleryKind ?? base.galleryKind,
    gallery: gallery ?? base.gallery,
    positives: positives ?? base.positives,
    split: split === undefined ? base.split : split === 'all' ? null : split
  }
}

function presetOption(text: string): ProtocolPreset {
  const preset = findPreset(text)
  if (preset === undefined) throw new InvalidArgumentError(`Give one of: ${protocolPresets.map(({ id }) => id).join(', ')}.`)
  return preset
}

function presetText({ id, name, about, source, options, metrics, limits }: ProtocolPreset): string {
  const given = `--queries ${options.queries} --gallery-kind ${options.galleryKind} --gallery ${options.gallery} --positives ${options.positives} --split ${options.split ?? 'all'}`
  const rows = [['', about], ['', given], ['Reported', metrics.join(', ')], ['Source', source], ['Not the same', limits]] as const
  return [`${id}  (${name})`, ...rows.flatMap(([label, line]) => (line === '' ? [] : [`  ${label === '' ? '' : `${label}: `}${line}`]))].join('\n')
}
