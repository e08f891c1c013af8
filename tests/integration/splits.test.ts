import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { keepChange } from '#engine/splits/former-splits.ts'
import type { SplitRule } from '#shared/domain/splits.ts'
import { jobEnd, retrievalProject, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const opened: RetrievalProject[] = []
let made: RetrievalProject
let n = 0

beforeEach(async () => {
  const places = Array.from({ length: 90 }, (_, i) => ({ region: `r${i % 9}`, lat: (i % 9) * 3 + i / 10_000, lon: 0, split: (['train', 'val', 'test'] as const)[i % 3], tiles: [[1, i, 2, 3]], captions: [[1, i, 2, 3]] }))
  made = await retrievalProject(folder, `s${n++}`, places)
  opened.push(made)
})
afterAll(async () => {
  for (const one of opened) await one.close()
})

const show = () => made.client.call('splits.preview', { project: made.project, rule: null })
const splitsOf = async (): Promise<number[]> => [...(await made.engine.context.project(made.project).store.read('splits.page', { after: 0, limit: 1000 })).splitOf]
const assign = async (rule: SplitRule) => {
  const { job } = await made.client.call('splits.assign', { project: made.project, rule })
  return jobEnd(made.client, made.project, job)
}
const random = (seed: number): SplitRule => ({ kind: 'random', shares: { train: 0.5, val: 0.25, test: 0.25 }, buffer: 'together', bufferM: 0, seed })

test('a preview changes nothing and says what the assignment then does; one call takes it back, two take back two', async () => {
  const [before, first] = [await splitsOf(), await show()]
  expect(first).toMatchObject({ counts: { train: 30, val: 30, test: 30, none: 0 }, changed: 0, regionCount: 9 })
  const preview = await made.client.call('splits.preview', { project: made.project, rule: random(1) })
  expect(await splitsOf()).toEqual(before)
  const job = await assign(random(1))
  expect(job).toMatchObject({ state: 'done', result: preview })
  const one = await splitsOf()
  expect(one).not.toEqual(before)
  await assign(random(2))
  expect(await splitsOf()).not.toEqual(one)
  expect(await made.client.call('splits.last', { project: made.project })).toMatchObject({ title: 'divide at random' })
  await made.client.call('splits.undo', { project: made.project })
  expect(await splitsOf()).toEqual(one)
  expect(await made.client.call('splits.undo', { project: made.project })).toMatchObject({ changedSince: 0, restored: preview.changed })
  expect(await splitsOf()).toEqual(before)
  expect(await made.client.call('splits.last', { project: made.project })).toBeNull()
  await expect(made.client.call('splits.undo', { project: made.project })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(readdirSync(join(made.path, 'splits'))).toEqual([])
})

test('what was changed since stays as it is', async () => {
  const before = await splitsOf()
  await assign(random(1))
  const after = await splitsOf()
  const moved = after.findIndex((split, i) => split !== before[i] && split !== 3)
  await assign({ kind: 'places', places: [moved + 1], split: 'test' })
  // The newest goes first; this one's file is put out of the way, so that the older one is taken back over it.
  const last = await made.client.call('splits.last', { project: made.project })
  expect(last).toMatchObject({ title: 'move 1 place to test', places: 1 })
  const { forgetChange } = await import('#engine/splits/former-splits.ts')
  await forgetChange(made.engine.context.project(made.project), last?.job ?? '')
  expect(await made.client.call('splits.undo', { project: made.project })).toMatchObject({ changedSince: 1 })
  expect(await splitsOf()).toEqual(before.map((split, i) => (i === moved ? 3 : split)))
})

test('an assignment that was killed half way begins from the splits that were there', async () => {
  const project = made.engine.context.project(made.project)
  const before = await splitsOf()
  // As a kill leaves it: the change is kept, some of it is made, the job is interrupted.
  const { job } = await made.client.call('splits.assign', { project: made.project, rule: random(5) })
  await jobEnd(made.client, made.project, job)
  const wanted = await splitsOf()
  const ids = Int32Array.from(before.keys(), (i) => i + 1)
  const change = { ids, from: Uint8Array.from(before), to: Uint8Array.from(wanted) }
  await project.store.write('splits.write', { ids: ids.slice(0, 60), from: Uint8Array.from(wanted.slice(0, 60)), to: Uint8Array.from(before.slice(0, 60)) })
  await keepChange(project, { job, title: 'x', at: 1, change })
  const { splitRunner } = await import('#engine/splits/split-job.ts')
  const nothing = (): void => undefined
  await splitRunner().run({ id: job, project, params: { rule: random(5) }, signal: new AbortController().signal, checkpoint: null, saveCheckpoint: () => Promise.resolve(), progress: nothing, problem: nothing, emit: nothing })
  expect(await splitsOf()).toEqual(wanted)
  await made.client.call('splits.undo', { project: made.project })
  expect(await splitsOf()).toEqual(before)
})

test('one that is stopped while it writes leaves the splits as they were, and nothing to take back', async () => {
  const before = await splitsOf()
  const project = made.engine.context.project(made.project)
  const abort = new AbortController()
  const { splitRunner } = await import('#engine/splits/split-job.ts')
  const nothing = (): void => undefined
  const progress = ({ phase }: { phase: string }): void => {
    if (phase === 'writing the splits') abort.abort(new Error('stopped'))
  }
  const run = splitRunner().run({ id: 'stopped', project, params: { rule: random(7) }, signal: abort.signal, checkpoint: null, saveCheckpoint: () => Promise.resolve(), progress, problem: nothing, emit: nothing })
  await expect(run).rejects.toThrow('stopped')
  expect(await splitsOf()).toEqual(before)
  expect(await made.client.call('splits.last', { project: made.project })).toBeNull()
  expect(existsSync(join(made.path, 'splits', 'stopped.json'))).toBe(false)
})

test('a warm search over a split sees places that changed places with others', async () => {
  const search = async (): Promise<string[]> => (await made.client.call('retrieval.search', { project: made.project, encoder: 'made', query: { caption: 1 }, split: 'test', k: 100 })).results.map(({ placeUid }) => placeUid).sort()
  const first = await search()
  // One of test for one of train: the counts stay.
  await assign({ kind: 'places', places: [3], split: 'train' })
  await assign({ kind: 'places', places: [1], split: 'test' })
  expect((await show()).counts).toEqual({ train: 30, val: 30, test: 30, none: 0 })
  expect(await search()).toEqual([...first.filter((uid) => uid !== 'p2'), 'p0'].sort())
})

test('what the project lacks is said', async () => {
  await expect(made.client.call('splits.preview', { project: made.project, rule: { kind: 'continent', test: ['Asia'] } })).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringMatching(/no region in Asia/) })
  expect(await assign({ kind: 'continent', test: ['Asia'], valShare: 0.1, bufferM: 0, seed: 1 })).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
})
