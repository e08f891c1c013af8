import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MethodInput } from '#shared/contracts/index.ts'
import type { Job } from '#shared/domain/job.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { databaseName } from '#engine/store/open-projects.ts'
import { fillProject } from '../support/captions-fixture.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { planisphere } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'bulk.planisphere')
const places = 600 // two captions each
const engine = createEngine({ resources: 'resources', checkOutputs: true, log: (line) => process.stderr.write(`${line}\n`) })
const client: EngineClient = engine.client()
let project = ''

async function makeProject(at: string, with_: number): Promise<string> {
  const created = await client.call('projects.create', { path: at })
  await client.call('projects.close', { project: created.project })
  fillProject(at, with_)
  return (await client.call('projects.open', { path: at })).project
}
beforeAll(async () => {
  project = await makeProject(path, places)
})
afterAll(() => engine.close())

type Start = Omit<MethodInput<'bulk.start'>, 'project' | 'uuid' | 'annotator' | 'at'>
const stamp = (annotator = 'Ana') => ({ project, uuid: crypto.randomUUID(), annotator, at: Date.now() })
const ended = async (job: string, of = client): Promise<Job> => {
  let now: Job | undefined
  await expect.poll(async () => (now = await of.call('jobs.get', { project, job })).state, { interval: 10, timeout: 60_000 }).toSatisfy((state: string) => ['done', 'failed', 'cancelled', 'paused'].includes(state))
  if (now === undefined || now.state === 'failed') throw new Error(JSON.stringify(now?.error))
  return now
}
async function bulk(start: Start, annotator = 'Ana'): Promise<Record<string, unknown>> {
  const { job } = await client.call('bulk.start', { ...stamp(annotator), ...start })
  return (await ended(job)).result ?? {}
}
const undo = (annotator = 'Ana') => client.call('review.undo', stamp(annotator))
const redo = (annotator = 'Ana') => client.call('review.redo', stamp(annotator))
const count = async (query: string, annotator = 'Ana') => (await client.call('review.queue', { project, filter: { query }, annotator, opened: Math.random(), start: 0, count: 0 })).total
const find = (find: Partial<MethodInput<'bulk.findReplace'>> & { find: string }) => client.call('bulk.findReplace', { project, annotator: 'Ana', opened: Math.random(), ...find })

describe('one thing done to many captions', () => {
  test('is one event, taken back by one undo and given back by one redo', async () => {
    const result = await bulk({ filter: { query: 'region:Lagos' }, change: { action: 'accept' } })
    const lagos = await count('region:Lagos')
    expect(lagos).toBeGreaterThan(200)
    expect(result).toMatchObject({ captions: lagos, leftOut: 0, unchanged: 0, undone: false })
    expect(await count('status:accepted')).toBe(lagos)
    const [event] = await client.call('review.log', { project, count: 1 })
    expect(event).toMatchObject({ kind: 'bulk', annotator: 'Ana', captions: lagos, stands: true, payload: { action: 'accept', filter: 'region:Lagos', count: lagos } })
    expect(await undo()).toMatchObject({ undone: { kind: 'bulk', captions: lagos }, caption: null })
    expect(await count('status:accepted')).toBe(0)
    await redo()
    expect(await count('status:accepted')).toBe(lagos)
    await undo()
  })

  test('of no caption is no event', async () => {
    const before = (await client.call('review.log', { project, count: 1 }))[0]?.seq
    expect(await bulk({ filter: { query: 'region:Lagos region:Oslo' }, change: { action: 'accept' } })).toMatchObject({ event: null, captions: 0 })
    expect((await client.call('review.log', { project, count: 1 }))[0]?.seq).toBe(before)
  })

  test('speaks of named captions as well, each once; revisions mean their caption', async () => {
    const { caption } = await client.call('review.submit', { ...stamp(), caption: 5, verdict: 'edited', text: 'A revision' })
    expect(await bulk({ captions: [5, caption.head, 9], change: { action: 'tag', add: ['night'] } })).toMatchObject({ captions: 2 })
    expect(await count('tag:night')).toBe(2)
    await undo()
    await undo()
    await expect(client.call('bulk.start', { ...stamp(), captions: [999_999], change: { action: 'flag' } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('assigns with overlap, the loads equal', async () => {
    const change = { action: 'assign' as const, annotators: ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve'], overlap: 2, blind: true, seed: 4 }
    await bulk({ filter: {}, change })
    const loads = await Promise.all(change.annotators.map((name) => count(`assigned:${name}`)))
    expect(loads.reduce((sum, n) => sum + n, 0)).toBe(2 * 2 * places)
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
    const ofBen = async () => (await client.call('review.queue', { project, filter: { query: 'assigned:Ben' }, opened: Math.random(), start: 0, count: 1000 })).captions
    const first = await ofBen()
    // The same seed gives the same.
    await undo()
    expect(await count('assigned:Ben')).toBe(0)
    await bulk({ filter: {}, change })
    expect(await ofBen()).toEqual(first)
    // All wait for a blind verdict now: a decision over many leaves them out, and says how many.
    expect(await client.call('bulk.preview', { project, annotator: 'Ben', filter: { query: 'region:Oslo' }, action: 'accept' })).toMatchObject({ total: 0, leftOut: await count('region:Oslo') })
    expect(await bulk({ filter: { query: 'region:Oslo' }, change: { action: 'accept' } }, 'Ben')).toMatchObject({ event: null, captions: 0, leftOut: await count('region:Oslo') })
    expect(await bulk({ filter: { query: 'region:Oslo' }, hidden: true, change: { action: 'accept' } }, 'Ben')).toMatchObject({ captions: await count('region:Oslo'), leftOut: 0 })
    await undo('Ben')
    await bulk({ filter: {}, change: { action: 'unassign', annotators: change.annotators } })
    expect(await count('assigned:Ben')).toBe(0)
    await undo()
    await undo()
  })

  test('wrong parameters are refused before anything is written', async () => {
    const start = (change: unknown) => client.call('bulk.start', { ...stamp(), change } as MethodInput<'bulk.start'>)
    for (const change of [
      { action: 'tag', add: [], remove: [] },
      { action: 'assign', annotators: ['Ana', 'Ana'], overlap: 1 },
      { action: 'assign', annotators: ['Ana'], overlap: 2 },
      { action: 'assign', annotators: Array.from({ length: 31 }, (_, i) => `N${i}`) },
      { action: 'replace', find: 'a(', regex: true }
    ]) await expect(start(change)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(client.call('bulk.start', { ...stamp(), filter: { query: 'status:nonsense' }, change: { action: 'flag' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('cancelled, what is done stays and one undo takes it back; resumed, it does the rest', async () => {
    const { uuid, ...who } = stamp()
    const { job } = await client.call('bulk.start', { uuid, ...who, change: { action: 'flag' } })
    await client.call('jobs.cancel', { project, job })
    const some = (await client.call('bulk.outcome', { project, uuid }))?.captions ?? 0
    expect(some).toBeLessThan(2 * places)
    expect(await count('status:flagged')).toBe(some)
    await client.call('jobs.resume', { project, job })
    expect((await ended(job)).result).toMatchObject({ captions: 2 * places })
    expect(await client.call('bulk.outcome', { project, uuid })).toEqual({ captions: 2 * places, planned: 2 * places, stands: true })
    await undo()
    expect(await count('status:flagged')).toBe(0)
  })

  test('undone while it runs, it stops, and nothing of it is left', async () => {
    const { job } = await client.call('bulk.start', { ...stamp(), change: { action: 'reject', reason: 'too-vague' } })
    await expect.poll(async () => (await client.call('jobs.get', { project, job })).progress?.done ?? 0, { interval: 1 }).toBeGreaterThan(0)
    expect((await undo())?.undone.kind).toBe('bulk')
    const { result } = await ended(job)
    expect(result).toMatchObject({ undone: true })
    expect(result?.['captions']).toBeLessThan(2 * places)
    expect(await count('status:rejected')).toBe(0)
  })

  test('a project that is open read-only refuses', async () => {
    const other = join(folder, 'read-only.planisphere')
    const made = await makeProject(other, 3)
    await client.call('projects.close', { project: made })
    const { project: readOnly } = await client.call('projects.open', { path: other, readOnly: true })
    await expect(client.call('bulk.start', { ...stamp(), project: readOnly, change: { action: 'flag' } })).rejects.toMatchObject({ code: 'READ_ONLY' })
    expect(await client.call('bulk.preview', { project: readOnly, annotator: 'Ana', action: 'flag' })).toMatchObject({ total: 6 })
    expect(await client.call('bulk.findReplace', { project: readOnly, annotator: 'Ana', opened: 1, find: 'road' })).toMatchObject({ captions: 3, matches: 3 })
    await client.call('projects.close', { project: readOnly })
  })
})

describe('find and replace', () => {
  test('shows what would change, then changes it as one event with a revision for each', async () => {
    const asked = { find: '(red) ROOF', replace: 'blue $1', regex: true, wholeWord: true, filter: { query: 'region:Lagos' } }
    const found = await find({ ...asked, count: 2, start: 1 })
    expect(found).toMatchObject({ progress: null, captions: places / 4, matches: places / 4, unusable: 0, leftOut: 0, byStatus: { unreviewed: places / 4, edited: 0 } })
    expect(found.items[0]).toMatchObject({ caption: { id: 9, text: 'A red roof number 5 beside a river' }, matches: [{ start: 2, end: 10, text: 'blue red' }] })
    const { filter, ...change } = asked
    expect(await bulk({ filter, change: { action: 'replace', ...change, except: [9] } })).toMatchObject({ captions: places / 4 - 1, unchanged: places / 4 + 1 })
    const [item] = await client.call('review.items', { project, captions: [1], annotator: 'Ben' })
    expect(item?.caption).toMatchObject({ status: 'edited', text: 'A blue red number 1 beside a river', author: 'Ana', authorKind: 'person', revisions: 2 })
    expect((await find({ find: 'blue red' })).captions).toBe(places / 4 - 1)
    await undo()
    expect((await find({ find: 'blue red' })).captions).toBe(0)
    expect((await client.call('review.items', { project, captions: [1], annotator: 'Ben' }))[0]?.caption).toMatchObject({ status: 'unreviewed', text: 'A red roof number 1 beside a river' })
    await redo()
    expect((await find({ find: 'blue red' })).captions).toBe(places / 4 - 1)
    await undo()
  })

  test('a caption of which nothing would be left stays', async () => {
    expect(await find({ find: '^Trees along road 7$|road 8', replace: '', regex: true })).toMatchObject({ unusable: 1 })
    expect(await bulk({ change: { action: 'replace', find: '^Trees along road 7$', replace: ' ', regex: true } })).toMatchObject({ event: null, captions: 0 })
  })

  test('says how far it is, and goes on when asked again', async () => {
    const asked = { find: 'road', opened: 77, patience: 0 }
    let answer = await find(asked)
    for (let i = 0; answer.progress !== null && i < 1000; i++) answer = await find({ ...asked, patience: 5 })
    expect(answer).toMatchObject({ captions: places, matches: places })
    // Whatever the moment at which patience ends: an answer that says all is found has what it is asked for.
    for (let patience = 0; patience < 30; patience++) {
      const once = await find({ find: 'road', opened: 1000 + patience, patience, count: 20 })
      if (once.progress === null) expect(once).toMatchObject({ captions: places, items: { length: 20 } })
    }
  })

  test('an expression that cannot be read says where; one that takes for ever is stopped, and the engine answers meanwhile', async () => {
    await expect(find({ find: 'road (', regex: true })).rejects.toMatchObject({ code: 'INVALID_INPUT', place: { item: 'find:5-6' } })
    await client.call('review.submit', { ...stamp(), caption: 3, verdict: 'edited', text: `${'a'.repeat(60)}!` })
    const slow = find({ find: '^(a+)+$', regex: true })
    const before = performance.now()
    expect((await client.call('review.items', { project, captions: [1], annotator: 'Ana' })).length).toBe(1)
    expect(performance.now() - before).toBeLessThan(500)
    await expect(slow).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('caption 3'), place: { item: 'caption:3' } })
    const { job } = await client.call('bulk.start', { ...stamp(), change: { action: 'replace', find: '^(a+)+$', regex: true } })
    await expect(ended(job)).rejects.toThrow('INVALID_INPUT')
    await undo()
    expect((await find({ find: 'road' })).captions).toBe(places)
  })

  test('goes on from what another annotator wrote meanwhile', async () => {
    await client.call('review.submit', { ...stamp('Ben'), caption: 1, verdict: 'edited', text: 'A red roof, says Ben' })
    await bulk({ captions: [1], change: { action: 'replace', find: 'red', replace: 'green' } })
    expect((await client.call('review.items', { project, captions: [1], annotator: 'Ben' }))[0]?.caption.text).toBe('A green roof, says Ben')
    await undo()
    expect((await client.call('review.items', { project, captions: [1], annotator: 'Ben' }))[0]?.caption).toMatchObject({ text: 'A red roof, says Ben', annotator: 'Ben' })
    await undo('Ben')
  })
})

test('SIGKILL in the middle, three times: it goes on by itself, and no caption comes twice', { timeout: 180_000 }, async () => {
  const killed = join(folder, 'killed.planisphere')
  await client.call('projects.close', { project: await makeProject(killed, 6000) })
  let child: EngineProcess = startEngineProcess()
  try {
    project = (await child.client.call('projects.open', { path: killed })).project
    const uuid = crypto.randomUUID()
    const { job } = await child.client.call('bulk.start', { project, uuid, annotator: 'Ana', at: Date.now(), change: { action: 'replace', find: 'a', replace: 'aa' } })
    const seen: number[] = []
    for (let kill = 1; kill <= 3; kill++) {
      const { client: now } = child
      await expect.poll(async () => (await now.call('bulk.outcome', { project, uuid }))?.captions ?? 0, { interval: 5, timeout: 60_000 }).toBeGreaterThan(kill * 1500)
      await child.kill()
      child = startEngineProcess()
      await child.client.call('projects.open', { path: killed, resume: true })
      seen.push((await child.client.call('bulk.outcome', { project, uuid }))?.captions ?? 0)
    }
    expect(seen[2]).toBeLessThan(12_000)
    expect((await ended(job, child.client)).result).toMatchObject({ captions: 12_000, leftOut: 0 })
    await child.stop()
    const db = new Database(join(killed, databaseName), { readonly: true })
    const one = (sql: string) => db.prepare(sql).pluck().get()
    expect(one('SELECT count(*) FROM events')).toBe(1)
    expect(one('SELECT count(*) FROM captions WHERE root IS NOT NULL')).toBe(12_000)
    expect(one('SELECT count(DISTINCT root) FROM captions WHERE root IS NOT NULL')).toBe(12_000)
    expect(one("SELECT count(*) FROM caption_state s JOIN captions c ON c.id = s.head WHERE c.root = s.caption AND s.status = 'edited'")).toBe(12_000)
    // Replaced once, not twice.
    expect(one("SELECT count(*) FROM captions WHERE text LIKE '%aaaa%'")).toBe(0)
    db.close()
  } finally {
    await child.kill()
  }
})

test('the command line: dry run, then done, undone and given back', { timeout: 180_000 }, async () => {
  const made = join(folder, 'cli.planisphere')
  await client.call('projects.close', { project: await makeProject(made, 12) })
  const dry = await planisphere(['bulk', made, '--where', 'region:Lagos', '--action', 'accept', '--as', 'Ana', '--dry-run', '--json'])
  expect([dry.code, dry.json()]).toEqual([0, expect.objectContaining({ captions: 6, leftOut: 0, byStatus: expect.objectContaining({ unreviewed: 6 }) })])
  const done = await planisphere(['bulk', made, '--where', 'region:Lagos', '--action', 'assign', '--annotators', 'Ana, Ben', '--blind', '--as', 'Ana', '--json'])
  expect([done.code, done.json()]).toMatchObject([0, { action: 'assign', captions: 6 }])
  const found = await planisphere(['replace', made, '--where', '-assigned:Ana,Ben', '--find', '(red) roof', '--replace', 'blue $1', '--regex', '--as', 'Ana', '--dry-run'])
  expect(found.stdout).toContain('9 matches in 9 captions')
  expect(found.stdout).toContain('A [-red roof-]{+blue red+} number 2 beside a river')
  expect((await planisphere(['replace', made, '--all', '--find', 'red', '--replace', 'blue', '--as', 'Ana', '--json'])).json()).toMatchObject({ captions: 9, leftOut: 3 })
  const back = await planisphere(['undo', made, '--as', 'Ana'])
  expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('Took back: replace of 9 captions')])
  expect((await planisphere(['redo', made, '--as', 'Ana', '--json'])).json()).toMatchObject({ redone: { kind: 'bulk', captions: 9 } })
  expect((await planisphere(['undo', made, '--as', 'Nobody'])).stdout).toContain('nothing to undo')
  const wrong = await planisphere(['replace', made, '--all', '--find', 'a(b', '--replace', '', '--regex', '--as', 'Ana'])
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('  a(b\n   ^')])
  for (const words of [['--action', 'flag', '--as', 'Ana'], ['--action', 'flag', '--all'], ['--action', 'tag', '--all', '--as', 'Ana'], ['--action', 'dance', '--all', '--as', 'Ana']]) expect((await planisphere(['bulk', made, ...words])).code).toBe(2)
})
