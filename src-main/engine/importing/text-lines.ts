import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import type { Problem } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** A line longer than this is not text that a person wrote; it is reported and left out, so that memory stays bounded. */
export const longestLineBytes = 16 * 1024 * 1024
const chunkBytes = 256 * 1024
const newline = 0x0a

/** A line without its end, or why it cannot be read. */
export type Line = { readonly line: number; readonly text: string; readonly problem?: undefined } | { readonly line: number; readonly text?: undefined; readonly problem: Problem }

/** A part of a file, in bytes. */
export interface ByteRange {
  readonly offset: number
  readonly bytes: number
}

/** Bytes as they are read, for the progress. */
export interface ByteCounter {
  bytes: number
}

/** Refuses what is certainly not UTF-8 text before anything is parsed. Throws BAD_FILE. */
export function checkTextHead(head: Uint8Array, file: string): void {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (utf16) throw new PlanisphereError('BAD_FILE', `${file} is UTF-16 text.`, { hint: 'Save it as UTF-8 and import it again.', place: { file } })
}

/** Where the first byte that is not UTF-8 stands: its offset, or -1. */
export function firstBadByte(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1
  let good = 0
  let end = bytes.length
  // The longest valid prefix, by halving: a prefix that ends inside a character is cut back to the character's start.
  while (end - good > 4) {
    let middle = good + ((end - good) >> 1)
    while (middle > good && ((bytes[middle] ?? 0) & 0xc0) === 0x80) middle -= 1
    if (middle === good) break
    if (isUtf8(bytes.subarray(good, middle))) good = middle
    else end = middle
  }
  for (let from = good; from < bytes.length; ) {
    const first = bytes[from] ?? 0
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    if (!isUtf8(bytes.subarray(from, from + length))) return from
    from += length
  }
  return -1
}

export function notUtf8(file: string, line: number, bytes: Uint8Array): Problem {
  const at = Math.max(0, firstBadByte(bytes))
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')
  return { file, line, code: 'NOT_UTF8', message: `Line ${line} is not UTF-8: byte 0x${byte} at position ${at + 1} of the line.` }
}

/**
 * The lines of a UTF-8 file, in chunks, in constant memory. A byte-order mark and carriage returns are taken off; a last
 * line without an end counts; lines that are not UTF-8 or too long come as problems and the reading goes on.
 */
export async function* readLines(path: string, file: string, counter: ByteCounter = { bytes: 0 }, signal?: AbortSignal, range?: ByteRange): AsyncGenerator<Line[]> {
  const handle = await open(path)
  try {
    let line = 0
    let carry: Buffer = Buffer.alloc(0)
    let skipping = false
    let start = true
    for (;;) {
      signal?.throwIfAborted()
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const wanted = range === undefined ? chunkBytes : Math.min(chunkBytes, range.bytes - counter.bytes)
      const { bytesRead } = wanted === 0 ? { bytesRead: 0 } : await handle.read(chunk, 0, wanted, range === undefined ? null : range.offset + counter.bytes)
      counter.bytes += bytesRead
      let bytes = chunk.subarray(0, bytesRead)
      if (start && bytesRead > 0) {
        checkTextHead(bytes, file)
        if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3)
        start = false
      }
      const last = bytesRead === 0
      const end = last ? bytes.length : bytes.lastIndexOf(newline)
      if (!last && end < 0) {
        if (skipping) continue
        carry = carry.length === 0 ? bytes : Buffer.concat([carry, bytes])
        if (carry.length > longestLineBytes) {
          skipping = true
          carry = Buffer.alloc(0)
        }
        continue
      }
      let block = carry.length === 0 ? bytes.subarray(0, end) : Buffer.concat([carry, bytes.subarray(0, end)])
      const lines: Line[] = []
      if (skipping && (!last || block.length > 0 || carry.length === 0)) {
        line += 1
        lines.push({ line, problem: { file, line, code: 'LINE_TOO_LONG', message: `Line ${line} is longer than ${longestLineBytes / 1024 / 1024} MiB.` } })
        const rest = block.indexOf(newline)
        skipping = false
        if (rest < 0) block = Buffer.alloc(0)
        else line = appendLines(lines, block.subarray(rest + 1), line, file)
      } else if (!last || block.length > 0) line = appendLines(lines, block, line, file)
      carry = last ? Buffer.alloc(0) : Buffer.from(bytes.subarray(end + 1))
      if (lines.length > 0) yield lines
      if (last) return
    }
  } finally {
    await handle.close()
  }
}

function appendLines(lines: Line[], block: Buffer, line: number, file: string): number {
  if (isUtf8(block)) {
    for (const text of block.toString('utf8').split('\n')) lines.push({ line: (line += 1), text: text.endsWith('\r') ? text.slice(0, -1) : text })
    return line
  }
  for (let from = 0; from <= block.length; ) {
    let to = block.indexOf(newline, from)
    if (to < 0) to = block.length
    const bytes = block.subarray(from, block[to - 1] === 0x0d && to > from ? to - 1 : to)
    line += 1
    lines.push(isUtf8(bytes) ? { line, text: bytes.toString('utf8') } : { line, problem: notUtf8(file, line, bytes) })
    from = to + 1
  }
  return line
}
