import { closeSync, existsSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DescriptorCache } from '#engine/evaluation/descriptor-cache.ts'
import { VectorFile } from '#engine/store/vector-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
const shape = { encoderHash: 'a'.repeat(64), width: 6 }
let files = 0
const newFile = (): string => join(folder, `cache-${files++}`, 'descriptors.vec')

/** What a text side would give for revision r: six numbers made from it. Notes which indices it was asked for. */
function encoder(revisions: Int32Array) {
  const asked: number[][] = []
  const encode = (missing: readonly number[]): Promise<Float32Array> => {
    asked.push([...missing])
    return Promise.resolve(Float32Array.from(missing.flatMap((at) => expected(revisions[at] as number))))
  }
  return { asked, encode }
}
const expected = (revision: number): number[] => Array.from({ length: 6 }, (_, i) => revision + i / 8)
const all = (revisions: Int32Array): number[] => [...revisions].flatMap(expected)

async function ask(file: string, revisions: Int32Array, options: { write: boolean; hash?: string }): Promise<{ rows: number[]; asked: number[][] }> {
  const cache = DescriptorCache.open(file, { ...shape, encoderHash: options.hash ?? shape.encoderHash }, options)
  const { asked, encode } = encoder(revisions)
  try {
    return { rows: [...(await cache.of(revisions, 6, encode))], asked }
  } finally {
    await cache.close()
  }
}

describe('descriptors of captions between evaluations', () => {
  it('encodes each revision once, in any order, and only what is new', async () => {
    const file = newFile()
    const first = Int32Array.of(7, 3, 900)
    expect(await ask(file, first, { write: true })).toEqual({ rows: all(first), asked: [[0, 1, 2]] })
    const second = Int32Array.of(900, 12, 3, 5)
    expect(await ask(file, second, { write: true })).toEqual({ rows: all(second), asked: [[1, 3]] })
    expect(await ask(file, second, { write: true })).toEqual({ rows: all(second), asked: [] })
  })

  it('encodes again what is torn on the disk', async () => {
    const file = newFile()
    const revisions = Int32Array.of(1, 2, 3)
    await ask(file, revisions, { write: true })
    const descriptor = openSync(file, 'r+')
    // Header, block header, then rows by id: the first number of row 2.
    writeSync(descriptor, Uint8Array.of(1, 2, 3), 0, 3, 4096 + 2048 + 2 * 6 * 4)
    closeSync(descriptor)
    expect(await ask(file, revisions, { write: true })).toEqual({ rows: all(revisions), asked: [[1]] })
    expect((await ask(file, revisions, { write: true })).asked).toEqual([])
  })

  it('begins anew with another encoder’s file, or one that is none', async () => {
    const file = newFile()
    const revisions = Int32Array.of(4, 5)
    await ask(file, revisions, { write: true })
    expect((await ask(file, revisions, { write: true, hash: 'b'.repeat(64) })).asked).toEqual([[0, 1]])
    expect((await ask(file, revisions, { write: true })).asked).toEqual([[0, 1]])
    writeFileSync(file, Buffer.alloc(5000, 7))
    expect(await ask(file, revisions, { write: true })).toEqual({ rows: all(revisions), asked: [[0, 1]] })
  })

  it('reads without writing: what is there is used, what is not stays away', async () => {
    const file = newFile()
    const revisions = Int32Array.of(4, 5)
    expect(await ask(file, revisions, { write: false })).toEqual({ rows: all(revisions), asked: [[0, 1]] })
    expect(existsSync(file)).toBe(false)
    await ask(file, Int32Array.of(5), { write: true })
    expect(await ask(file, revisions, { write: false })).toEqual({ rows: all(revisions), asked: [[0]] })
    expect((await ask(file, revisions, { write: true })).asked).toEqual([[0]])
  })

  it('refuses a text side of another width, and numbers that are none', async () => {
    const file = newFile()
    const cache = DescriptorCache.open(file, shape, { write: true })
    await expect(cache.of(Int32Array.of(1, 2), 6, () => Promise.resolve(new Float32Array(8)))).rejects.toMatchObject({ code: 'BAD_ENCODER' })
    await expect(cache.of(Int32Array.of(1), 6, () => Promise.resolve(new Float32Array(6).fill(NaN)))).rejects.toMatchObject({ code: 'BAD_SCORES' })
    await cache.close()
    const kept = VectorFile.open(file)
    expect(kept.count).toBe(0)
    kept.close()
  })
})
