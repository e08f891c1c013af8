import { errorCodes, type ErrorCode } from './codes.ts'

/** Where in a source a problem stands. `line` is 1-based; for records without lines it is the record's ordinal. */
export interface ErrorPlace {
  readonly file?: string
  readonly line?: number
  readonly item?: string
}

/** What crosses a process border when a call fails: no stack, no cause. */
export interface ErrorData {
  readonly code: ErrorCode
  /** What happened, to what. One or two sentences for a person. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  readonly place?: ErrorPlace
}

/** The one error that the engine, the shell and the CLI throw on purpose. Anything else is a bug and becomes `INTERNAL`. */
export class PlanisphereError extends Error {
  readonly code: ErrorCode
  readonly hint?: string
  readonly place?: ErrorPlace

  constructor(code: ErrorCode, message: string, more: { hint?: string; place?: ErrorPlace; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'PlanisphereError'
    this.code = code
    if (more.hint !== undefined) this.hint = more.hint
    if (more.place !== undefined) this.place = more.place
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.place === undefined ? {} : { place: this.place })
    }
  }

  static fromData(data: ErrorData): PlanisphereError {
    const code = errorCodes.includes(data.code) ? data.code : 'INTERNAL'
    return new PlanisphereError(code, data.message, { hint: data.hint, place: data.place })
  }
}

/** Turns whatever was thrown into data for the other side. Unknown errors keep their message, never their stack. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof PlanisphereError) return thrown.toData()
  if (thrown instanceof Error) {
    const system = systemErrors[(thrown as NodeJS.ErrnoException).code ?? '']
    if (system) return { code: system.code, message: thrown.message, hint: system.hint }
    return { code: 'INTERNAL', message: thrown.message || thrown.name, hint: 'This is a defect of Planisphere. The engine log has the details.' }
  }
  return { code: 'INTERNAL', message: String(thrown) }
}

const systemErrors: Record<string, { code: ErrorCode; hint: string }> = {
  ENOSPC: { code: 'DISK_FULL', hint: 'Free some space on the disk, then resume.' },
  SQLITE_FULL: { code: 'DISK_FULL', hint: 'Free some space on the disk, then resume.' },
  EROFS: { code: 'READ_ONLY', hint: 'Choose a folder that you can write to.' },
  EACCES: { code: 'READ_ONLY', hint: 'Give yourself the right to write there, or choose another folder.' },
  EPERM: { code: 'READ_ONLY', hint: 'Give yourself the right to write there, or choose another folder.' },
  SQLITE_READONLY: { code: 'READ_ONLY', hint: 'Give yourself the right to write there, or choose another folder.' },
  SQLITE_CORRUPT: { code: 'PROJECT_DAMAGED', hint: 'Restore the newest file of the project folder’s backups.' },
  SQLITE_NOTADB: { code: 'PROJECT_DAMAGED', hint: 'Choose a folder that Planisphere made.' },
  ENOENT: { code: 'NOT_FOUND', hint: 'Check the path.' },
  EISDIR: { code: 'BAD_FILE', hint: 'Give a file; this is a folder.' },
  ENOTDIR: { code: 'NOT_FOUND', hint: 'Check the path; a part of it is a file, not a folder.' },
  EEXIST: { code: 'ALREADY_EXISTS', hint: 'Choose another name.' }
}
