import { stringify } from '../exporting/csv-text.ts'
import { printable } from './markup.ts'

/** A table behind a table or figure of a report, with all digits. */
export interface DataFile {
  /** File name under data/, without its ending. */
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

/**
 * RFC 4180, UTF-8, LF. Numbers have all their digits; what is not known is empty. A text that a spreadsheet would take
 * for a formula gets an apostrophe before it, as spreadsheets write texts themselves.
 */
export function csvOf(file: DataFile): string {
  return [file.header, ...file.rows].map((row) => stringify(row.map((value) => (typeof value === 'string' ? plainCell(value) : typeof value === 'boolean' ? (value ? 'true' : 'false') : typeof value === 'number' && !Number.isFinite(value) ? null : value)))).join('')
}

/** A text that no spreadsheet computes, on one line. */
export function plainCell(text: string): string {
  const line = printable(text)
  return /^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(line) ? `'${line}` : line
}
