import { afterAll, beforeAll, expect, test } from 'vitest'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import { join } from 'node:path'
import { encoderName, retrievalProject, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let made: RetrievalProject

beforeAll(async () => {
  made = await retrievalProject(
    folder,
    'search',
    Array.from({ length: 60 }, (_, i) => ({ lat: 10, lon: i * 0.01, tiles: [[Math.cos(i / 60), Math.sin(i / 60)]], captions: [[Math.cos((i + 0.2) / 60), Math.sin((i + 0.2) / 60)]], drones: [[5, 1]] }))
  )
})
afterAll(() => made.close())

const caption = async (uid: string): Promise<number> => {
  const { rows } = await made.client.call('browse.captions', { project: made.project, start: 0, count: 100 })
  return rows.find((row) => row.uid === uid)?.id ?? 0
}

test('a caption finds its tile; the others follow by score, with distances', async () => {
  const found = await made.client.call('retrieval.search', { project: made.project, encoder: encoderName, query: { caption: await caption('p30/c0') }, k: 3 })
  expect(found.results.map((row) => [row.rank, row.viewUid, row.truth])).toEqual([[1, 'p30/s0', true], [2, 'p31/s0', false], [3, 'p29/s0', false]])
  expect(found.truth).toMatchObject({ rank: 1, viewUid: 'p30/s0', distanceM: 0 })
  expect(found.gallery).toBe(60)
  expect(found.results[1]?.distanceM).toBeCloseTo(1095, 0)
})

test('the exact rank of a truth far below the shown answers agrees with the evaluation', async () => {
  const run = await made.evaluate({ queries: 'drone' })
  const { rows } = await made.client.call('runs.queries', { project: made.project, run: run.run, start: 0, count: 100 })
  for (const row of [rows[0], rows[33], rows[59]]) {
    const found = await made.client.call('retrieval.search', { project: made.project, encoder: encoderName, query: { view: row?.view ?? 0 }, k: 2 })
    expect(found.truth?.rank).toBe(row?.rank)
    expect(found.results).toHaveLength(2)
  }
})

test('a tile that is embedded later is found without a restart', async () => {
  const file = VectorFile.openForWriting(vectorPath(join(made.path, 'vectors'), encoderName, 'image'), { dimensions: 2, encoderHash: 'f'.repeat(64) })
  const before = await made.client.call('retrieval.search', { project: made.project, encoder: encoderName, query: { caption: await caption('p30/c0') }, k: 1 })
  const view = before.results[0]?.view ?? 0
  file.removeRows(Int32Array.of(view))
  file.writeRows(Int32Array.of(1), Float32Array.of(Math.cos(30.2 / 60), Math.sin(30.2 / 60)))
  await file.flush()
  file.close()
  const after = await made.client.call('retrieval.search', { project: made.project, encoder: encoderName, query: { caption: await caption('p30/c0') }, k: 1 })
  expect(after.gallery).toBe(59)
  expect(after.results[0]?.viewUid).toBe('p0/s0')
  expect(after.truth).toBeNull()
})

test('says what is not there', async () => {
  const search = (query: { caption: number } | { text: string }, encoder = encoderName): Promise<unknown> => made.client.call('retrieval.search', { project: made.project, encoder, query })
  await expect(search({ caption: 99_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(search({ caption: 1 }, 'other')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
