import { latexTable } from '#shared/domain/latex-table.ts'
import { selectsAll } from '#shared/domain/query-selection.ts'
import type { DataFile } from '../data-file.ts'
import { figureText } from '../figure-text.ts'
import type { LandRings } from '../figures/land.ts'
import { printable } from '../markup.ts'
import type { Block, ReportDocument } from '../report-document.ts'
import { indexOf, letterOf, type GroupFacts, type ReportFacts } from '../report-facts.ts'
import { selectionWords } from '../words/selection-words.ts'
import { wordsOf } from '../words/words.ts'
import { differences } from './differences.ts'
import { errors } from './errors.ts'
import { examples } from './examples.ts'
import { mainLatex, mainTable } from './main-table.ts'
import { maps } from './maps.ts'
import { protocols } from './protocols.ts'
import type { Composer, GroupComposer, Section } from './section.ts'
import { slices } from './slices.ts'

export interface ComposedReport {
  readonly document: ReportDocument
  readonly latex: string
  readonly data: readonly DataFile[]
}

/** A report in its language: the document, the LaTeX of its main table, and the data behind every table and figure. */
export function composeReport(facts: ReportFacts, land: readonly LandRings[]): ComposedReport {
  const { options, project, groups } = facts
  const words = wordsOf(options.language)
  const text = figureText(options.language)
  const confidence = `${text.number(options.confidence * 100, Number.isInteger(Number((options.confidence * 100).toPrecision(6))) ? 0 : 1)} %`
  const composer: Composer = { facts, words, text, land, confidence }
  const title = printable(options.title) || words.untitled(project.name)
  const selected = selectsAll(options.selection)
    ? words.lead.all
    : words.lead.some(text.number(Math.max(0, ...groups.flatMap(({ rows }) => rows.map(({ sample }) => sample.queries)))), selectionWords(options.selection, words, text, (run) => letterOf(facts, run)))
  const sections: Section[] = [
    runsSection(composer),
    ...(groups.length > 1 ? [{ blocks: [{ kind: 'warning' as const, text: words.warnings.groups(groups.length) }], data: [] }] : []),
    ...groups.flatMap((group, i) => groupSections({ ...composer, group, suffix: groups.length > 1 ? `-protocol-${i + 1}` : '' }, i)),
    protocols(composer),
    definitions(composer),
    provenance(composer)
  ]
  const data = sections.flatMap((section) => section.data)
  return {
    document: {
      language: options.language,
      title,
      lead: [words.lead.project(project.name, text.number(project.places), text.number(project.views), text.number(project.captions)), `${words.lead.runs(facts.runs.length)}${words.lead.join}${selected}`, text.dateTime(facts.madeAt)],
      blocks: sections.flatMap(({ blocks }) => blocks),
      footer: words.madeBy(facts.versions.planisphere),
      dataWord: words.data
    },
    latex: latexTable(mainLatex(composer, title, (i) => groupTitle(composer, i))),
    data
  }
}

function runsSection({ facts, words, text }: Composer): Section {
  const said = words.runs
  return {
    blocks: [
      {
        kind: 'table',
        title: said.title,
        columns: [{ title: said.name, align: 'left', share: 3 }, { title: said.encoder, align: 'left', share: 1.5 }, { title: said.made, align: 'left', share: 2 }, { title: said.queries, align: 'right' }, { title: said.gallery, align: 'right' }],
        rows: facts.runs.map((run) => [
          { text: `${letterOf(facts, run.run)}  ${run.name}`, small: run.run, index: indexOf(facts, run.run) },
          { text: run.protocol.encoder ?? said.imported },
          { text: text.dateTime(run.createdAt) },
          { text: text.number(run.queries) },
          { text: text.number(run.gallery) }
        ]),
        data: 'protocols'
      }
    ],
    data: []
  }
}

function groupTitle({ facts, words }: Composer, i: number): string {
  return facts.groups.length > 1 ? words.group.of(i + 1, facts.groups.length) : words.group.one
}

function groupSections(composer: GroupComposer, i: number): Section[] {
  const { group, words, facts } = composer
  const blocks: Block[] = [{ kind: 'heading', level: 2, text: groupTitle(composer, i) }]
  if (group.differs.length > 0) blocks.push({ kind: 'warning', text: words.group.apart(group.rows.map(({ run }) => letterOf(facts, run.run)).join(', '), group.differs.map(({ field, here, there }) => words.group.field(fieldWord(composer, field), here, there)).join(', ')) })
  for (const code of group.warnings) blocks.push({ kind: 'warning', text: warningText(composer, code) })
  return [
    { blocks, data: [] },
    mainTable(composer),
    differences(composer),
    ...group.slices.filter(({ by }) => by !== 'region').map((of) => slices(composer, of)),
    ...group.slices.filter(({ by }) => by === 'region').map((of) => slices(composer, of)),
    { blocks: [{ kind: 'heading', level: 3, text: words.map.title }], data: [] },
    maps(composer),
    { blocks: [{ kind: 'heading', level: 3, text: words.errors.title }], data: [] },
    errors(composer),
    examples(composer)
  ]
}

function fieldWord({ words }: Composer, field: string): string {
  return Object.entries(words.protocols.fields).find(([name]) => name === field)?.[1] ?? field
}

function warningText({ words }: Composer, code: GroupFacts['warnings'][number]): string {
  if (code === 'few-regions' || code === 'no-regions' || code === 'different-queries') return words.warnings[code]
  return words.warnings.other(code)
}

function definitions({ facts, words, confidence }: Composer): Section {
  const said = words.definitions
  return {
    blocks: [
      { kind: 'heading', level: 2, text: said.title },
      { kind: 'paragraph', text: said.estimand(words.estimand[facts.options.estimand]) },
      { kind: 'paragraph', text: said.intervals(confidence) },
      { kind: 'paragraph', text: said.tests },
      { kind: 'paragraph', text: said.ranks },
      { kind: 'paragraph', text: said.source }
    ],
    data: []
  }
}

function provenance({ facts, words, text }: Composer): Section {
  const said = words.provenance
  const { versions } = facts
  const dataset = [...new Set(facts.runs.map(({ protocol }) => protocol.datasetHash))]
  return {
    blocks: [
      { kind: 'heading', level: 2, text: said.title },
      {
        kind: 'facts',
        rows: [
          ...dataset.map((hash) => ({ label: said.dataset, value: hash, mono: true })),
          ...facts.runs.map(({ run, protocol }) => ({ label: `${said.encoder} ${letterOf(facts, run)}`, value: protocol.encoder === null ? said.imported : `${protocol.encoder} ${protocol.encoderHash ?? ''} (${said.provider}: ${protocol.provider ?? '–'})`, mono: true })),
          { label: said.made, value: text.dateTime(facts.madeAt) },
          { label: said.planisphere, value: versions.planisphere },
          { label: said.node, value: versions.node },
          { label: said.onnxruntime, value: versions.onnxruntime }
        ]
      }
    ],
    data: [{ name: 'provenance', header: ['what', 'value'], rows: [['project', facts.project.name], ['made', new Date(facts.madeAt).toISOString()], ['planisphere', versions.planisphere], ['node', versions.node], ['onnxruntime', versions.onnxruntime], ['metric', facts.options.metric], ['estimand', facts.options.estimand], ['confidence', facts.options.confidence], ['selection', JSON.stringify(facts.options.selection)]] }]
  }
}
