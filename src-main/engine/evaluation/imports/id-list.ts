import { readFileSync, statSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** Some 30 bytes an id: ten million of them. Longer files are no lists of ids. */
const longestList = 512 * 1024 * 1024
/** The names that a column, or a key, of ids may have; the first that is there is taken. */
const idNames = ['uid', 'id'] as const

/**
 * The ids of a list, in order: a text file with one a line, a CSV or TSV file with a column `uid` or `id` (or a single
 * column, with or without its name), or a JSON array of texts or of objects with such a key. BAD_FILE names the line that has none, and the
 * one that repeats another. Blocks while it reads: for worker threads.
 */
export function readIdList(file: string): string[] {
  const { size } = statSync(file)
  if (size > longestList) throw bad(file, 'is too long for a list of ids', 'Give a file with one id a line.')
  let text: string
  try {
    text = new TextDecoder('utf8', { fatal: true }).decode(readFileSync(file))
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    throw bad(file, 'is not UTF-8 text', 'Give a text, CSV or JSON file with the ids.')
  }
  const found = /\.json$/i.test(file) ? fromJson(text, file) : /\.(csv|tsv)$/i.test(file) ? fromTable(text, file) : fromLines(text)
  const ids = found.ids
  if (ids.length === 0) throw bad(file, 'holds no ids', 'Give one id a line, in the order of the rows.')
  refuseRepeated(ids, file, found.firstLine)
  return ids
}

/** `firstLine`: of the first id, for messages; null where they do not stand a line each. */
interface FoundIds {
  readonly ids: string[]
  readonly firstLine: number | null
}

function fromLines(text: string): FoundIds {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  while (lines.at(-1) === '') lines.pop()
  return { ids: lines, firstLine: 1 }
}

function fromTable(text: string, file: string): FoundIds {
  let rows: string[][]
  try {
    rows = parse(text, { bom: true, delimiter: /\.tsv$/i.test(file) ? '\t' : ',', relax_column_count: false, skip_empty_lines: true })
  } catch (thrown) {
    throw bad(file, `is no table: ${thrown instanceof Error ? thrown.message.slice(0, 200) : ''}`, 'Give a CSV file with a column uid.')
  }
  const header = (rows[0] ?? []).map((name) => name.trim().toLowerCase())
  const column = idNames.map((name) => header.indexOf(name)).find((at) => at >= 0)
  if (column === undefined && header.length > 1) throw bad(file, `has no column uid or id; it has ${(rows[0] ?? []).slice(0, 12).join(', ')}`, 'Name the column with the ids uid.')
  // Other columns may hold texts of several lines.
  const firstLine = header.length === 1 ? (column === undefined ? 1 : 2) : null
  return { ids: rows.slice(column === undefined ? 0 : 1).map((row) => row[column ?? 0] ?? ''), firstLine }
}

function fromJson(text: string, file: string): FoundIds {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    throw bad(file, `is not JSON: ${thrown instanceof Error ? thrown.message.slice(0, 200) : ''}`, 'Give an array of ids.')
  }
  if (!Array.isArray(value)) throw bad(file, 'holds no array', 'Give an array of ids, or of objects with a uid.')
  return { ids: value.map((item: unknown, i) => idOf(item) ?? refuse(file, i)), firstLine: null }
}

function idOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item
  if (typeof item === 'number') return String(item)
  if (typeof item !== 'object' || item === null) return undefined
  const key = idNames.find((name) => Object.hasOwn(item, name))
  return key === undefined ? undefined : idOf((item as Record<string, unknown>)[key])
}

function refuse(file: string, i: number): never {
  throw bad(file, `has no id as its item ${i + 1}`, 'Give texts, or objects with a uid.')
}

/** BAD_FILE for an empty id and for one that stands twice. */
export function refuseRepeated(ids: readonly string[], file: string, firstLine: number | null): void {
  const seen = new Map<string, number>()
  const name = (i: number): string => (firstLine === null ? `item ${i + 1}` : `line ${i + firstLine}`)
  ids.forEach((id, i) => {
    const line = firstLine === null ? undefined : i + firstLine
    if (id === '') throw bad(file, `has no id as its ${name(i)}`, 'Give one id for each row, in the order of the rows.', line)
    const before = seen.get(id)
    if (before !== undefined) throw bad(file, `gives ${id} as its ${name(before)} and again as its ${name(i)}`, 'Every row must belong to another item.', line)
    seen.set(id, i)
  })
}

function bad(file: string, what: string, hint: string, line?: number): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `${file} ${what}.`, { hint, place: { file, ...(line === undefined ? {} : { line }) } })
}
