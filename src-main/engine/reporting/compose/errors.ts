import { distributionFigure } from '../figures/distribution-figure.ts'
import type { Block } from '../report-document.ts'
import { indexOf, letterOf, type Distribution } from '../report-facts.ts'
import type { GroupComposer, Section } from './section.ts'

/** How far the first answers are from the truth, and how far down the truths stand: distributions with their marks. */
export function errors({ facts, words, text, group, suffix }: GroupComposer): Section {
  const said = words.errors
  const name = (run: string): string => `${letterOf(facts, run)}  ${group.rows.find((row) => row.run.run === run)?.run.name ?? run}`
  const lines = (of: Distribution) => of.filter(({ counted }) => counted > 0).map(({ run, steps }) => ({ index: indexOf(facts, run), label: name(run), steps }))
  const located = group.errors.filter(({ counted }) => counted > 0)
  const marks = located[0]?.marks.map(({ at }) => at) ?? []
  const errorBlocks: Block[] =
    located.length === 0
      ? [{ kind: 'paragraph', text: said.none, tone: 'quiet' }]
      : [
          { kind: 'figure', title: said.figure, drawing: distributionFigure(lines(group.errors), { marks, least: 1, axis: said.axis, alt: said.figure, text, writeValue: (metres) => (metres < 1000 ? `${text.number(metres)} m` : `${text.number(metres / 1000)} km`) }), note: said.note, data: `error-distribution${suffix}` },
          {
            kind: 'table',
            title: said.title,
            columns: [{ title: said.run, align: 'left', share: 2 }, ...marks.map((at) => ({ title: said.at(text.distance(at)), align: 'right' as const })), { title: said.median, align: 'right' }, { title: said.counted, align: 'right' }],
            rows: located.map((row) => [
              { text: name(row.run), index: indexOf(facts, row.run) },
              ...marks.map((at) => ({ text: text.figure('L@50', row.marks.find((mark) => mark.at === at)?.share ?? null) })),
              { text: text.distance(row.median) },
              { text: `${text.number(row.counted)} / ${text.number(row.all)}` }
            ]),
            data: `error-marks${suffix}`
          }
        ]
  const ranks = lines(group.ranks)
  const rankMarks = group.ranks[0]?.marks.map(({ at }) => at) ?? []
  return {
    blocks: [
      ...errorBlocks,
      ...(ranks.length === 0 ? [] : [{ kind: 'figure' as const, title: said.ranks, drawing: distributionFigure(ranks, { marks: rankMarks, least: 1, axis: said.rankAxis, alt: said.ranks, text, writeValue: (value) => text.number(value) }), data: `rank-distribution${suffix}` }])
    ],
    data: [
      { name: `error-distribution${suffix}`, header: ['run', 'error_m', 'share'], rows: group.errors.flatMap(({ run, steps }) => steps.map(([at, share]) => [run, at, share])) },
      { name: `error-marks${suffix}`, header: ['run', 'at_m', 'share', 'median_m', 'counted', 'all'], rows: group.errors.flatMap((row) => row.marks.map(({ at, share }) => [row.run, at, share, row.median, row.counted, row.all])) },
      { name: `rank-distribution${suffix}`, header: ['run', 'rank', 'share'], rows: group.ranks.flatMap(({ run, steps }) => steps.map(([at, share]) => [run, at, share])) }
    ]
  }
}
