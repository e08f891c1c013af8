import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EditRank } from '#shared/contracts/edit-rank.ts'
import type { CaptionSummary } from '#shared/domain/records.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { imageModel } from '../support/tiny-encoders.ts'

const folder = temporaryFolder()
let engine: Engine
let client: EngineClient
let project: string
let captions: readonly CaptionSummary[]

beforeAll(async () => {
  engine = createEngine({ resources: resolve(import.meta.dirname, '../../resources'), checkOutputs: true })
  client = engine.client()
  const started = await client.call('samples.start', { path: join(folder, 'sample.planisphere'), options: { places: 90, seed: 5, images: true } })
  project = started.project
  expect((await jobEnd(client, project, started.job)).state).toBe('done')
  captions = (await client.call('browse.captions', { project, start: 0, count: 500 })).rows
}, 240_000)
afterAll(() => engine.close())

const ask = (caption: number, text: string, more: { annotator?: string; encoder?: string; signal?: AbortSignal } = {}): Promise<EditRank> =>
  client.call('review.editRank', { project, encoder: more.encoder ?? 'demo', caption, text, annotator: more.annotator ?? 'Ana' }, more.signal ? { signal: more.signal } : {})

async function evaluated(): Promise<Map<number, number>> {
  const { job } = await client.call('runs.evaluate', { project, options: { encoder: 'demo' } })
  const run = (await jobEnd(client, project, job)).result as unknown as RunSummary
  const { rows } = await client.call('runs.queries', { project, run: run.run, start: 0, count: 500 })
  return new Map(rows.map(({ query, rank }) => [query, rank]))
}

/** The caption without its first half: its words are known to the encoder, and it ranks differently. */
const shorter = (text: string): string => text.slice(Math.floor(text.length / 2)).trim()

test('both ranks are those of an evaluation of the same texts', { timeout: 120_000 }, async () => {
  const some = captions.filter((_, i) => i % 12 === 0)
  expect(some.length).toBeGreaterThan(6)
  const before = await evaluated()
  const answers = new Map<number, EditRank>()
  for (const { id, text } of some) answers.set(id, await ask(id, shorter(text)))
  for (const { id } of some) expect(answers.get(id)?.before?.rank, `before, caption ${id}`).toBe(before.get(id))

  for (const { id, text } of some) {
    await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption: id, verdict: 'edited', text: shorter(text) })
  }
  const { job } = await client.call('encoders.embed', { project, name: 'demo', side: 'text' })
  expect((await jobEnd(client, project, job)).result).toMatchObject({ text: { embedded: some.length, failed: 0 } })
  const after = await evaluated()
  for (const { id } of some) expect(answers.get(id)?.after?.rank, `after, caption ${id}`).toBe(after.get(id))
  // Not a test of equal numbers only: the edits do change ranks.
  expect(some.some(({ id }) => before.get(id) !== after.get(id))).toBe(true)
  const gallery = [...answers.values()].map((answer) => answer.gallery)
  expect(new Set(gallery)).toEqual(new Set([90]))

  // Asked again, the text that was edited is the one before.
  const [first] = some
  if (first === undefined) throw new Error('no caption')
  const again = await ask(first.id, first.text)
  expect(again.before?.rank).toBe(after.get(first.id))
  expect(again.after?.rank).toBe(before.get(first.id))
})

test('a text that is not changed keeps its rank, and its tile is named with those that outrank it', async () => {
  const caption = captions[1] as CaptionSummary
  const answer = await ask(caption.id, `  ${caption.text} `)
  expect(answer.after).toEqual(answer.before)
  expect(answer.missing).toBeNull()
  expect(answer.others).toHaveLength(5)
  const views = await client.call('browse.place', { project, place: caption.place })
  expect(views.views.find(({ kind }) => kind === 'satellite')?.id).toBe(answer.after?.view)
  for (const other of answer.others) {
    expect(other).toMatchObject({ truth: false })
    expect(other.place).not.toBe(caption.place)
    expect(other.distanceM).toBeGreaterThan(0)
    if (other.rank < (answer.after?.rank ?? 0)) expect(other.score).toBeGreaterThanOrEqual(answer.after?.score ?? 0)
    else expect(other.score).toBeLessThanOrEqual(answer.after?.score ?? 0)
  }
  // The ranks of the others and the own one together are the first of the ranking, without a gap.
  const ranks = [...answer.others.map(({ rank }) => rank), ...((answer.after?.rank ?? 9) <= 6 ? [answer.after?.rank ?? 0] : [])].sort((a, b) => a - b)
  expect(ranks).toEqual(ranks.map((_, i) => i + 1))
})

test('a blind annotator’s text before is the first one, whatever another has made of it', { timeout: 60_000 }, async () => {
  const caption = captions[2] as CaptionSummary
  const ranked = await ask(caption.id, caption.text)
  const edit = { project, annotator: 'Ana', at: Date.now(), caption: caption.id }
  await client.call('review.submit', { ...edit, uuid: crypto.randomUUID(), verdict: 'edited', text: shorter(caption.text) })
  // Gold captions hide what others decided.
  await client.call('review.gold', { ...edit, uuid: crypto.randomUUID(), answer: { verdict: 'accepted' } })
  const seen = await ask(caption.id, caption.text)
  const blind = await ask(caption.id, caption.text, { annotator: 'Ben' })
  expect(blind.before).toEqual(ranked.before)
  expect(seen.before?.score).not.toBe(ranked.before?.score)
})

test('a call that is given up ends as cancelled, and the next is answered', async () => {
  const caption = captions[3] as CaptionSummary
  const calls = Array.from({ length: 6 }, (_, i) => {
    const controller = new AbortController()
    const answer = ask(caption.id, `${caption.text} and ${i} more roofs`, { signal: controller.signal })
    return { controller, answer }
  })
  for (const { controller } of calls.slice(0, -1)) controller.abort()
  const ended = await Promise.allSettled(calls.map(({ answer }) => answer))
  expect(ended.slice(0, -1).map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'answered'))).toEqual(Array.from({ length: 5 }, () => 'CANCELLED'))
  expect(ended.at(-1)?.status).toBe('fulfilled')
})

describe('says what is missing', () => {
  test('an encoder, a caption', async () => {
    await expect(ask(1, 'a roof', { encoder: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask(999_999, 'a roof')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a text side', async () => {
    writeFileSync(join(folder, 'pictures.onnx'), imageModel())
    await client.call('encoders.add', { project, path: join(folder, 'pictures.onnx'), name: 'pictures' })
    await expect(ask(1, 'a roof', { encoder: 'pictures' })).rejects.toMatchObject({ code: 'UNSUPPORTED', hint: expect.stringContaining('text side') as string })
  })

  test('the own tile’s vector, or the own tile', async () => {
    const caption = captions[5] as CaptionSummary
    const view = (await ask(caption.id, caption.text)).after?.view ?? 0
    const path = vectorPath(join(folder, 'sample.planisphere/vectors'), 'demo', 'image')
    const { dimensions, encoderHash } = VectorFile.open(path)
    const file = VectorFile.openForWriting(path, { dimensions, encoderHash })
    file.removeRows(Int32Array.of(view))
    await file.flush()
    file.close()
    expect(await ask(caption.id, caption.text)).toMatchObject({ before: null, after: null, missing: 'no-vector', gallery: 89 })

    const db = new Database(join(folder, 'sample.planisphere/project.sqlite'))
    db.prepare('DELETE FROM views WHERE id = ?').run(view)
    db.close()
    expect(await ask(caption.id, 'a road')).toMatchObject({ before: null, after: null, missing: 'no-tile' })
  })

  test('all vectors of the images', async () => {
    const started = await client.call('samples.start', { path: join(folder, 'bare.planisphere'), options: { places: 30, seed: 1, images: false } })
    expect((await jobEnd(client, started.project, started.job)).state).toBe('done')
    await client.call('encoders.add', { project: started.project, path: resolve(import.meta.dirname, '../../resources/demo-encoder'), name: 'demo' })
    const call = client.call('review.editRank', { project: started.project, encoder: 'demo', caption: 1, text: 'a roof', annotator: 'Ana' })
    await expect(call).rejects.toMatchObject({ code: 'NO_EMBEDDINGS', hint: expect.stringContaining('Embed the images with demo') as string })
  })
})
