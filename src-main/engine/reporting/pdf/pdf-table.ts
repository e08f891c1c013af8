import type PDFDocument from 'pdfkit'
import { lightPaints, runPaint } from '../drawing.ts'
import type { Block, Cell, Column } from '../report-document.ts'
import { contentWidth, page, type PageFlow } from './page-flow.ts'
import { paperColour } from './pdf-figure.ts'
import type { PdfText } from './pdf-text.ts'

type Table = Extract<Block, { kind: 'table' }>

const size = 8
const smallSize = 6.5
const leading = 11
const gap = 8
const mark = 9
/** Tables no higher than this are not broken. */
const keptWhole = 260

/** A line of a cell: its main text, and what stands after it in small type. */
interface CellLine {
  readonly text: string
  readonly small: string
}

/** How high a heading must know its table to be, so that both stand together. */
export function keptHeight(table: Table): number {
  return Math.min(keptWhole, 30 + table.rows.length * (leading + 4))
}

/** Draws a table, its head again on every page; a row is never broken over pages. */
export function drawTable(document: InstanceType<typeof PDFDocument>, text: PdfText, flow: PageFlow, table: Table): void {
  const widths = columnWidths(text, table)
  const starts = widths.map((_, i) => page.left + widths.slice(0, i).reduce((sum, width) => sum + width + gap, 0))
  const head = table.columns.map((column, i) => text.lines(column.title, 7.5, widths[i] ?? 0))
  const headHeight = Math.max(...head.map((lines) => lines.length)) * 9.5 + 6
  const drawHead = (): void => {
    head.forEach((lines, i) => lines.forEach((line, at) => put(line, i, flow.y + headHeight - 6 - (lines.length - 1 - at) * 9.5, { size: 7.5, colour: lightPaints.faint })))
    flow.y += headHeight
    document.moveTo(page.left, flow.y - 2).lineTo(page.left + contentWidth, flow.y - 2).lineWidth(0.75).stroke(lightPaints.muted)
  }
  const rows = table.rows.map((row) => row.map((cell, i) => cellLines(text, cell, widths[i] ?? 0)))
  const heightOf = (row: readonly CellLine[][]): number => Math.max(1, ...row.map((lines) => lines.length)) * leading + 4
  // A short table stands on one page; of a long one at least two rows stand under its head.
  const whole = headHeight + rows.reduce((sum, row) => sum + heightOf(row), 0)
  flow.need(whole <= keptWhole ? whole : headHeight + rows.slice(0, 2).reduce((sum, row) => sum + heightOf(row), 0))
  drawHead()
  rows.forEach((row, r) => {
    const height = heightOf(row)
    if (height > flow.left && !flow.atTop) {
      flow.newPage()
      drawHead()
    }
    row.forEach((lines, i) => {
      const cell = table.rows[r]?.[i]
      lines.forEach((line, at) => drawLine(line, cell, i, flow.y + leading - 2 + at * leading, at))
    })
    flow.y += height
    document.moveTo(page.left, flow.y - 1).lineTo(page.left + contentWidth, flow.y - 1).lineWidth(0.4).stroke(lightPaints.hairline)
  })

  function put(line: string, column: number, y: number, look: { size: number; colour: string; weight?: 400 | 600 }): void {
    const right = table.columns[column]?.align === 'right'
    text.line(line, (starts[column] ?? 0) + (right ? (widths[column] ?? 0) : 0), y, { ...look, anchor: right ? 'end' : 'start' })
  }

  function drawLine(line: CellLine, cell: Cell | undefined, column: number, y: number, at: number): void {
    const weight = cell?.strong === true ? 600 : 400
    const right = table.columns[column]?.align === 'right'
    const indent = cell?.index === undefined ? 0 : mark
    if (indent > 0 && at === 0 && cell?.index !== undefined) document.circle((starts[column] ?? 0) + 3, y - 2.8, 2.8).fill(paperColour(runPaint(cell.index)))
    const main = text.width(line.text, size, weight)
    const small = line.small === '' ? 0 : text.width(line.small, smallSize)
    const between = main > 0 && small > 0 ? 3 : 0
    const x = (starts[column] ?? 0) + (right ? (widths[column] ?? 0) - main - between - small : indent)
    text.line(line.text, x, y, { size, colour: lightPaints.ink, weight })
    if (small > 0) text.line(line.small, x + main + between, y, { size: smallSize, colour: lightPaints.faint })
  }
}

/** The small part follows the text where it fits, else it has lines of its own. */
function cellLines(text: PdfText, cell: Cell, width: number): CellLine[] {
  const weight = cell.strong === true ? 600 : 400
  const room = width - (cell.index === undefined ? 0 : mark)
  const lines = cell.text === '' ? [] : text.lines(cell.text, size, room, weight).map((line) => ({ text: line, small: '' }))
  const small = cell.small ?? ''
  if (small === '') return lines
  const last = lines.at(-1)
  if (last !== undefined && text.width(last.text, size, weight) + 3 + text.width(small, smallSize) <= room) return [...lines.slice(0, -1), { text: last.text, small }]
  return [...lines, ...text.lines(small, smallSize, room).map((line) => ({ text: '', small: line }))]
}

/** Every column gets what its longest word needs; what is left is shared by what each would take on one line, prose last. */
function columnWidths(text: PdfText, table: Table): number[] {
  const room = contentWidth - gap * (table.columns.length - 1)
  const cells = (i: number): Cell[] => table.rows.flatMap((row) => row[i] ?? [])
  const whole = (cell: Cell): number => text.width(cell.text, size, cell.strong === true ? 600 : 400) + (cell.small === undefined || cell.small === '' ? 0 : 3 + text.width(cell.small, smallSize)) + (cell.index === undefined ? 0 : mark)
  const longest = (cell: Cell, column: Column): number =>
    column.align === 'right' && column.prose !== true
      ? Math.max(text.width(cell.text, size, cell.strong === true ? 600 : 400), Math.min(120, text.width(cell.small ?? '', smallSize)))
      : Math.max(0, ...cell.text.split(/\s+/).map((word) => text.width(word, size, 600))) + (cell.index === undefined ? 0 : mark)
  const least = table.columns.map((column, i) => Math.min(room / 3, Math.max(20, ...cells(i).map((cell) => longest(cell, column)), ...column.title.split(/\s+/).map((word) => text.width(word, 7.5)))))
  const wanted = table.columns.map((column, i) => Math.max(least[i] ?? 0, text.width(column.title, 7.5), ...cells(i).map(whole)))
  const leastSum = least.reduce((sum, width) => sum + width, 0)
  if (leastSum >= room) return least.map((width) => (width * room) / leastSum)
  const more = wanted.map((width, i) => Math.max(0, width - (least[i] ?? 0)))
  const moreSum = more.reduce((sum, width) => sum + width, 0)
  const spare = room - leastSum
  // The first column takes what nobody wants, so that figures stand to the right.
  return moreSum <= spare ? least.map((width, i) => width + (more[i] ?? 0) + (i === 0 ? spare - moreSum : 0)) : least.map((width, i) => width + (spare * (more[i] ?? 0)) / moreSum)
}
