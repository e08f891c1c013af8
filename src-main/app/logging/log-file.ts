import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { redact } from './redact.ts'

export type LogLevel = 'info' | 'warning' | 'error'

/**
 * A text log with one line an entry. At `maxBytes` the file becomes `.1`, and `.1` becomes `.2`, the oldest. A log that
 * cannot be written is no reason to fail.
 */
export class LogFile {
  readonly path: string
  readonly #maxBytes: number
  #size: number

  constructor(path: string, maxBytes = 2 << 20) {
    this.path = path
    this.#maxBytes = maxBytes
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  }

  info(message: string): void {
    this.write('info', message)
  }

  warning(message: string): void {
    this.write('warning', message)
  }

  error(message: string, thrown?: unknown): void {
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown === undefined ? '' : String(thrown)
    this.write('error', detail === '' ? message : `${message}: ${detail}`)
  }

  write(level: LogLevel, message: string): void {
    const line = `${new Date().toISOString()} ${level} ${redact(message).replaceAll('\n', '\n  ')}\n`
    try {
      if (this.#size === 0) mkdirSync(dirname(this.path), { recursive: true })
      if (this.#size > 0 && this.#size + line.length > this.#maxBytes) this.#rotate()
      appendFileSync(this.path, line, { mode: 0o600 })
      this.#size += Buffer.byteLength(line)
    } catch {
      // A full or read-only disk: the person hears of it from what they were doing, not from the log.
    }
  }

  #rotate(): void {
    rmSync(`${this.path}.2`, { force: true })
    try {
      renameSync(`${this.path}.1`, `${this.path}.2`)
    } catch {
      // There is no `.1` yet.
    }
    renameSync(this.path, `${this.path}.1`)
    this.#size = 0
  }
}
