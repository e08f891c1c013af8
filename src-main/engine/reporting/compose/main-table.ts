import type { LatexTable } from '#shared/domain/latex-table.ts'
import { intervalFigure } from '../figures/interval-figure.ts'
import type { Block } from '../report-document.ts'
import { indexOf, letterOf } from '../report-facts.ts'
import { metricName } from '../words/words.ts'
import type { Composer, GroupComposer, Section } from './section.ts'

/** Runs beside each other in one table. */
const widest = 6

/** The runs of a group beside each other: figures with intervals, and what is better for certain. */
export function mainTable({ facts, words, text, confidence, group, suffix }: GroupComposer): Section {
  const { rows, metrics } = group
  const said = words.main
  const samples = rows.map(({ sample }) => said.sample(text.number(sample.queries), text.number(sample.places), text.number(sample.regions)))
  const same = samples.every((sample) => sample === samples[0])
  const several = rows.length > 1
  const note = [said.note(confidence, words.estimand[facts.options.estimand], several), ...(same && samples[0] !== undefined ? [`${said.base}: ${samples[0]}.`] : [])].join(' ')
  const metric = facts.options.metric
  // More columns than these would not be read on paper.
  const parts = several ? Array.from({ length: Math.ceil(rows.length / widest) }, (_, i) => rows.slice(i * widest, (i + 1) * widest)) : [rows]
  const tables = parts.map(
    (part, i): Block => ({
      kind: 'table',
      title: parts.length === 1 ? said.title : `${said.title} (${i + 1}/${parts.length})`,
      columns: [{ title: '', align: 'left' }, ...part.map(({ run }) => ({ title: several ? `${letterOf(facts, run.run)}  ${run.name}` : run.name, align: 'right' as const, share: 1.6 }))],
      rows: [...metrics.map((name) => [{ text: metricName(name, words) }, ...part.map((row) => figureCell(name, row))]), ...(same ? [] : [[{ text: said.base }, ...part.map(({ sample }) => ({ text: '', small: said.sample(text.number(sample.queries), text.number(sample.places), text.number(sample.regions)) }))]])],
      note,
      data: `main-table${suffix}`
    })
  )
  const shown = rows.filter((row) => row.metrics[metric]?.value !== null && row.metrics[metric] !== undefined)
  const title = said.figure(metricName(metric, words))
  const figure: Block[] =
    several && shown.length > 0
      ? [
          {
            kind: 'figure',
            title,
            drawing: intervalFigure(
              shown.map((row) => {
                const estimate = row.metrics[metric]
                return { label: `${letterOf(facts, row.run.run)}  ${row.run.name}`, marks: estimate === undefined ? [] : [{ index: indexOf(facts, row.run.run), estimate, strong: row.best.includes(metric) }] }
              }),
              { metric, difference: false, alt: title, text }
            ),
            data: `main-table${suffix}`
          }
        ]
      : []
  return {
    blocks: [...tables, ...figure],
    data: [
      {
        name: `main-table${suffix}`,
        header: ['letter', 'run', 'name', 'metric', 'value', 'low', 'high', 'interval', 'best', 'queries', 'located', 'places', 'regions'],
        rows: rows.flatMap((row) =>
          metrics.map((name) => {
            const estimate = row.metrics[name]
            return [letterOf(facts, row.run.run), row.run.run, row.run.name, name, estimate?.value ?? null, estimate?.low ?? null, estimate?.high ?? null, estimate?.kind ?? 'none', row.best.includes(name), row.sample.queries, row.sample.located, row.sample.places, row.sample.regions]
          })
        )
      }
    ]
  }

  function figureCell(name: string, row: (typeof rows)[number]): { text: string; small: string; strong: boolean } {
    const estimate = row.metrics[name]
    return { text: text.figure(name, estimate?.value ?? null), small: estimate === undefined ? '' : text.interval(name, estimate), strong: row.best.includes(name) }
  }
}

/** The main tables of all groups as one LaTeX table: a row a run, a column a metric, groups apart under their own line. */
export function mainLatex({ facts, words, text, confidence }: Composer, title: string, protocolOf: (group: number) => string): LatexTable {
  const metrics = [...new Set(facts.groups.flatMap((group) => group.metrics))]
  const several = facts.groups.length > 1
  return {
    caption: `${title}. ${words.main.note(confidence, words.estimand[facts.options.estimand], facts.groups.some(({ rows }) => rows.length > 1))}`,
    label: 'tab:planisphere',
    columns: [{ title: words.runs.name, align: 'l' }, ...metrics.map((name) => ({ title: metricName(name, words), align: 'r' as const }))],
    groups: facts.groups.map((group, i) => ({
      title: several ? protocolOf(i) : null,
      rows: group.rows.map((row) => [
        { text: row.run.name },
        ...metrics.map((name) => {
          const estimate = row.metrics[name]
          const small = estimate === undefined ? '' : text.interval(name, estimate)
          return { text: text.figure(name, estimate?.value ?? null), bold: row.best.includes(name), ...(small === '' ? {} : { small }) }
        })
      ])
    }))
  }
}
