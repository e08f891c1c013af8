import { mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync, closeSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeFloat16, encodeFloat16 } from '#engine/store/float16.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'vectors-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const shape = { dimensions: 3, encoderHash: 'a'.repeat(64) }
const ids = (...values: number[]): Int32Array => Int32Array.from(values)
const rowsOf = (list: Int32Array): Float32Array => Float32Array.from([...list].flatMap((id) => [id, -id, id / 2]))

async function written(file: string, list: Int32Array): Promise<void> {
  const vectors = VectorFile.openForWriting(file, shape)
  vectors.writeRows(list, rowsOf(list))
  await vectors.flush()
  vectors.close()
}

describe('vector files', () => {
  it('give back rows by id, in any order, over blocks and holes', async () => {
    const file = vectorPath(folder, 'clip', 'image')
    await written(file, ids(1, 2, 3, 255, 256, 257, 70_000))
    const vectors = VectorFile.open(file, { encoderHash: shape.encoderHash })
    expect(vectors.count).toBe(7)
    const wanted = ids(70_000, 254, 255, 256, 257, 2, 1, 5_000_000)
    const into = new Float32Array(new SharedArrayBuffer(wanted.length * 3 * 4))
    expect([...vectors.gather(wanted, into)]).toEqual([254, 5_000_000])
    expect([...into.subarray(0, 3)]).toEqual([70_000, -70_000, 35_000])
    expect([...into.subarray(3, 6)]).toEqual([NaN, NaN, NaN])
    expect([...into.subarray(6, 9)]).toEqual([255, -255, 127.5])
    expect([...into.subarray(18, 21)]).toEqual([1, -1, 0.5])
    expect([...vectors.present(ids(1, 4, 256))]).toEqual([1, 256])
    vectors.close()
  })

  it('go on where they stood, replace rows, and forget removed ones', async () => {
    const file = join(folder, 'v.vec')
    await written(file, ids(1, 2))
    const vectors = VectorFile.openForWriting(file, shape)
    vectors.writeRows(ids(2, 3), Float32Array.of(9, 9, 9, 8, 8, 8))
    vectors.removeRows(ids(1, 77))
    await vectors.flush()
    vectors.close()
    const again = VectorFile.open(file)
    const into = new Float32Array(9)
    expect([...again.gather(ids(1, 2, 3), into)]).toEqual([1])
    expect([...into.subarray(3)]).toEqual([9, 9, 9, 8, 8, 8])
    expect(again.count).toBe(2)
    again.close()
  })

  it('do not declare what was never flushed', () => {
    const file = join(folder, 'v.vec')
    const vectors = VectorFile.openForWriting(file, shape)
    vectors.writeRows(ids(1), rowsOf(ids(1)))
    expect(vectors.has(1)).toBe(true)
    vectors.close()
    const again = VectorFile.open(file)
    expect(again.count).toBe(0)
    again.close()
  })

  it('treat a torn row, a torn block header and a truncated file as absent rows', async () => {
    const file = join(folder, 'v.vec')
    await written(file, ids(1, 2, 300, 301))
    const blockBytes = 2048 + 256 * 12
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, Uint8Array.of(0xff), 0, 1, 4096 + 2048 + 2 * 12 + 5)
    closeSync(descriptor)
    let vectors = VectorFile.open(file)
    expect([...vectors.gather(ids(1, 2, 300), new Float32Array(9))]).toEqual([2])
    expect(vectors.verify()).toEqual({ rows: 4, damaged: 1 })
    vectors.close()

    const header = openSync(file, 'r+')
    writeSync(header, Uint8Array.of(0xff), 0, 1, 4096 + blockBytes + 20)
    closeSync(header)
    vectors = VectorFile.open(file)
    expect(vectors.count).toBe(2)
    expect(vectors.has(300)).toBe(false)
    vectors.close()

    truncateSync(file, 4096 + 2048 + 12 + 4)
    vectors = VectorFile.open(file)
    expect([...vectors.gather(ids(1), new Float32Array(3))]).toEqual([1])
    vectors.close()
  })

  it('refuse another encoder, another shape, foreign files and rows that are not finite', async () => {
    const file = join(folder, 'v.vec')
    expect(() => VectorFile.open(file)).toThrow(expect.objectContaining({ code: 'NO_EMBEDDINGS' }))
    await written(file, ids(1))
    expect(() => VectorFile.open(file, { encoderHash: 'b' })).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
    expect(() => VectorFile.openForWriting(file, { ...shape, dimensions: 4 })).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
    const vectors = VectorFile.openForWriting(file, shape)
    const before = readFileSync(file)
    expect(() => vectors.writeRows(ids(5, 6), Float32Array.of(1, 2, 3, 4, NaN, 6))).toThrow(expect.objectContaining({ code: 'BAD_SCORES', message: expect.stringContaining('row 6') }))
    expect(readFileSync(file).equals(before)).toBe(true)
    vectors.close()
    writeFileSync(file, Buffer.alloc(10_000, 1))
    expect(() => VectorFile.open(file)).toThrow(expect.objectContaining({ code: 'PROJECT_DAMAGED' }))
  })

  it('can keep half precision', async () => {
    const file = join(folder, 'v.vec')
    const vectors = VectorFile.openForWriting(file, { ...shape, type: 'float16' })
    vectors.writeRows(ids(4), Float32Array.of(0.1, -2, 65_504))
    await vectors.flush()
    const into = new Float32Array(3)
    vectors.gather(ids(4), into)
    expect(into[0]).toBeCloseTo(0.1, 4)
    expect([...into.subarray(1)]).toEqual([-2, 65_504])
    vectors.close()
  })
})

describe('float16', () => {
  it('brings every half back, and rounds to nearest even', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, i) => i)
    const decoded = new Float32Array(65_536)
    decodeFloat16(all, decoded)
    const back = new Uint16Array(65_536)
    encodeFloat16(decoded, back)
    for (let i = 0; i < 65_536; i++) if (!Number.isNaN(decoded[i])) expect(back[i]).toBe(i)
    const out = new Uint16Array(6)
    encodeFloat16(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65_520, 2 ** -25, 2 ** -25 * 1.5, -1e9), out)
    expect([...out]).toEqual([0x3c00, 0x3c02, 0x7c00, 0, 1, 0xfc00])
  })
})
