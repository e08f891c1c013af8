import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeakKind } from '#shared/domain/leaks.ts'
import type { Job } from '#shared/domain/job.ts'
import { jobEnd, retrievalProject, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { tilePicture } from '../support/tile-pictures.ts'

const folder = temporaryFolder()
let made: RetrievalProject

/** 0..19 train, but 2 of val; 20..39 test, but 23 of train. Number i + 20 is made from i where something is planted. */
const splitOf = (i: number): 'train' | 'val' | 'test' => (i === 2 ? 'val' : i < 20 || i === 23 ? 'train' : 'test')
const words = 'a wide road bends around the old stone church and runs on past a row of red roofs towards the green river bank in the east'

beforeAll(async () => {
  const places = Array.from({ length: 40 }, (_, i) => ({
    split: splitOf(i),
    region: i < 20 ? 'Lagos' : 'Oslo',
    lat: i === 27 ? 7.0001 : i,
    lon: 3,
    tiles: [i === 26 ? [6, 1, 4.002, 1] : [i, (i * i) % 7, 10 - i, 1]],
    captions: [[1, i, 2, 3]]
  }))
  made = await retrievalProject(folder, 'leaks', places)
  const db = new Database(join(made.path, 'project.sqlite'))
  db.prepare('UPDATE roots SET path = ? WHERE id = 1').run(join(folder, 'images'))
  db.close()
  const write = (i: number, picture: Buffer): void => {
    const file = join(folder, 'images', `p${i}`, 's0')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, picture)
  }
  for (let i = 0; i < 40; i++) write(i, await tilePicture(i))
  write(20, await sharp(await tilePicture(0)).resize(200, 200).jpeg({ quality: 40 }).toBuffer())
  write(21, await sharp(await tilePicture(1)).linear(1, 15).jpeg({ quality: 70 }).toBuffer())
  write(22, await sharp(await tilePicture(2)).linear(0.9, 0).webp({ quality: 60 }).toBuffer())
  write(23, await tilePicture(3))
  for (const i of [4, 24]) write(i, await sharp({ create: { width: 128, height: 128, channels: 3, background: '#204060' } }).png().toBuffer())
  write(28, Buffer.from('this is no picture'))
  const { client, project } = made
  for (const [caption, text] of [[6, words], [26, words.replace('east', 'west')], [7, words.split(' ').reverse().join(' ')]] as const) {
    await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption, verdict: 'edited', text })
  }
})
afterAll(() => made.close())

async function check(options: object): Promise<Job> {
  const { job } = await made.client.call('leaks.check', { project: made.project, options })
  return jobEnd(made.client, made.project, job)
}
const pairsOf = async (kind: LeakKind) => (await made.client.call('leaks.pairs', { project: made.project, kind, start: 0, count: 100 })).pairs.map(({ a, b, value }) => ({ pair: [a.placeUid, b.placeUid].sort().join(' '), value }))

test('planted duplicates are found, resized, recompressed and brightened ones too, and nothing else', async () => {
  const job = await check({ encoder: 'made', cosine: 0.9999 })
  expect(job.error).toBeNull()
  expect(job.result).toEqual({
    counts: [
      { kind: 'places', compared: 40, leftOut: 0, pairs: 1, items: 2, cut: false },
      // Two even tiles have no hash, one picture cannot be read.
      { kind: 'tiles', compared: 37, leftOut: 3, pairs: 3, items: 6, cut: false },
      { kind: 'embeddings', compared: 40, leftOut: 0, pairs: 1, items: 2, cut: false },
      { kind: 'captions', compared: 40, leftOut: 0, pairs: 1, items: 2, cut: false }
    ]
  })
  expect(job.problems).toMatchObject([{ code: 'BAD_IMAGE', file: expect.stringMatching(/p28\/s0$/) }])
  expect((await pairsOf('tiles')).map(({ pair }) => pair).sort()).toEqual(['p0 p20', 'p1 p21', 'p2 p22'])
  expect((await pairsOf('places'))[0]).toMatchObject({ pair: 'p27 p7', value: expect.closeTo(11.12, 1) })
  expect((await pairsOf('captions'))[0]).toMatchObject({ pair: 'p25 p5', value: expect.closeTo(23 / 25, 6) })
  expect(await pairsOf('embeddings')).toHaveLength(1)
  expect(await made.client.call('leaks.last', { project: made.project })).toMatchObject({ options: { encoder: 'made', bits: 5 }, counts: job.result?.['counts'] })
})

test('all pairs above a low cosine are counted, as comparing all gives', async () => {
  const unit = Array.from({ length: 40 }, (_, i) => (i === 26 ? [6, 1, 4.002, 1] : [i, (i * i) % 7, 10 - i, 1])).map((row) => row.map((value) => value / Math.hypot(...row)))
  let expected = 0
  unit.forEach((one, i) => unit.slice(0, i).forEach((other, j) => (expected += splitOf(i) !== splitOf(j) && one.reduce((sum, value, k) => sum + value * (other[k] as number), 0) >= 0.9 ? 1 : 0)))
  const job = await check({ bits: null, similarity: null, metres: null, encoder: 'made', cosine: 0.9 })
  expect(job.result).toMatchObject({ counts: [{ kind: 'embeddings', pairs: expected }] })
  const pairs = await pairsOf('embeddings')
  expect(pairs.map(({ value }) => value)).toEqual(pairs.map(({ value }) => value).toSorted((a, b) => b - a))
})

test('a pair is solved when its places are moved to the same split', async () => {
  await check({ similarity: null, metres: null })
  const first = (await made.client.call('leaks.pairs', { project: made.project, kind: 'tiles', start: 0, count: 1 })).pairs[0]
  expect(first).toMatchObject({ solved: false, a: { view: expect.any(Number), split: expect.any(String) } })
  const { job } = await made.client.call('splits.assign', { project: made.project, rule: { kind: 'places', places: [first?.a.place ?? 0], split: first?.b.split ?? null } })
  await jobEnd(made.client, made.project, job)
  expect((await made.client.call('leaks.pairs', { project: made.project, kind: 'tiles', start: 0, count: 1 })).pairs[0]).toMatchObject({ solved: true })
  expect((await check({ similarity: null, metres: null })).result).toMatchObject({ counts: [{ kind: 'tiles', pairs: 2 }] })
  await made.client.call('splits.undo', { project: made.project })
  expect((await check({ similarity: null, metres: null })).result).toMatchObject({ counts: [{ kind: 'tiles', pairs: 3 }] })
})

test('what cannot be checked is said, and the last report stays', async () => {
  const before = await made.client.call('leaks.last', { project: made.project })
  expect(await check({ encoder: 'nobody' })).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
  expect(await check({ bits: null, similarity: null, metres: null })).toMatchObject({ state: 'failed', error: { code: 'INVALID_INPUT' } })
  expect(await made.client.call('leaks.last', { project: made.project })).toEqual(before)
  const alone = await retrievalProject(folder, 'one-split', [{ split: 'train', tiles: [[1, 2, 3, 4]] }, { tiles: [[1, 2, 3, 4]] }])
  try {
    const { job } = await alone.client.call('leaks.check', { project: alone.project, options: {} })
    expect(await jobEnd(alone.client, alone.project, job)).toMatchObject({ state: 'failed', error: { code: 'UNSUPPORTED' } })
    expect(await alone.client.call('leaks.last', { project: alone.project })).toBeNull()
    await expect(alone.client.call('leaks.pairs', { project: alone.project, kind: 'tiles', start: 0, count: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(existsSync(join(alone.path, 'leaks', 'report.json'))).toBe(false)
  } finally {
    await alone.close()
  }
})
