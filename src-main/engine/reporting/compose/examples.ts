import type { DataFile } from '../data-file.ts'
import type { Block, Cell, Column } from '../report-document.ts'
import { letterOf, type ExampleRow } from '../report-facts.ts'
import type { GroupComposer, Section } from './section.ts'

/** How many queries the first run wins and loses against the second, with those that changed most; of a single run its worst. */
export function examples({ facts, words, text, group, suffix }: GroupComposer): Section {
  const said = words.examples
  const [a, b] = group.rows.map(({ run }) => letterOf(facts, run.run))
  if (a === undefined) return { blocks: [], data: [] }
  const pair = group.examples
  const columns = (other: string | undefined): Column[] => [
    { title: said.query, align: 'left', share: 5, prose: true },
    { title: said.region, align: 'left', share: 1.4 },
    { title: said.rank(a), align: 'right' },
    ...(other === undefined ? [] : [{ title: said.rank(other), align: 'right' as const }]),
    { title: said.error(a), align: 'right' },
    ...(other === undefined ? [] : [{ title: said.error(other), align: 'right' as const }])
  ]
  const cells = (row: ExampleRow, other: string | undefined): Cell[] => [
    { text: shortened(row.label) },
    { text: row.region ?? '–' },
    { text: text.number(row.rank) },
    ...(other === undefined ? [] : [{ text: text.number(row.otherRank) }]),
    { text: text.distance(row.errorM) },
    ...(other === undefined ? [] : [{ text: text.distance(row.otherErrorM) }])
  ]
  const list = (title: string, rows: readonly ExampleRow[], other: string | undefined, data: string): Block =>
    rows.length === 0 ? { kind: 'paragraph', text: `${title}: ${said.none}`, tone: 'quiet' } : { kind: 'table', title, columns: columns(other), rows: rows.map((row) => cells(row, other)), data }
  const dataOf = (name: string, lists: readonly (readonly [string, readonly ExampleRow[]])[]): DataFile => ({
    name,
    header: ['list', 'query', 'text', 'place', 'region', 'latitude', 'longitude', 'rank', 'error_m', 'other_rank', 'other_error_m'],
    rows: lists.flatMap(([kind, rows]) => rows.map((row) => [kind, row.queryUid, row.label, row.placeUid, row.region, row.lat, row.lon, row.rank, row.errorM, row.otherRank, row.otherErrorM]))
  })
  if (pair === null || b === undefined) {
    const data = `worst${suffix}`
    return { blocks: group.worst.length === 0 ? [] : [list(said.worst(a), group.worst, undefined, data)], data: group.worst.length === 0 ? [] : [dataOf(data, [['worst', group.worst]])] }
  }
  const data = `wins-and-losses${suffix}`
  const n = text.number
  return {
    blocks: [
      { kind: 'heading', level: 3, text: said.title(a, b) },
      { kind: 'paragraph', text: said.counts(a, b, n(pair.wins), n(pair.losses), n(pair.ties), n(pair.unpaired)) },
      list(said.won(a), pair.won, b, data),
      list(said.lost(a), pair.lost, b, data)
    ],
    data: [
      dataOf(data, [['won', pair.won], ['lost', pair.lost]]),
      { name: `outcomes${suffix}`, header: ['a', 'b', 'wins', 'losses', 'ties', 'unpaired'], rows: [[group.rows[0]?.run.run ?? '', group.rows[1]?.run.run ?? '', pair.wins, pair.losses, pair.ties, pair.unpaired]] }
    ]
  }
}

/** A caption that takes a few lines; whole in the data. */
function shortened(label: string): string {
  const signs = [...label]
  return signs.length <= 320 ? label : `${signs.slice(0, 319).join('')}…`
}
