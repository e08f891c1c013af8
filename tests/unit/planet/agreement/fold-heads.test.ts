import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FoldHeads } from '#engine/planet/agreement/fold-heads.ts'
import { trainFold } from '#engine/planet/agreement/fold-training.ts'
import { madeSignature, madeText } from '../../../support/scored-project.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const folder = temporaryFolder()
const places = Array.from({ length: 48 }, (_, i) => i + 1)
const signaturesOf = (some: readonly number[]): Float32Array => {
  const rows = new Float32Array(some.length * 164)
  some.forEach((place, i) => rows.set(madeSignature(place), i * 164))
  return rows
}
const learned = { signatures: signaturesOf(places), texts: places.map((place) => [madeText(place)]) }
const options = { steps: 12, batch: 16, seed: 3, threads: 1 }

describe('heads of a fold', () => {
  let heads: FoldHeads
  beforeAll(async () => {
    expect(await trainFold(join(folder, 'fold-0'), learned, options)).toMatchObject({ places: 48, captions: 48, loss: expect.any(Number) as number })
    heads = await FoldHeads.open(join(folder, 'fold-0'))
  }, 60_000)
  afterAll(() => heads.close())
  const row = (rows: Float32Array, i: number): number[] => [...rows.subarray(i * 3 * heads.physical, (i + 1) * 3 * heads.physical)]

  test('describe a text exactly alike, alone and anywhere among others', async () => {
    const text = 'red roofs along a lane of streets on sand'
    const alone = row(await heads.describe([text]), 0)
    expect(alone.some((value) => value !== 0)).toBe(true)
    const others = places.map(madeText)
    for (const at of [0, 1, 7, 15, 16, 30, 48]) {
      const among = await heads.describe([...others.slice(0, at), text, ...others.slice(at)])
      expect(row(among, at), `at ${at}`).toEqual(alone)
    }
  })

  test('project a signature exactly alike, alone and among others; each kind has length 1', async () => {
    const all = await heads.project(signaturesOf(places))
    for (const at of [0, 15, 16, 47]) expect(row(await heads.project(signaturesOf([at + 1])), 0)).toEqual(row(all, at))
    for (const vector of [row(all, 5), row(await heads.describe(['green roofs']), 0)]) {
      for (let kind = 0; kind < 3; kind++) expect(Math.hypot(...vector.slice(kind * heads.physical, (kind + 1) * heads.physical))).toBeCloseTo(1, 5)
    }
  })

  test('have a descriptor for texts without a known word, for none at all, and for one beyond the text length', async () => {
    const rows = await heads.describe(['', 'xyzzy', 'red '.repeat(500)])
    expect(rows.every(Number.isFinite)).toBe(true)
  })

  test('a tile of one colour has no edges: its zeros are a signature like any other', async () => {
    expect((await heads.project(new Float32Array(164))).every(Number.isFinite)).toBe(true)
  })

  test('are the same again for a seed, and others for another', async () => {
    const describeWith = async (name: string, seed: number): Promise<Float32Array> => {
      await trainFold(join(folder, name), learned, { ...options, seed })
      const again = await FoldHeads.open(join(folder, name))
      const rows = await again.describe([madeText(1)])
      await again.close()
      return rows
    }
    const first = await heads.describe([madeText(1)])
    expect(await describeWith('again', options.seed)).toEqual(first)
    expect(await describeWith('other', 4)).not.toEqual(first)
  })
})

test('a batch is never greater than what there is, and one place teaches nothing', async () => {
  const few = { signatures: signaturesOf([1, 2]), texts: [[madeText(1)], [madeText(2)]] }
  expect(await trainFold(join(folder, 'few'), few, { ...options, batch: 128 })).toMatchObject({ places: 2 })
  await expect(trainFold(join(folder, 'one'), { signatures: signaturesOf([1]), texts: [['a']] }, options)).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(/only one place/) as string })
})
