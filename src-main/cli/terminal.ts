import type { EngineClient } from '#shared/rpc/client.ts'
import type { ExitCode } from './exit-codes.ts'

/** What a command has in its hands: the engine, where to write, and whether a person or a program reads. */
export interface Terminal {
  /** Starts the engine at the first call. */
  engine(): Promise<EngineClient>
  readonly json: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Where the shell stood when the command was given: relative paths start there. */
  readonly folder: string
  /** Prints the command's one result: the value as JSON, or the text for a person. */
  result(value: unknown, text: string): void
  /** A line on stderr, for a person. Silent with --json unless `always`. */
  note(line: string): void
  /** A line on stderr that replaces the one before it, where stderr is a terminal. */
  progress(line: string | null): void
  exit(code: ExitCode): void
}

/** Columns as wide as their widest cell; figures (cells that start with a digit) to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)))
  const numeric = header.map((_, column) => rows.length > 0 && rows.every((row) => /^[-+]?[\d,.]+( ?[%a-zA-Z]{1,3})?$|^–$/.test(row[column] ?? '')))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function count(n: number): string {
  return n.toLocaleString('en-US')
}
