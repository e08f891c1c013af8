import { describe, expect, test } from 'vitest'
import { parseNpyHeader } from '#engine/evaluation/imports/npy-header.ts'
import { npyBytes, type NpyOptions } from '../../../support/number-files.ts'

const rows = [[1, 2, 3], [4, 5, 6]]
const parse = (options: NpyOptions = {}, change: (bytes: Buffer) => Buffer = (bytes) => bytes) => {
  const bytes = change(npyBytes(rows, options))
  return parseNpyHeader(bytes, bytes.length, 'scores.npy')
}

describe('the header of a .npy file', () => {
  test.each([1, 2, 3] as const)('is read in version %i.0', (version) => {
    expect(parse({ version })).toMatchObject({ rows: 2, columns: 3, type: 'float32', offset: 128 })
  })

  test.each([['<f2', 'float16'], ['<f4', 'float32'], ['<f8', 'float64']] as const)('%s is %s', (descr, type) => {
    expect(parse({ descr }).type).toBe(type)
  })

  // NumPy 1.x wrote headers padded to 16, Python 2 long numbers as 2L.
  test('of an old writer: other padding, long numbers', () => {
    const dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L)}\n"
    const bytes = Buffer.concat([Buffer.from('\u0093NUMPY\u0001\u0000', 'latin1'), Buffer.from([dictionary.length, 0]), Buffer.from(dictionary), Buffer.alloc(24)])
    expect(parseNpyHeader(bytes, bytes.length, 'x.npy')).toEqual({ rows: 2, columns: 3, type: 'float32', offset: 10 + dictionary.length })
  })

  test.each<[string, RegExp, NpyOptions, ((bytes: Buffer) => Buffer)?]>([
    ['no magic', /does not begin with its magic bytes/, {}, (bytes) => Buffer.concat([Buffer.from('hello'), bytes])],
    ['an empty file', /is empty/, {}, () => Buffer.alloc(0)],
    ['an .npz archive', /ZIP archive/, {}, (bytes) => Buffer.concat([Buffer.from('PK\u0003\u0004'), bytes])],
    ['a version to come', /version 9\.0/, {}, (bytes) => (bytes[6] = 9, bytes)],
    ['Fortran order', /column by column \(Fortran order\)/, { fortran: true }],
    ['big-endian numbers', /big-endian numbers \(>f4\)/, { descr: '>f4' }],
    ['whole numbers', /type <i8/, { descr: '<i8' }],
    ['three dimensions', /shape \(2, 3, 1\); two dimensions/, { shape: [2, 3, 1] }],
    ['one dimension', /shape \(6\); two dimensions/, { shape: [6] }],
    ['no rows', /holds no numbers/, { shape: [0, 3] }],
    ['a shape beyond any file', /beyond any file/, { shape: [999999999999999, 999999999] }],
    ['a cut file', /is cut: 2 x 3 numbers of 4 bytes need 152 bytes, it has 151/, {}, (bytes) => bytes.subarray(0, -1)],
    ['a file that is too long', /152 bytes are expected, it has 153/, {}, (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['a header that goes beyond the file', /ends inside its header/, {}, (bytes) => bytes.subarray(0, 60)],
    ['a header of four gigabytes', /ends inside its header/, { version: 2 }, (bytes) => (bytes.writeUInt32LE(0xffffffff, 8), bytes)]
  ])('%s is refused with the reason', (_, message, options, change) => {
    expect(() => parse(options, change)).toThrow(message)
    try {
      parse(options, change)
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'BAD_FILE', place: { file: 'scores.npy' } })
      expect((thrown as { hint?: string }).hint).toBeTruthy()
    }
  })

  test('records of several fields are refused', () => {
    const bytes = npyBytes(rows)
    const text = bytes.toString('latin1').replace("'descr': '<f4',", "'descr': [('a','<f4')],").replace('          \n', '\n')
    expect(() => parseNpyHeader(Buffer.from(text, 'latin1'), text.length, 'x.npy')).toThrow(/records of several fields/)
  })
})
