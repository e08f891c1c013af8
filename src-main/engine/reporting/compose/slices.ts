import { metricLook } from '#shared/domain/metric.ts'
import { intervalFigure } from '../figures/interval-figure.ts'
import type { Block } from '../report-document.ts'
import { indexOf, letterOf, type SliceFacts, type SliceRow } from '../report-facts.ts'
import { metricName } from '../words/words.ts'
import type { GroupComposer, Section } from './section.ts'

/** Rows that a page shows of one kind of slice; more are in the data. */
const shownRows = 20

/** One metric by one kind of slice: a table with intervals, a figure, and the data of all slices. */
export function slices(composer: GroupComposer, of: SliceFacts): Section {
  const { facts, words, text, group, suffix } = composer
  if (of.rows.length === 0) return { blocks: [], data: [] }
  const said = words.slices
  const metric = facts.options.metric
  const runs = group.rows.map(({ run }) => run.run)
  const letters = runs.map((run) => letterOf(facts, run))
  const tested = runs.length > 1 && of.rows.some(({ difference }) => difference !== null)
  const shown = shownOf(of.rows, metric, tested)
  const name = metricName(metric, words)
  const title = said.title(said.by[of.by], name)
  const labelOf = (row: SliceRow): string => said.words[row.key] ?? said.words[row.label] ?? (row.label === '' ? said.none : row.label)
  const notes = [...(shown.length < of.rows.length ? [said.few(shown.length, of.rows.length)] : []), ...(of.overlapping ? [said.overlapping] : [])]
  const data = `by-${of.by}${suffix}`
  const table: Block = {
    kind: 'table',
    title,
    columns: [
      { title: said.slice, align: 'left', share: 1.6 },
      { title: said.queries, align: 'right' },
      ...letters.map((letter) => ({ title: letter, align: 'right' as const, share: 1.6 })),
      ...(tested ? [{ title: said.difference(letters[0] ?? '', letters[1] ?? ''), align: 'right' as const, share: 1.6 }, { title: said.holm, align: 'right' as const }] : [])
    ],
    rows: shown.map((row) => {
      const stands = row.holm !== null && row.holm < 0.05
      return [
        { text: labelOf(row) },
        { text: text.number(row.sample.queries) },
        ...runs.map((_, i) => {
          const estimate = row.values[i]
          return { text: text.figure(metric, estimate?.value ?? null), small: estimate === undefined ? '' : text.interval(metric, estimate) }
        }),
        ...(tested ? [{ text: text.difference(metric, row.difference?.value ?? null), small: row.difference === null ? '' : text.differenceInterval(metric, row.difference), strong: stands }, { text: text.p(row.holm) }] : [])
      ]
    }),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    data
  }
  const drawn = shown.filter(({ values }) => values.some(({ value }) => value !== null))
  const figure: Block[] =
    drawn.length < 2
      ? []
      : [
          {
            kind: 'figure',
            title: '',
            drawing: intervalFigure(
              drawn.map((row) => ({ label: labelOf(row), marks: row.values.slice(0, 4).map((estimate, i) => ({ index: indexOf(facts, runs[i] ?? ''), estimate })) })),
              { metric, difference: false, alt: said.figure(said.by[of.by], name), text }
            ),
            data
          }
        ]
  return {
    blocks: [table, ...figure],
    data: [
      {
        name: data,
        header: ['key', 'label', 'filter', 'latitude', 'longitude', 'queries', 'located', 'places', 'regions', ...letters.flatMap((letter) => [`${letter}_value`, `${letter}_low`, `${letter}_high`, `${letter}_interval`]), 'difference', 'difference_low', 'difference_high', 'p', 'p_holm'],
        rows: of.rows.map((row) => [
          row.key, row.label, row.where, row.at?.lat ?? null, row.at?.lon ?? null, row.sample.queries, row.sample.located, row.sample.places, row.sample.regions,
          ...runs.flatMap((_, i) => {
            const estimate = row.values[i]
            return [estimate?.value ?? null, estimate?.low ?? null, estimate?.high ?? null, estimate?.kind ?? 'none']
          }),
          row.difference?.value ?? null, row.difference?.low ?? null, row.difference?.high ?? null, row.p, row.holm
        ])
      }
    ]
  }
}

/** All of a few slices in the engine's order; of many the best and the worst, by the difference where there is one. */
function shownOf(rows: readonly SliceRow[], metric: string, tested: boolean): readonly SliceRow[] {
  if (rows.length <= shownRows) return rows
  const sign = tested || metricLook(metric).higher ? -1 : 1
  const by = (row: SliceRow): number | null => (tested ? (row.difference?.value ?? null) : (row.values[0]?.value ?? null))
  const sorted = rows.filter((row) => by(row) !== null).sort((a, b) => sign * ((by(a) ?? 0) - (by(b) ?? 0)))
  return sorted.length <= shownRows ? sorted : [...sorted.slice(0, shownRows / 2), ...sorted.slice(-shownRows / 2)]
}
