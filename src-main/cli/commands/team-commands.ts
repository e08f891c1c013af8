import type { Command } from 'commander'
import type { AlphaFigure, AnnotatorFigures, TeamAgreement, TeamProgress } from '#shared/contracts/team.ts'
import { integerOption } from '../arguments.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'

interface Words {
  where?: string
  apart?: boolean
  viewer?: string
  seed: number
}

export function addTeamCommands(program: Command, terminal: Terminal): void {
  program
    .command('agreement')
    .description('what each annotator did, and how far annotators agree: Krippendorff’s alpha, cues, texts, per pair and overall')
    .argument('<dir>')
    .option('--where <filter>', 'captions that fit, in the filter language: status:edited region:Lagos "red roof"')
    .option('--apart', 'only verdicts that were given without knowing another annotator’s')
    .option('--viewer <name>', 'leave out what this annotator may not see yet')
    .option('--seed <n>', 'seed of the bootstrap intervals', integerOption(0, 2 ** 31 - 1), 1)
    .action(async (dir: string, words: Words) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const question = { project, filter: words.where === undefined ? {} : { query: words.where }, viewer: words.viewer, patience: 500 }
        const annotators = await patiently(terminal, 'annotators', () => client.call('team.annotators', question, { signal: terminal.signal }))
        const agreement = await patiently(terminal, 'agreement', () => client.call('team.agreement', { ...question, apart: words.apart ?? false, seed: words.seed }, { signal: terminal.signal }))
        terminal.result({ annotators, agreement }, [annotatorTable(annotators, agreement), '', agreementText(agreement)].join('\n'))
      })
    })
}

async function patiently<R>(terminal: Terminal, what: string, ask: () => Promise<{ progress: TeamProgress | null; result: R | null }>): Promise<R> {
  for (;;) {
    const { progress, result } = await ask()
    if (result !== null) {
      terminal.progress(null)
      return result
    }
    if (progress !== null) terminal.progress(`counting ${what}: ${Math.floor((100 * progress.done) / Math.max(1, progress.total))} %`)
  }
}

function annotatorTable(annotators: readonly AnnotatorFigures[], agreement: TeamAgreement): string {
  const against = new Map(agreement.annotators.map((row) => [row.annotator, row.verdicts.alpha]))
  return table(
    ['annotator', 'captions', 'accepted', 'edited', 'rejected', 'flagged', 'skipped', 'edit rate', 'words changed', 's a verdict', 'a minute', 'hours', 'assigned', 'left', 'gold', 'alpha'],
    annotators.map(({ annotator, captions, verdicts, editRate, wordsChanged, secondsPerVerdict, perMinute, activeHours, assigned, gold }) => [
      annotator,
      count(captions),
      ...[verdicts.accepted, verdicts.edited, verdicts.rejected, verdicts.flagged, verdicts.skipped].map(count),
      percent(editRate),
      fixed(wordsChanged.mean, 1),
      fixed(secondsPerVerdict, 1),
      fixed(perMinute, 1),
      fixed(activeHours, 1),
      count(assigned.total),
      count(assigned.left),
      gold.right === null || gold.answered === 0 ? '–' : `${gold.right}/${gold.answered}`,
      fixed(against.get(annotator) ?? null, 3)
    ])
  )
}

function agreementText({ apart, captions, hidden, verdicts, passFail, texts, pairs, cues }: TeamAgreement): string {
  const pair = pairs.map((row) => [`${row.a} – ${row.b}`, ...alphaCells(row.verdicts), fixed(row.passFail.alpha, 3), percent(row.sameVerdict), fixed(row.tokenF1, 3), fixed(row.editSimilarity, 3), count(row.texts)])
  return [
    `Each annotator's newest verdict on a caption that stands${apart ? ', of those given without knowing another’s' : ''}: ${count(captions)} captions with two or more${hidden > 0 ? `, ${count(hidden)} of them hidden from the viewer` : ''}.`,
    '',
    table(
      ['between', 'alpha', '95 %', 'units', 'pass/fail', 'same verdict', 'token F1', 'edit similarity', 'texts'],
      [['all', ...alphaCells(verdicts), fixed(passFail.alpha, 3), '–', fixed(texts.tokenF1, 3), fixed(texts.editSimilarity, 3), count(texts.texts)], ...pair]
    ),
    ...(verdicts.reason === null ? [] : [reasonText(verdicts)]),
    '',
    `Cues (${count(cues.texts)} texts that two or more marked, ${count(cues.length)} characters)`,
    table(
      ['coefficient', 'alpha'],
      [
        ['unitizing', fixed(cues.unitizing.alpha, 3)],
        ['marked or not', fixed(cues.identification.alpha, 3)],
        ['kinds, where marks meet', fixed(cues.coding.alpha, 3)],
        ['over the kinds', fixed(cues.overKinds.alpha, 3)],
        ...cues.perKind.map(({ kind, alpha }) => [kind, fixed(alpha, 3)])
      ]
    )
  ].join('\n')
}

function alphaCells({ alpha, low, high, units }: AlphaFigure): string[] {
  return [fixed(alpha, 3), low === null || high === null ? '–' : `[${fixed(low, 3)}, ${fixed(high, 3)}]`, count(units)]
}

function reasonText({ reason }: AlphaFigure): string {
  return reason === 'no-variation' ? 'There is no alpha: all verdicts are the same, so agreement cannot be told from chance.' : 'There is no alpha: no caption has verdicts of two annotators.'
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`
}
