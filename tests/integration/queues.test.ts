import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtInQueue, QueueDefinition } from '#shared/domain/queue.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { databaseName } from '#engine/store/open-projects.ts'
import { fillProject } from '../support/captions-fixture.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'queues.planisphere')
const start = () => createEngine({ resources: 'resources', checkOutputs: true, log: (line) => process.stderr.write(`${line}\n`) })
let engine = start()
let client: EngineClient = engine.client()
let project = ''
let opened = 1_000

beforeAll(async () => {
  const created = await client.call('projects.create', { path })
  await client.call('projects.close', { project: created.project })
  // 200 places in three regions and none, two captions each.
  fillProject(path, 200)
  project = (await client.call('projects.open', { path })).project
})
afterAll(() => engine.close())

const define = (definition: Partial<QueueDefinition> & { filter?: object }) => QueueDefinition.parse(definition)
const submit = (annotator: string, caption: number, verdict: Verdict = 'accepted', at = Date.now()) => client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator, at, caption, verdict })
async function ids(definition: QueueDefinition, annotator?: string, at = ++opened): Promise<number[]> {
  const { captions } = await client.call('review.queue', { project, ...definition, annotator, opened: at, start: 0, count: 1000 })
  return captions
}
const uidsOf = (captions: readonly number[]): string[] => {
  const db = new Database(join(path, databaseName), { readonly: true })
  const uids = captions.map((id) => db.prepare('SELECT uid FROM captions WHERE id = ?').pluck().get(id) as string)
  db.close()
  return uids
}

describe('what a queue holds', () => {
  test('shares are disjoint and complete, whatever the filter and the order', async () => {
    for (const base of [define({}), define({ filter: { query: 'region:Lagos' }, order: 'longest' }), define({ order: 'random', limit: 150 })]) {
      const whole = await ids(base)
      const parts = await Promise.all([1, 2, 3].map((part) => ids({ ...base, share: { part, of: 3 } })))
      expect(parts.flat().toSorted((a, b) => a - b)).toEqual(whole.toSorted((a, b) => a - b))
      // Each in the order of the whole.
      for (const part of parts) expect(part).toEqual(whole.filter((id) => part.includes(id)))
    }
    // A caption is in the same share of any filter.
    const inAll = await ids(define({ share: { part: 2, of: 3 } }))
    const inLagos = await ids(define({ filter: { query: 'region:Lagos' }, share: { part: 2, of: 3 } }))
    expect(inLagos.length).toBeGreaterThan(0)
    expect(inLagos.every((id) => inAll.includes(id))).toBe(true)
  })

  test('a random sample is the same for the same seed, in a project with other numbers as well', async () => {
    const sample = await ids(define({ order: 'random', seed: 7, limit: 40 }))
    expect(sample).toHaveLength(40)
    expect(await ids(define({ order: 'random', seed: 7, limit: 40 }))).toEqual(sample)
    expect(await ids(define({ order: 'random', seed: 8, limit: 40 }))).not.toEqual(sample)
    const other = join(folder, 'other.planisphere')
    const made = await client.call('projects.create', { path: other })
    await client.call('projects.close', { project: made.project })
    fillProject(other, 200)
    const db = new Database(join(other, databaseName))
    // The same captions under other numbers.
    db.pragma('foreign_keys = OFF')
    db.exec('UPDATE captions SET id = 1000000 - id')
    db.close()
    const { project: handle } = await client.call('projects.open', { path: other })
    const { captions } = await client.call('review.queue', { project: handle, order: 'random', seed: 7, limit: 40, opened: 1, start: 0, count: 40 })
    expect(captions.map((id) => 1_000_000 - id)).toEqual(sample)
    await client.call('projects.close', { project: handle })
    expect(uidsOf(sample)).toHaveLength(40)
  })

  test('one who answered a caption finds the queue as it was opened', async () => {
    const at = ++opened
    const queue = define({ filter: { query: 'status:unreviewed' }, limit: 10 })
    const before = await ids(queue, 'Ana', at)
    await submit('Ana', before[0] ?? 0)
    expect(await ids(queue, 'Ana', at)).toEqual(before)
    expect(await ids(queue, 'Ana')).toEqual([...before.slice(1), (before[9] ?? 0) + 1])
  })

  test('gold captions that an annotator has not answered are mixed in for her, and not for whoever set them', async () => {
    const gold = [301, 303, 305]
    for (const caption of gold) await client.call('review.gold', { project, uuid: crypto.randomUUID(), annotator: 'Lea', at: Date.now(), caption, answer: { verdict: 'rejected' } })
    const queue = define({ filter: { query: 'region:Lagos id:c1*' }, goldEvery: 10 })
    const plain = await ids({ ...queue, goldEvery: undefined })
    expect(plain.length).toBeGreaterThan(30)
    const at = ++opened
    const mixed = await ids(queue, 'Ana', at)
    expect(mixed.filter((id) => !gold.includes(id))).toEqual(plain.filter((id) => !gold.includes(id)))
    expect(mixed.filter((id) => gold.includes(id))).toHaveLength(3)
    expect(await ids(queue, 'Lea')).toEqual(plain)
    // Answered in the middle of the work: it stays where it was until the queue is opened again.
    await submit('Ana', 303)
    expect(await ids(queue, 'Ana', at)).toEqual(mixed)
    expect((await ids(queue, 'Ana')).filter((id) => gold.includes(id)).toSorted()).toEqual([301, 305])
  })

  test('"me" in a filter is who opens the queue', async () => {
    await submit('Ben', 11, 'rejected')
    await submit('Ana', 13, 'rejected')
    const queue = builtInQueue('rejected-by-others')
    if (queue === null) throw new Error('it asks for nothing')
    expect(await ids(queue, 'Ana')).toEqual([11])
    expect(await ids(queue, 'Ben')).toEqual([13])
  })

  test('every built-in queue that asks for nothing can be opened', async () => {
    const { builtIn } = await client.call('queues.list', { project })
    for (const { queue, definition } of builtIn) {
      if (definition === null) continue
      const { total } = await client.call('queues.open', { project, queue: { definition }, annotator: 'Ana', opened: ++opened })
      expect({ queue, total }).toEqual({ queue, total: (await client.call('queues.count', { project, definition, annotator: 'Ana' })).total })
    }
  })
})

describe('saved queues', () => {
  test('are kept, renamed, changed and removed; removing can be undone', async () => {
    const saved = await client.call('queues.save', { project, name: ' Lagos first ', definition: define({ filter: { query: 'region:Lagos', me: 'Ana' }, share: { part: 1, of: 2 } }), annotator: 'Ana' })
    expect(saved).toMatchObject({ name: 'Lagos first', annotator: 'Ana', definition: { filter: { query: 'region:Lagos' }, share: { part: 1, of: 2 } } })
    expect(saved.definition.filter.me).toBeUndefined()
    await expect(client.call('queues.save', { project, name: 'Lagos first', definition: define({}), annotator: 'Ben' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS', message: expect.stringContaining('Lagos first') as string })
    const renamed = await client.call('queues.rename', { project, uid: saved.uid, name: 'Lagos', annotator: 'Ben' })
    expect(renamed).toMatchObject({ uid: saved.uid, name: 'Lagos', annotator: 'Ben', definition: saved.definition })
    await client.call('queues.save', { project, uid: saved.uid, name: 'Lagos', definition: define({ filter: { query: 'region:Lagos' }, order: 'shortest' }), annotator: 'Ana' })
    const shortest = define({ filter: { query: 'region:Lagos' }, order: 'shortest' })
    const at = ++opened
    const [caption = 0] = (await ids(shortest, 'Ana', at)).slice(12)
    await client.call('queues.position', { project, key: saved.uid, definition: shortest, annotator: 'Ana', opened: at, caption })
    const removed = await client.call('queues.remove', { project, uid: saved.uid })
    expect((await client.call('queues.list', { project })).saved).toEqual([])
    await expect(client.call('queues.remove', { project, uid: saved.uid })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await client.call('queues.save', { project, ...removed })
    expect(await client.call('queues.open', { project, queue: { uid: saved.uid }, annotator: 'Ana', opened: ++opened })).toMatchObject({ key: saved.uid, start: 12, definition: { order: 'shortest' } })
    await client.call('queues.remove', { project, uid: saved.uid })
  })

  test('one whose filter cannot be read is refused', async () => {
    await expect(client.call('queues.save', { project, name: 'x', definition: define({ filter: { query: 'region:(' } }), annotator: 'Ana' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('go to other projects as a file, and come in once', async () => {
    const lagos = (await client.call('projects.facets', { project })).regions.find(({ name }) => name === 'Lagos')
    const definition = define({ filter: { regions: [lagos?.id ?? 0], statuses: ['unreviewed'] }, order: 'random', seed: 9, limit: 5 })
    const { fileName, text } = await client.call('queues.export', { project, name: 'Lagos / five', definition })
    expect(fileName).toBe('Lagos-five.planisphere-queue.json')
    expect(JSON.parse(text)).toEqual({ format: 'planisphere-queue', version: 1, name: 'Lagos / five', definition: { filter: { query: 'status:unreviewed region:Lagos' }, order: 'random', seed: 9, limit: 5 } })
    const file = join(folder, fileName)
    writeFileSync(file, text)
    const first = await client.call('queues.import', { project, path: file, annotator: 'Ben' })
    expect(first).toMatchObject({ name: 'Lagos / five', annotator: 'Ben' })
    expect((await client.call('queues.import', { project, path: file, annotator: 'Ben' })).uid).toBe(first.uid)
    expect(await ids(first.definition)).toEqual(await ids(definition))
    // Another queue under the same name keeps its own.
    writeFileSync(file, text.replace('"seed": 9', '"seed": 10'))
    expect((await client.call('queues.import', { project, path: file, annotator: 'Ben' })).name).toBe('Lagos / five (2)')
    expect((await client.call('queues.list', { project })).saved.map(({ name }) => name)).toEqual(['Lagos / five', 'Lagos / five (2)'])
    await expect(client.call('queues.export', { project, name: 'x', definition: define({ filter: { places: [1] } }) })).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })

  test.each([
    ['not JSON', '{', 'INVALID_INPUT'],
    ['of another kind', '{"format":"something","version":1}', 'INVALID_INPUT'],
    ['without a name', '{"format":"planisphere-queue","version":1,"definition":{}}', 'INVALID_INPUT'],
    ['with a filter that cannot be read', '{"format":"planisphere-queue","version":1,"name":"x","definition":{"filter":{"query":"(("}}}', 'INVALID_INPUT'],
    ['of a later version', '{"format":"planisphere-queue","version":2,"name":"x","definition":{}}', 'UNSUPPORTED'],
    ['too large', `{"format":"planisphere-queue","name":"${'x'.repeat(300_000)}"}`, 'INVALID_INPUT']
  ])('a file that is %s is refused, by its name', async (_, content, code) => {
    const file = join(folder, 'strange.json')
    writeFileSync(file, content)
    await expect(client.call('queues.import', { project, path: file, annotator: 'Ana' })).rejects.toMatchObject({ code, message: expect.stringContaining('strange.json') as string })
    expect(readFileSync(file, 'utf8')).toBe(content)
  })
})

describe('where an annotator stands', () => {
  const queue = define({ filter: { query: 'status:unreviewed region:Oslo' } })
  const open = (annotator: string, definition = queue) => client.call('queues.open', { project, queue: { definition }, annotator, opened: ++opened })

  test('is kept per annotator and per queue, across a restart and when captions leave', async () => {
    const { key, total } = await open('Ana')
    const list = await ids(queue, 'Ana', opened)
    await client.call('queues.position', { project, key, definition: queue, annotator: 'Ana', opened, caption: list[20] ?? 0 })
    expect((await open('Ana')).start).toBe(20)
    expect((await open('Ben')).start).toBe(0)
    expect((await open('Ana', { ...queue, order: 'longest' })).start).toBe(0)
    // The caption itself, and the two after it, leave the queue; so do some before it.
    for (const at of [3, 4, 20, 21, 22]) await submit('Cleo', list[at] ?? 0)
    await engine.close()
    engine = start()
    client = engine.client()
    project = (await client.call('projects.open', { path })).project
    const again = await open('Ana')
    expect(again.total).toBe(total - 5)
    expect((await ids(queue, 'Ana', opened))[again.start]).toBe(list[23])
  })

  test('is the next caption without a verdict when she went through fifty without a rest, and the power failed', async () => {
    const { key } = await open('Hana')
    const list = await ids(queue, 'Hana', opened)
    await client.call('queues.position', { project, key, definition: queue, annotator: 'Hana', opened, caption: list[0] ?? 0 })
    for (const caption of list.slice(0, 50)) await submit('Hana', caption)
    const again = await open('Hana')
    expect((await ids(queue, 'Hana', opened))[again.start]).toBe(list[50])
  })

  test('is found further on when a whole stretch has left', async () => {
    const wide = define({ filter: { query: 'status:unreviewed' } })
    const { key } = await open('Dora', wide)
    const list = await ids(wide, 'Dora', opened)
    await client.call('queues.position', { project, key, definition: wide, annotator: 'Dora', opened, caption: list[2] ?? 0 })
    for (const caption of list.slice(2, 60)) await submit('Cleo', caption)
    const again = await open('Dora', wide)
    // The nearest that was kept: 100 captions further on.
    expect((await ids(wide, 'Dora', opened))[again.start]).toBe(list[102])
  })

  test('is not kept at a caption that the queue does not hold', async () => {
    const { key } = await open('Ana')
    expect(await client.call('queues.position', { project, key, definition: queue, annotator: 'Ana', opened, caption: 1 })).toEqual({ kept: false })
  })
})

test('progress counts what this annotator decided, her pace and the time left', async () => {
  const queue = define({ filter: { query: 'region:Suva' }, limit: 20 })
  const at = ++opened
  const list = await ids(queue, 'Eva', at)
  const day = Date.now() - 3_600_000
  const progress = () => client.call('queues.progress', { project, definition: queue, annotator: 'Eva', opened: at, today: day })
  expect(await progress()).toEqual({ all: 20, done: 0, left: 20, perMinute: null, secondsLeft: null, today: 0, mine: 0 })
  await submit('Ben', list[19] ?? 0)
  await submit('Eva', list[0] ?? 0, 'accepted', day - 40_000)
  for (let i = 1; i < 4; i++) await submit('Eva', list[i] ?? 0, 'accepted', day + i * 20_000)
  expect(await progress()).toMatchObject({ done: 4, left: 16, today: 3, mine: 4, secondsLeft: null })
  await submit('Eva', list[4] ?? 0, 'skipped', day + 80_000)
  // 80 seconds and a gap of a minute for five verdicts: 4 gaps in 120 s.
  expect(await progress()).toMatchObject({ done: 5, left: 15, perMinute: 2, secondsLeft: 450 })
  await client.call('review.undo', { project, uuid: crypto.randomUUID(), annotator: 'Eva', at: Date.now() })
  expect(await progress()).toMatchObject({ done: 4, left: 16 })
})

test('near-duplicates are looked for by a job, over the texts as they are', async () => {
  const text = 'The road bends to the south-east past a red roof, then crosses a narrow river beside three tall trees and a pond'
  for (const [caption, more] of [[21, ''], [51, '.'], [81, ' or two']] as const) await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption, verdict: 'edited', text: text + more })
  expect(await client.call('queues.duplicates', { project })).toBeNull()
  const { job } = await client.call('queues.findDuplicates', { project })
  await expect.poll(async () => (await client.call('jobs.get', { project, job })).state, { timeout: 20_000 }).toBe('done')
  const state = await client.call('queues.duplicates', { project })
  expect(state).toMatchObject({ threshold: 0.8, captions: 400, newer: 0 })
  const db = new Database(join(path, databaseName), { readonly: true })
  const rows = db.prepare('SELECT caption, grp, round(similarity, 3) AS similarity FROM near_duplicates WHERE caption IN (21, 51, 81) ORDER BY caption').all()
  db.close()
  expect(rows).toEqual([
    { caption: 21, grp: 21, similarity: 1 },
    { caption: 51, grp: 21, similarity: 1 },
    // 21 of 23 runs of three words
    { caption: 81, grp: 21, similarity: 0.913 }
  ])
  const queue = builtInQueue('near-duplicates')
  if (queue === null) throw new Error('it asks for nothing')
  const list = await ids(queue, 'Ana')
  expect(list).toHaveLength(state?.members ?? 0)
  const at = list.indexOf(21)
  expect(list.slice(at, at + 3)).toEqual([21, 51, 81])
  // An edit makes the search one text older; another search takes it up.
  await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption: 81, verdict: 'edited', text: 'Nothing of the kind stands here any more at all' })
  expect(await client.call('queues.duplicates', { project })).toMatchObject({ newer: 1 })
  const second = await client.call('queues.findDuplicates', { project })
  await expect.poll(async () => (await client.call('jobs.get', { project, job: second.job })).state, { timeout: 20_000 }).toBe('done')
  expect((await ids(queue, 'Ana')).includes(81)).toBe(false)
})
