import type { ErrorCode } from '#shared/errors/codes.ts'

/** What a script can rely on; documented in docs/guide/command-line.md. */
export const exitCodes = {
  done: 0,
  /** A defect of Planisphere. */
  internal: 1,
  /** Unknown command, missing or malformed argument. */
  wrongUse: 2,
  /** A file, folder, project, encoder or name that cannot be used. */
  badInput: 3,
  /** Done, but some rows or images could not be used; the problems are listed. */
  partlyDone: 4,
  /** The machine or another program stands in the way: locked project, read-only folder, full disk. */
  notNow: 5,
  /** Ctrl-C. What was done is kept, and the same command goes on from there. */
  interrupted: 130
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const special: Partial<Record<ErrorCode, ExitCode>> = {
  INVALID_INPUT: exitCodes.wrongUse,
  PROJECT_LOCKED: exitCodes.notNow,
  READ_ONLY: exitCodes.notNow,
  DISK_FULL: exitCodes.notNow,
  CANCELLED: exitCodes.interrupted,
  ENGINE_GONE: exitCodes.internal,
  PROTOCOL_MISMATCH: exitCodes.internal,
  INTERNAL: exitCodes.internal
}

export function exitCodeOf(code: ErrorCode): ExitCode {
  return special[code] ?? exitCodes.badInput
}
