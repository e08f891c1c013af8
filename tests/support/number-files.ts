import { writeFileSync } from 'node:fs'
import { encodeFloat16 } from '#engine/store/float16.ts'

export interface NpyOptions {
  readonly descr?: string
  readonly fortran?: boolean
  readonly shape?: readonly number[]
  readonly version?: 1 | 2 | 3
}

/** The bytes of a `.npy` file, written as NumPy does: the header padded with spaces to a multiple of 64, ending in a newline. */
export function npyBytes(rows: readonly (readonly number[])[], options: NpyOptions = {}): Buffer {
  const { descr = '<f4', fortran = false, shape = [rows.length, rows[0]?.length ?? 0], version = 1 } = options
  const numbers = rows.flat()
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`
  const before = version === 1 ? 10 : 12
  const length = Math.ceil((before + dictionary.length + 1) / 64) * 64 - before
  const head = Buffer.alloc(before)
  head.write('\u0093NUMPY', 'latin1')
  head[6] = version
  if (version === 1) head.writeUInt16LE(length, 8)
  else head.writeUInt32LE(length, 8)
  return Buffer.concat([head, Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1'), dataOf(numbers, descr)])
}

export function writeNpy(file: string, rows: readonly (readonly number[])[], options: NpyOptions = {}): string {
  writeFileSync(file, npyBytes(rows, options))
  return file
}

function dataOf(numbers: readonly number[], descr: string): Buffer {
  if (descr.endsWith('f8')) return Buffer.from(Float64Array.from(numbers).buffer)
  const single = Float32Array.from(numbers)
  if (!descr.endsWith('f2')) return Buffer.from(single.buffer)
  const half = new Uint16Array(numbers.length)
  encodeFloat16(single, half)
  return Buffer.from(half.buffer)
}
