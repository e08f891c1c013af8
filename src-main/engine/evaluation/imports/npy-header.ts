import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

export type NumberType = 'float32' | 'float64' | 'float16'

/** What stands in a file of numbers: a matrix, row-major and little-endian, from a byte on. */
export interface NumberLayout {
  readonly rows: number
  readonly columns: number
  readonly type: NumberType
  /** Where the first number begins, in bytes. */
  readonly offset: number
}

export const numberBytes: Readonly<Record<NumberType, number>> = { float16: 2, float32: 4, float64: 8 }

const types: Readonly<Record<string, NumberType>> = { f2: 'float16', f4: 'float32', f8: 'float64' }
/** Headers of plain arrays take 118 bytes; one of this size is no header. */
const longestHeader = 65_536

/** Bytes from the file's beginning that `parseNpyHeader` may want to see. */
export const npyHeadBytes = longestHeader + 12

/**
 * The header of a `.npy` file (NEP 1, versions 1.0, 2.0 and 3.0): magic, version, length, and a Python dictionary with
 * `descr`, `fortran_order` and `shape`. Two dimensions, floats of 2, 4 or 8 bytes, little-endian, C order; BAD_FILE says
 * what else it found and how to write the file anew. `size`: of the whole file in bytes, which must fit the shape.
 */
export function parseNpyHeader(head: Uint8Array, size: number, file: string): NumberLayout {
  const fail = (what: string, hint: string): PlanisphereError => new PlanisphereError('BAD_FILE', `${file} ${what}.`, { hint, place: { file } })
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes.length === 0) throw fail('is empty', 'Write it again with np.save.')
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') throw fail('is a ZIP archive (.npz, or a PyTorch file), not a .npy array', 'Write one array with np.save, not np.savez or torch.save.')
  if (bytes.length < 12 || bytes.subarray(0, 6).toString('latin1') !== '\u0093NUMPY') throw fail('is not a .npy array: it does not begin with its magic bytes', 'Write it with np.save, or name it .f32 and give its dimensions if it holds bare float32 numbers.')
  const version = `${bytes[6] as number}.${bytes[7] as number}`
  if (!['1.0', '2.0', '3.0'].includes(version)) throw fail(`is a .npy array of version ${version}; 1.0, 2.0 and 3.0 are known`, 'Write it again with np.save.')
  const start = version === '1.0' ? 10 : 12
  const length = version === '1.0' ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8)
  if (length > longestHeader || bytes.length < start + length) throw fail('ends inside its header, or has one that is none', 'Write it again with np.save.')
  const header = bytes.subarray(start, start + length).toString(version === '3.0' ? 'utf8' : 'latin1')
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1]
  const shapeText = /'shape'\s*:\s*\(([^()]*)\)/.exec(header)?.[1]
  if (shapeText === undefined || order === undefined) throw fail('has a header without shape or order', 'Write it again with np.save.')
  const shape = shapeText.split(',').map((part) => part.trim()).filter((part) => part !== '')
  if (descr === undefined) throw fail('holds records of several fields, not plain numbers', 'Save one two-dimensional array of float32.')
  if (descr.startsWith('>')) throw fail(`holds big-endian numbers (${descr}); little-endian ones are wanted`, 'Convert it: np.save(file, a.astype("<f4")).')
  const type = types[descr.slice(1)]
  if (type === undefined || !'<='.includes(descr[0] ?? '')) throw fail(`holds numbers of type ${descr}; float32, float64 or float16 are wanted`, 'Convert it: np.save(file, a.astype("<f4")).')
  if (order === 'True') throw fail('is stored column by column (Fortran order); rows are wanted', 'Convert it: np.save(file, np.ascontiguousarray(a)).')
  if (shape.length !== 2 || !shape.every((part) => /^\d{1,15}L?$/.test(part))) throw fail(`has the shape (${shape.join(', ')}); two dimensions are wanted, a row for each item`, 'Reshape it: a.reshape(rows, columns).')
  const [rows, columns] = shape.map((part) => Number(part.replace('L', ''))) as [number, number]
  const layout = { rows, columns, type, offset: start + length }
  checkSize(layout, size, file)
  return layout
}

/** BAD_FILE where the file is shorter or longer than its shape says, or holds nothing. */
export function checkSize({ rows, columns, type, offset }: NumberLayout, size: number, file: string): void {
  const fail = (what: string): PlanisphereError => new PlanisphereError('BAD_FILE', `${file} ${what}.`, { hint: 'It may have been cut while it was copied: write it again.', place: { file } })
  if (rows === 0 || columns === 0) throw fail(`holds no numbers: its shape is (${rows}, ${columns})`)
  const wanted = offset + rows * columns * numberBytes[type]
  if (!Number.isSafeInteger(wanted) || rows >= 2 ** 31 || columns >= 2 ** 31) throw fail(`says that its shape is (${rows}, ${columns}), which is beyond any file`)
  if (size < wanted) throw fail(`is cut: ${rows} x ${columns} numbers of ${numberBytes[type]} bytes need ${wanted.toLocaleString('en-US')} bytes, it has ${size.toLocaleString('en-US')}`)
  if (size > wanted) throw fail(`is longer than its shape (${rows}, ${columns}) says: ${wanted.toLocaleString('en-US')} bytes are expected, it has ${size.toLocaleString('en-US')}`)
}
