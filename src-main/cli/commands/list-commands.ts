import { InvalidArgumentError, type Command } from 'commander'
import { BrowseOrder, browseOrders } from '#shared/domain/filter.ts'
import { integerOption } from '../arguments.ts'
import { withProject } from '../project-access.ts'
import { count, table, type Terminal } from '../terminal.ts'
import { checkedWhere, whereOption, type WhereWords } from '../where-option.ts'

/** Rows that are asked for at once: the most that the contract gives. */
const page = 500

interface ListWords extends WhereWords {
  readonly places?: boolean
  readonly order: BrowseOrder
  readonly seed: number
  readonly limit: number
}

export function addListCommands(program: Command, terminal: Terminal): void {
  whereOption(program.command('list').description('captions or places that fit a filter').argument('<dir>', 'the project'), 'captions or places')
    .option('--places', 'list places instead of captions')
    .option('--order <order>', `${browseOrders.join(', ')}, rank:ENCODER, disagreement:ENCODER1,ENCODER2`, orderOption, 'id')
    .option('--seed <n>', 'of --order random', integerOption(0, 2 ** 31 - 1), 1)
    .option('--limit <n>', 'how many to print', integerOption(0, 100_000_000), 20)
    .action(async (dir: string, words: ListWords) => {
      await withProject(terminal, dir, 'read', async (client, project) => {
        const found = await checkedWhere(terminal, client, project, words)
        const filter = found ? { query: found.where, me: found.me } : {}
        const question = { project, filter, order: words.order, seed: words.seed }
        if (words.places) {
          const { total, rows } = await allRows(words.limit, (start, rowCount) => client.call('browse.places', { ...question, start, count: rowCount }))
          const cells = rows.map((row) => [row.placeUid, row.region ?? '–', row.lat === null || row.lon === null ? '–' : `${row.lat.toFixed(5)}, ${row.lon.toFixed(5)}`, String(row.captions), row.status ?? '–', cut(row.text ?? '')])
          terminal.result({ total, rows }, listText(total, rows.length, 'places', table(['place', 'region', 'lat, lon', 'captions', 'status', 'first caption'], cells)))
          return
        }
        const { total, rows } = await allRows(words.limit, (start, rowCount) => client.call('browse.captions', { ...question, start, count: rowCount }))
        const cells = rows.map((row) => [row.uid, row.status, row.annotator ?? '–', row.author, cut(row.text)])
        terminal.result({ total, rows }, listText(total, rows.length, 'captions', table(['caption', 'status', 'by', 'author', 'text'], cells)))
      })
    })
}

async function allRows<Row>(limit: number, read: (start: number, rowCount: number) => Promise<{ total: number; rows: readonly Row[] }>): Promise<{ total: number; rows: Row[] }> {
  const rows: Row[] = []
  for (;;) {
    const { total, rows: more } = await read(rows.length, Math.min(page, limit - rows.length))
    rows.push(...more)
    if (rows.length >= limit || more.length === 0) return { total, rows }
  }
}

function listText(total: number, shown: number, what: string, rows: string): string {
  const rest = shown < total ? `\n${count(shown)} of ${count(total)} ${what}; --limit shows more.` : `\n${count(total)} ${what}.`
  return shown === 0 ? rest.trim() : `${rows}${rest}`
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 70 ? `${line.slice(0, 69)}…` : line
}

function orderOption(text: string): BrowseOrder {
  const order = BrowseOrder.safeParse(text)
  if (order.success) return order.data
  throw new InvalidArgumentError(`Give one of: ${browseOrders.join(', ')}, rank:ENCODER, disagreement:ENCODER1,ENCODER2.`)
}
