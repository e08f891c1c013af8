import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { decodeFloat16 } from '../../store/float16.ts'
import { checkSize, npyHeadBytes, numberBytes, parseNpyHeader, type NumberLayout } from './npy-header.ts'

/**
 * A matrix in a file, read a few rows at a time: `.npy`, or bare little-endian float32 numbers (`.f32`), whose `columns`
 * must be told. Its methods block for as long as the disk takes: they belong in a worker thread.
 */
export class NumberFile {
  readonly file: string
  readonly layout: NumberLayout
  readonly #descriptor: number

  private constructor(file: string, descriptor: number, layout: NumberLayout) {
    this.file = file
    this.#descriptor = descriptor
    this.layout = layout
  }

  /** BAD_FILE for what is no such file, INVALID_INPUT for an `.f32` without its dimensions. */
  static open(file: string, columns?: number): NumberFile {
    const descriptor = openSync(file, 'r')
    try {
      const { size } = fstatSync(descriptor)
      return new NumberFile(file, descriptor, file.toLowerCase().endsWith('.f32') ? flatLayout(file, size, columns) : npyLayout(file, descriptor, size))
    } catch (thrown) {
      closeSync(descriptor)
      throw thrown
    }
  }

  /** Rows `from` up to `to`, row-major. float16 becomes float32, which holds it exactly. BAD_FILE if the file has been cut since. */
  read(from: number, to: number): Float32Array | Float64Array {
    const { columns, type, offset } = this.layout
    const count = (to - from) * columns
    const raw = type === 'float64' ? new Float64Array(count) : type === 'float32' ? new Float32Array(count) : new Uint16Array(count)
    const bytes = new Uint8Array(raw.buffer)
    const start = offset + from * columns * numberBytes[type]
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.#descriptor, bytes, done, bytes.length - done, start + done)
      if (read === 0) throw new PlanisphereError('BAD_FILE', `${this.file} ends before its last row: it has been changed while it was read.`, { hint: 'Import it again when it is whole.', place: { file: this.file } })
      done += read
    }
    if (!(raw instanceof Uint16Array)) return raw
    const whole = new Float32Array(count)
    decodeFloat16(raw, whole)
    return whole
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

function npyLayout(file: string, descriptor: number, size: number): NumberLayout {
  const head = new Uint8Array(Math.min(size, npyHeadBytes))
  let have = 0
  for (let read = -1; have < head.length && read !== 0; have += read) read = readSync(descriptor, head, have, head.length - have, have)
  return parseNpyHeader(head.subarray(0, have), size, file)
}

function flatLayout(file: string, size: number, columns: number | undefined): NumberLayout {
  if (columns === undefined) throw new PlanisphereError('INVALID_INPUT', `${file} holds bare numbers and does not say how many belong to a vector.`, { hint: 'Give its dimensions.', place: { file } })
  const rows = Math.floor(size / (4 * columns))
  const layout: NumberLayout = { rows, columns, type: 'float32', offset: 0 }
  if (size > 0 && size % (4 * columns) !== 0) {
    throw new PlanisphereError('BAD_FILE', `${file} has ${size.toLocaleString('en-US')} bytes, which are no whole number of float32 vectors of ${columns} dimensions (${4 * columns} bytes each).`, { hint: 'Check the dimensions.', place: { file } })
  }
  checkSize(layout, size, file)
  return layout
}
