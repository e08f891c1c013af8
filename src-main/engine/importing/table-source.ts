import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { parse, type Parser } from 'csv-parse'
import type { ImportMapping } from '#shared/contracts/imports.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { chosenMapping, guessMapping, looksLikeImage, type SampleRow } from './column-mapping.ts'
import { imageBase } from './image-base.ts'
import { recordFromFields, toKind, unmappedColumns } from './record-from-fields.ts'
import type { OpenedSource, OpenRequest, ReadItem } from './source-record.ts'
import { checkTextHead, notUtf8 } from './text-lines.ts'

/** A record longer than this is a quote that was never closed, not a row. */
const longestRecord = 8 * 1024 * 1024
const sampleRows = 200

interface Row {
  readonly fields: string[]
  /** The line it ends on. */
  readonly line: number
}

/** The delimiter that splits the header into most columns, of those outside quotes; comma if none does. */
export function sniffDelimiter(head: string): string {
  let best = ','
  let most = 0
  const first = head.slice(0, 65_536)
  for (const delimiter of [',', '\t', ';', '|']) {
    let quoted = false
    let count = 0
    for (const character of first) {
      if (character === '"') quoted = !quoted
      else if (!quoted && character === '\n') break
      else if (!quoted && character === delimiter) count += 1
    }
    if (count > most) {
      best = delimiter
      most = count
    }
  }
  return best
}

/** Opens a table with a header row: comma, tab, semicolon or bar separated, UTF-8. Throws BAD_FILE. */
export async function openTable(request: OpenRequest, format: 'csv' | 'tsv'): Promise<OpenedSource> {
  const { source, options } = request
  const file = basename(source)
  const { size } = await stat(source)
  if (size === 0) throw new PlanisphereError('BAD_FILE', `${file} is empty.`, { hint: 'Choose a file that has rows in it.', place: { file } })
  const head = await readHead(source, 65_536)
  checkTextHead(head, file)
  const delimiter = format === 'tsv' ? '\t' : sniffDelimiter(head.toString('utf8'))

  const sample: Row[] = []
  let columns: string[] = []
  const counter = { bytes: 0 }
  for await (const chunk of readRows(source, file, delimiter, counter)) {
    if (columns.length === 0 && chunk.header) columns = chunk.header
    sample.push(...chunk.rows.slice(0, sampleRows - sample.length))
    if (sample.length >= sampleRows) break
  }
  if (columns.length === 0) throw new PlanisphereError('BAD_FILE', `${file} has no header row.`, { hint: 'The first row must name the columns.', place: { file, line: 1 } })
  const picture = columns.find(looksLikeImage)
  if (picture !== undefined) {
    throw new PlanisphereError('BAD_FILE', `${file} has no header row: its first row has the image ${picture}.`, { hint: 'Put a row before it that names the columns: image,caption,lat,lon, for example.', place: { file, line: 1 } })
  }
  const rows: SampleRow[] = sample.map((row) => new Map(columns.map((column, index) => [column, row.fields[index]])))
  const mapping: ImportMapping = chosenMapping(guessMapping(columns, rows), options.mapping)
  for (const column of Object.values(mapping)) {
    if (!columns.includes(column) && column !== mapping.ignore) {
      throw new PlanisphereError('INVALID_INPUT', `${file} has no column "${column}".`, { hint: `Its columns are ${columns.join(', ')}.`, place: { file } })
    }
  }
  const at = mapping.image === undefined ? -1 : columns.indexOf(mapping.image)
  const base = imageBase(dirname(source), at < 0 ? [] : sample.map((row) => row.fields[at] ?? '').filter((image) => image !== ''))

  const bytes = { bytes: 0 }
  return {
    format,
    base,
    columns,
    mapping,
    defaultKind: toKind(options.kind) ?? 'satellite',
    total: size,
    done: () => bytes.bytes,
    async *read({ signal, keepRaw }) {
      bytes.bytes = 0
      const rest = unmappedColumns(mapping, columns)
      const context = { file, mapping, columns, keepRaw }
      const positions = new Map(columns.map((column, index) => [column, index]))
      for await (const chunk of readRows(source, file, delimiter, bytes, signal)) {
        const items: ReadItem[] = []
        for (const row of chunk.rows) {
          if (row.fields.length !== columns.length) {
            const message = `The row has ${row.fields.length} ${row.fields.length === 1 ? 'column' : 'columns'}; the header has ${columns.length}.`
            items.push({ problem: { file, line: row.line, code: 'WRONG_COLUMNS', message } })
          } else items.push(recordFromFields((column) => row.fields[positions.get(column) ?? -1], row.line, context, rest))
        }
        for (const problem of chunk.problems) items.push({ problem })
        yield items
      }
    }
  }
}

async function readHead(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path)
  try {
    const buffer = Buffer.alloc(bytes)
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

interface RowChunk {
  readonly header: string[] | null
  readonly rows: Row[]
  readonly problems: { file: string; line: number; code: string; message: string }[]
}

/** Rows in chunks, with the line each begins on. Rows that hold bytes that are not UTF-8 come as problems. */
async function* readRows(path: string, file: string, delimiter: string, counter: { bytes: number }, signal?: AbortSignal): AsyncGenerator<RowChunk> {
  const bad = new Map<number, string>()
  let header: string[] | null = null
  let rows: Row[] = []
  let problems: RowChunk['problems'] = []
  let failure: Error | null = null
  let previousLine = 0
  const parser: Parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRecord,
    on_record: (fields: string[], context) => {
      const firstLine = previousLine + 1
      previousLine = context.lines
      if (bad.size > 0) {
        for (let line = firstLine; line <= context.lines; line += 1) {
          const message = bad.get(line)
          if (message === undefined) continue
          bad.delete(line)
          problems.push({ file, line, code: 'NOT_UTF8', message })
          if (header !== null) return null
        }
      }
      if (header === null) header = uniqueColumns(fields)
      else rows.push({ fields, line: context.lines })
      return null
    }
  })
  parser.on('error', (error) => (failure = error))
  parser.resume()
  const lines = { count: 0 }
  const stream = createReadStream(path, { highWaterMark: 256 * 1024, signal })
  let carry: Buffer = Buffer.alloc(0)
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      counter.bytes += piece.length
      // Whole lines only, so that a character or a bad line is never cut in two.
      const joined: Buffer = carry.length === 0 ? piece : Buffer.concat([carry, piece])
      const end = joined.length > longestRecord ? joined.length : joined.lastIndexOf(0x0a) + 1
      carry = joined.subarray(end)
      if (end > 0) await feed(parser, joined.subarray(0, end), lines, bad, file, () => failure !== null)
      if (failure) break
      if (rows.length + problems.length > 0) yield { header, rows, problems }
      rows = []
      problems = []
    }
    if (!failure && carry.length > 0) await feed(parser, carry, lines, bad, file, () => failure !== null)
    if (!failure) await new Promise<void>((resolve) => parser.once('close', resolve).once('error', () => resolve()).end())
  } finally {
    stream.destroy()
    parser.destroy()
  }
  const thrown = failure as (Error & { code?: string }) | null
  if (thrown) {
    const line = previousLine + 1
    if (thrown.code === 'CSV_QUOTE_NOT_CLOSED') problems.push({ file, line, code: 'OPEN_QUOTE', message: `A quote is opened on or after line ${line} and never closed; nothing after it could be read.` })
    else if (thrown.code === 'CSV_MAX_RECORD_SIZE') {
      const message = `The row that begins on line ${line} is longer than ${longestRecord / 1024 / 1024} MiB, or a quote in it is never closed; neither it nor what follows could be read.`
      problems.push({ file, line, code: 'ROW_TOO_LONG', message })
    } else problems.push({ file, line, code: 'BAD_CSV', message: thrown.message })
  }
  if (header !== null || problems.length > 0) yield { header, rows, problems }
}

async function feed(parser: Parser, bytes: Buffer, lines: { count: number }, bad: Map<number, string>, file: string, failed: () => boolean): Promise<void> {
  const clean = isUtf8(bytes)
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(0x0a, from)
    const to = at < 0 ? bytes.length : at + 1
    lines.count += 1
    if (!clean && !isUtf8(bytes.subarray(from, to))) bad.set(lines.count, notUtf8(file, lines.count, bytes.subarray(from, to)).message)
    from = to
  }
  await new Promise<void>((resolve) => {
    // An error is seen by the parser's own listener; the callback still comes.
    parser.write(bytes, () => resolve())
    if (failed()) resolve()
  })
}

/** Columns by their header; a name that stands twice gets a number, a column without a name its position. */
function uniqueColumns(fields: readonly string[]): string[] {
  const seen = new Set<string>()
  return fields.map((field, index) => {
    const name = field.trim() || `column ${index + 1}`
    let unique = name
    for (let copy = 2; seen.has(unique); copy += 1) unique = `${name} ${copy}`
    seen.add(unique)
    return unique
  })
}
