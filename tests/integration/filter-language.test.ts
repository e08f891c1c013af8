import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planisphere } from '../support/command-line.ts'
import { encoderName, retrievalProject, type MadePlace, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const annotator = { annotator: 'Ana', at: Date.UTC(2026, 0, 31) }
let made: RetrievalProject
let first: string

const places: MadePlace[] = Array.from({ length: 24 }, (_, i) => ({
  uid: `place-${i}`,
  region: i % 3 === 0 ? 'Lagos' : 'Oslo',
  lat: i % 4 === 0 ? null : 6 + i / 100,
  lon: i % 4 === 0 ? null : 3 + i / 100,
  tiles: [[Math.cos(i), Math.sin(i), 0.1 * (i % 5)]],
  captions: [[Math.cos(i + 0.2 * (i % 4)), Math.sin(i + 0.2 * (i % 4)), 0], [Math.cos(i * 1.1), Math.sin(i * 1.1), 0.2]],
  drones: i % 2 === 0 ? [[Math.cos(i + 0.3), Math.sin(i + 0.3), 0]] : []
}))

beforeAll(async () => {
  made = await retrievalProject(folder, 'where', places)
  first = (await made.evaluate()).run
})
afterAll(() => made.close())

test.each(['region:Lagos', '-region:Lagos has:coordinates', 'rank(made)>3 or "caption 1"', 'near:6.1,3.1,8km', 'id:place-1*', 'length>0'])('the slice of a run where %s is what an evaluation of these queries alone gives', async (where) => {
  const slice = await made.client.call('runs.slice', { project: made.project, run: first, where })
  const alone = await made.evaluate({ where })
  expect(alone.protocol.where).toBe(where)
  expect(slice).toEqual({ queries: alone.queries, all: 48, located: alone.locatedQueries, metrics: alone.metrics })
  expect(slice.queries).toBeGreaterThan(0)
  expect(slice.queries < 48 || where === 'length>0').toBe(true)
})

test('a run over views is sliced by their places', async () => {
  const run = await made.evaluate({ queries: 'drone' })
  const where = 'region:Lagos'
  const slice = await made.client.call('runs.slice', { project: made.project, run: run.run, where })
  expect(slice).toMatchObject({ queries: 4, all: 12 })
  expect(slice.metrics).toEqual((await made.evaluate({ queries: 'drone', where })).metrics)
})

test('a slice that nothing fits has no figures; an evaluation of nothing is refused; a run of a part is not the encoder’s', async () => {
  const slice = await made.client.call('runs.slice', { project: made.project, run: first, where: 'zeppelin' })
  expect(slice).toMatchObject({ queries: 0, all: 48, metrics: { 'R@1': null } })
  await expect(made.evaluate({ where: 'zeppelin' })).rejects.toMatchObject({ code: 'NO_TRUTH', message: 'No query fits zeppelin.' })
  await expect(made.client.call('runs.slice', { project: made.project, run: first, where: 'regon:x' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  // The newest runs are of parts: the rank is still that of the run over everything.
  const all = await made.client.call('filter.check', { project: made.project, query: `rank(${encoderName})`, count: 'captions' })
  expect(all.count).toBe(48)
})

test('a list follows verdicts, drafts and runs', async () => {
  const { client, project } = made
  const total = async (query: string): Promise<number> => (await client.call('browse.captions', { project, filter: { query, me: 'Ana' }, start: 0, count: 0 })).total
  expect([await total('status:rejected'), await total('by:me'), await total('has:draft'), await total('reason:too-vague')]).toEqual([0, 0, 0, 0])
  await client.call('review.submit', { project, ...annotator, uuid: crypto.randomUUID(), caption: 3, verdict: 'rejected', reason: 'too-vague' })
  await client.call('review.draft', { project, annotator: 'Ana', caption: 5, text: 'half' })
  expect([await total('status:rejected'), await total('by:me'), await total('has:draft'), await total('reason:too-vague')]).toEqual([1, 1, 1, 1])
  expect((await client.call('review.progress', { project, annotator: 'Ana', filter: { query: 'region:Lagos,Oslo' } })).byStatus).toMatchObject({ rejected: 1, unreviewed: 47 })
  expect((await client.call('filter.values', { project, field: 'reason', prefix: 'vague' })).map(({ value }) => value)).toEqual(['too-vague'])
})

describe('on the command line', () => {
  const run = (...words: string[]) => planisphere(words)

  test('list prints what fits, in the order, and --json all of it', async () => {
    const listed = await run('list', made.path, '--where', 'status:rejected or by:me', '--as', 'Ana', '--json')
    expect(listed.json()).toMatchObject({ total: 1, rows: [{ uid: 'place-1/c0', status: 'rejected' }] })
    const placed = await run('list', made.path, '--places', '--where', 'region:Lagos', '--order', `rank:${encoderName}`, '--limit', '3')
    expect(placed.stdout).toMatch(/^place .*first caption/)
    expect(placed.stdout).toContain('3 of 8 places; --limit shows more.')
  })

  test('a mistake is shown with the query and a caret under the character', async () => {
    const wrong = await run('list', made.path, '--where', 'status:rejected regon:Lagos')
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('  status:rejected regon:Lagos\n                  ^^^^^\n  There is no field “regon”. Did you mean region?')
    const unknown = await run('list', made.path, '--where', 'region:Lagso', '--json')
    expect(unknown.code).toBe(2)
    expect(unknown.json()).toMatchObject({ error: { code: 'INVALID_INPUT', place: { item: 'query:7-12' } } })
    expect(unknown.stderr).toContain('Did you mean Lagos?')
    const nobody = await run('list', made.path, '--where', 'by:me')
    expect(nobody.stderr).toContain('--as NAME')
  })

  test('evaluate ranks for what fits alone', async () => {
    const apart = await retrievalProject(folder, 'apart', places)
    await apart.close()
    const done = await run('evaluate', apart.path, '--encoder', encoderName, '--where', 'region:Lagos -place:place-0', '--json')
    expect(done.json()).toMatchObject({ queries: 14, gallery: 24, protocol: { where: 'region:Lagos -place:place-0' } })
    expect((await run('evaluate', apart.path, '--encoder', encoderName, '--where', 'region:', '--json')).code).toBe(2)
  })

  test('runs metrics prints the slice beside the whole', async () => {
    const sliced = await run('runs', 'metrics', made.path, first, '--where', 'region:Lagos')
    expect(sliced.stdout).toContain('16 of 48 queries fit')
    expect(sliced.stdout).toMatch(/metric +where +all/)
    const document = await run('runs', 'metrics', made.path, first, '--where', 'region:Lagos', '--json')
    expect(document.json()).toMatchObject({ run: first, where: 'region:Lagos', queries: 16, all: 48 })
    expect((await run('runs', 'metrics', made.path, first, '--json')).json()).toMatchObject({ run: first, queries: 48 })
  })

  test('export writes the places that fit with those of their captions that do; jsonl says that it cannot', async () => {
    const out = join(folder, 'part.csv')
    const exported = await run('export', made.path, '--format', 'csv', '--out', out, '--where', 'region:Lagos "caption 1"', '--json')
    expect(exported.json()).toMatchObject({ places: 8, captions: 8 })
    const lines = readFileSync(out, 'utf8').trim().split('\n').slice(1)
    expect(lines.filter((line) => line.includes('caption 1 of'))).toHaveLength(8)
    expect(lines.some((line) => line.includes('caption 0 of') || line.includes('Oslo'))).toBe(false)
    const whole = await run('export', made.path, '--format', 'jsonl', '--out', join(folder, 'part.jsonl'), '--where', 'region:Lagos')
    expect(whole.code).toBe(3)
    expect(existsSync(join(folder, 'part.jsonl'))).toBe(false)
  })
})
