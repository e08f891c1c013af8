import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runsRepository } from '#engine/store/repositories/runs.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import { RunRepeat } from '#shared/domain/run-repeat.ts'
import { RunSummary } from '#shared/domain/run.ts'
import { planisphere } from '../support/command-line.ts'
import { encoderName, jobEnd, retrievalProject, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const vector = (seed: number): number[] => [0, 1, 2, 3].map((d) => Math.sin(seed * 12.9898 + d * 78.233))

describe('a run evaluated again', () => {
  let one: RetrievalProject
  beforeAll(async () => {
    one = await retrievalProject(folder, 'again', Array.from({ length: 60 }, (_, i) => ({ lat: i * 0.001, lon: 0, region: `r${i % 3}`, tiles: [vector(i)], captions: [vector(i + 0.2), vector(i + 30.5)], drones: [vector(i + 0.4)] })))
  })
  afterAll(() => one.close())

  async function again(run: string): Promise<RunRepeat> {
    const { job } = await one.client.call('runs.again', { project: one.project, run })
    const ended = await jobEnd(one.client, one.project, job)
    expect(ended.error).toBeNull()
    return RunRepeat.parse(ended.result)
  }
  const database = (): Database.Database => new Database(join(one.path, 'project.sqlite'))
  function drafts(): number {
    const db = database()
    const left = db.prepare('SELECT count(*) FROM run_drafts d LEFT JOIN runs r ON r.id = d.id WHERE r.id IS NULL').pluck().get() as number
    db.close()
    return left
  }

  test('gives the same numbers for every kind of protocol, and leaves nothing', async () => {
    const protocols = [{}, { queries: 'drone', galleryKind: 'captions', positives: 'radius:150' }, { queries: 'satellite', galleryKind: 'satellite', positives: 'radius:150', gallery: 'nearest:9' }, { gallery: 'region', centered: true, where: 'region:r1' }] as const
    for (const options of protocols) {
      const run = await one.evaluate(options)
      expect(await again(run.run)).toEqual({ run: run.run, name: run.name, same: true, sources: [], metrics: [], queries: { kept: run.queries, now: run.queries, onlyKept: 0, onlyNow: 0, ranksDiffer: 0, answersDiffer: 0, largestMove: 0 } })
    }
    expect(drafts()).toBe(0)
    expect(await one.client.call('runs.list', { project: one.project })).toHaveLength(protocols.length)
  })

  test('says whom the filter’s "me" meant, and means the same', async () => {
    const run = await one.evaluate({ where: '-by:me region:r1', me: 'Ada' })
    expect(run.protocol.me).toBe('Ada')
    expect((await again(run.run)).same).toBe(true)
  })

  test('after a caption has changed, says that the data is another, and how much moved', async () => {
    const run = await one.evaluate()
    const db = database()
    const [first, gone] = db.prepare('SELECT id FROM captions ORDER BY id LIMIT 2').pluck().all() as [number, number]
    // As an edit and embedding anew would leave it: another text with another vector, and one that waits for its vector.
    db.prepare('UPDATE captions SET text = ? WHERE id = ?').run('another text', first)
    db.close()
    const hash = 'f'.repeat(64)
    const file = VectorFile.openForWriting(vectorPath(join(one.path, 'vectors'), encoderName, 'text'), { dimensions: 4, encoderHash: hash })
    file.writeRows(Int32Array.of(first), Float32Array.from(vector(0).map((x) => -x)))
    file.writeRows(Int32Array.of(gone), Float32Array.of(0, 0, 0, 0))
    await file.flush()
    file.close()
    const found = await again(run.run)
    expect(found.same).toBe(false)
    expect(found.sources.map(({ what }) => what)).toEqual(['data', 'queriesMissing'])
    expect(found.sources[1]).toEqual({ what: 'queriesMissing', kept: '0', now: '1' })
    expect(found.queries).toMatchObject({ kept: 120, now: 119, onlyKept: 1, onlyNow: 0, ranksDiffer: 1, answersDiffer: 1 })
    const before = (await one.client.call('runs.queries', { project: one.project, run: run.run, order: 'query', start: 0, count: 1 })).rows[0]
    const anew = await one.evaluate()
    const now = (await one.client.call('runs.queries', { project: one.project, run: anew.run, order: 'query', start: 0, count: 1 })).rows[0]
    expect(found.queries.largestMove).toBe(Math.abs((now?.rank ?? 0) - (before?.rank ?? 0)))
    expect(found.metrics.length).toBeGreaterThan(3)
    for (const { metric, kept, now: value } of found.metrics) expect([metric, kept, value]).toEqual([metric, run.metrics[metric], anew.metrics[metric]])
    expect(drafts()).toBe(0)
  })

  test('with another encoder of the same name, says so', async () => {
    const run = await one.evaluate({ queries: 'drone' })
    const other = 'e'.repeat(64)
    const db = database()
    const ids = db.prepare('SELECT id FROM views ORDER BY id').pluck().all() as number[]
    db.prepare("UPDATE encoders SET hash = ?, provider = 'webgpu'").run(other)
    db.close()
    VectorFile.remove(vectorPath(join(one.path, 'vectors'), encoderName, 'image'))
    const file = VectorFile.openForWriting(vectorPath(join(one.path, 'vectors'), encoderName, 'image'), { dimensions: 4, encoderHash: other })
    file.writeRows(Int32Array.from(ids), Float32Array.from(ids.flatMap((id) => vector(id * 1.7))))
    await file.flush()
    file.close()
    const found = await again(run.run)
    expect(found.same).toBe(false)
    expect(found.sources).toEqual([{ what: 'encoder', kept: 'f'.repeat(12), now: 'e'.repeat(12) }, { what: 'provider', kept: 'cpu', now: 'webgpu' }])
    expect(found.queries.ranksDiffer).toBeGreaterThan(30)
    // The kept run itself is as it was.
    expect(await one.client.call('runs.get', { project: one.project, run: run.run })).toEqual(run)
  })

  test('what cannot be repeated is an answer, not a failed job', async () => {
    const { client, project } = one
    const file = join(folder, 'run.trec')
    writeFileSync(file, 'p1/c0 Q0 p1/s0 1 0.5 x\np2/c0 Q0 p3/s0 1 0.5 x\n')
    const { job } = await client.call('runs.import', { project, import: { source: { kind: 'trec', file }, name: 'other', split: null } })
    const imported = RunSummary.parse((await jobEnd(client, project, job)).result)
    await expect(client.call('runs.again', { project, run: imported.run })).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('was imported') as string })
    await expect(client.call('runs.again', { project, run: 'run-0000000000' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const [kept] = (await client.call('runs.list', { project })).filter(({ origin }) => origin === 'evaluated')
    const db = database()
    db.prepare("UPDATE encoders SET name = 'renamed'").run()
    await expect(client.call('runs.again', { project, run: kept?.run ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('encoder made, which the project has no longer') as string })
    db.prepare('UPDATE encoders SET name = ?').run(encoderName)
    db.close()
  })

  test('a published run takes no rankings and loses none; only its name may change', async () => {
    const { client, project } = one
    const [run] = await client.call('runs.list', { project })
    const db = database()
    const draft = runsRepository.numberOf(db, { run: run?.run ?? '' }) ?? 0
    const rows = runsRepository.rankings(db, { run: run?.run ?? '', after: 0, limit: 1 })
    expect(rows).toHaveLength(1)
    expect(() => runsRepository.append(db, { draft, rankings: rows })).toThrow(/published/)
    expect(() => runsRepository.dropDraft(db, { draft, limit: 10 })).toThrow(/published/)
    expect(runsRepository.rankings(db, { run: run?.run ?? '', after: 0, limit: 1 })).toEqual(rows)
    db.close()
    expect(await client.call('runs.rename', { project, run: run?.run ?? '', name: ' Main ' })).toEqual({ ...run, name: 'Main' })
    await expect(client.call('runs.rename', { project, run: 'run-0000000000', name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

test('planisphere evaluate --again: 0 where every number is the same, 1 with what differs where one is not', async () => {
  const made = await retrievalProject(folder, 'again-cli', Array.from({ length: 12 }, (_, i) => ({ tiles: [vector(i)], captions: [vector(i + 0.2)] })))
  const run = await made.evaluate()
  await made.close()
  const same = await planisphere(['evaluate', made.path, '--again', run.run])
  expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('The same: 12 queries, every rank and metric.')])
  const file = VectorFile.openForWriting(vectorPath(join(made.path, 'vectors'), encoderName, 'text'), { dimensions: 4, encoderHash: 'f'.repeat(64) })
  file.writeRows(Int32Array.of(1), Float32Array.from(vector(0.2).map((x) => -x)))
  await file.flush()
  file.close()
  const other = await planisphere(['evaluate', made.path, '--again', run.run])
  expect(other.code).toBe(1)
  expect(other.stdout).toMatch(/Not the same, of 12 queries: 1 with other ranks, 1 with another first answer\.[^]*by \d+ places at most[^]*vectors were computed anew[^]*MRR/)
  const asJson = await planisphere(['evaluate', made.path, '--again', run.run, '--json'])
  expect([asJson.code, RunRepeat.parse(asJson.json()).queries.ranksDiffer]).toEqual([1, 1])
})
