import type { FileHandle } from 'node:fs/promises'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

const block = 512
/** The most entries that a package may have: a view each of the largest project, and some. */
const mostEntries = 20_000_000

export interface TarEntry {
  readonly name: string
  readonly bytes: number
  /** Where its bytes begin in the file. */
  readonly offset: number
}

/**
 * The entries of a plain tar file, by its headers alone: nothing is read of what they hold, so a file that lies about
 * itself is refused before anything is written. Only plain files with short names are taken (POSIX ustar, type 0);
 * links, folders, devices and extended headers never stand in a package. Throws BAD_FILE, naming the entry.
 */
export async function readTarIndex(handle: FileHandle, file: string, signal?: AbortSignal): Promise<TarEntry[]> {
  const { size } = await handle.stat()
  const header = Buffer.alloc(block)
  const entries: TarEntry[] = []
  const names = new Set<string>()
  for (let at = 0; ; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await handle.read(header, 0, block, at)
    if (bytesRead < block) throw bad(file, entries.length === 0 ? 'is not a package.' : `ends too early, after the entry ${entries.at(-1)?.name}.`, 'Copy or make it again.')
    if (header.every((byte) => byte === 0)) return entries
    const entry = parseHeader(header, at + block, file, entries.at(-1)?.name)
    if (entry.offset + entry.bytes > size) throw bad(file, `ends too early: the entry ${entry.name} says that it has ${entry.bytes} bytes.`, 'Copy or make it again.')
    // Windows and macOS do not tell upper from lower case.
    const name = entry.name.toLowerCase()
    if (names.has(name)) throw bad(file, `has the entry ${entry.name} twice.`, 'It was not made by Planisphere.')
    if (entries.length >= mostEntries) throw bad(file, 'has too many entries.', 'It was not made by Planisphere.')
    names.add(name)
    entries.push(entry)
    at = entry.offset + Math.ceil(entry.bytes / block) * block
  }
}

function parseHeader(header: Buffer, offset: number, file: string, before: string | undefined): TarEntry {
  const where = before === undefined ? 'at its beginning' : `after the entry ${before}`
  if (octal(header, 148, 8) !== checksum(header)) throw bad(file, before === undefined ? 'is not a package.' : `is damaged ${where}.`, 'Copy or make it again.')
  const name = text(header, 0, 100)
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header, 345, 155) : ''
  if (name === null || prefix === null || name === '') throw bad(file, `has an entry ${where} whose name is not plain text.`, 'It was not made by Planisphere.')
  const full = prefix === '' ? name : `${prefix}/${name}`
  const type = header[156] ?? 0
  if (type !== 0 && type !== 0x30) throw bad(file, `has an entry that is not a plain file: ${full}.`, 'It was not made by Planisphere.')
  const bytes = octal(header, 124, 12)
  if (bytes === null) throw bad(file, `does not say how large the entry ${full} is.`, 'It was not made by Planisphere.')
  return { name: full, bytes, offset }
}

/** The header's bytes added up, those of the checksum itself counted as blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 0x20
  for (let at = 0; at < block; at++) if (at < 148 || at >= 156) sum += header[at] ?? 0
  return sum
}

/** A number in octal digits, or (above 8 GiB) in base 256; null where it is neither. */
function octal(header: Buffer, at: number, length: number): number | null {
  if (header[at] === 0x80) {
    const value = header.readBigUInt64BE(at + length - 8)
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null
  }
  const digits = header.toString('latin1', at, at + length).replace(/[\0 ]+$/, '').trim()
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : null
}

/** Printable ASCII up to a zero byte; null where it is not. */
function text(header: Buffer, at: number, length: number): string | null {
  const found = header.toString('latin1', at, at + length)
  const end = found.indexOf('\0')
  const value = end < 0 ? found : found.slice(0, end)
  return /^[\x20-\x7e]*$/.test(value) ? value : null
}

export function bad(file: string, what: string, hint: string): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `${file} ${what}`, { hint, place: { file } })
}
