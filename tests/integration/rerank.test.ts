import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { descriptorFile } from '#engine/evaluation/descriptor-cache.ts'
import { openSession } from '#engine/inference/session.ts'
import { StoredSpec } from '#engine/inference/encoder-spec.ts'
import { SideSession } from '#engine/inference/side-session.ts'
import { tokenFile } from '#engine/planet/data/token-features.ts'
import { trainRunner } from '#engine/planet/training/train-job.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { encodersHandlers } from '#engine/service/encoders-service.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import type { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import type { Rerank } from '#shared/domain/planet.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { fillPlanetProject } from '../support/planet-project.ts'
import { referenceScores } from '../support/reference-scorer.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { tinySizes } from '../support/training-places.ts'

const folder = temporaryFolder()
const resources = join(folder, 'resources')
const rerank: Rerank = { weight: 0.8, depth: 10 }
let engine: Engine
let client: EngineClient
let project: string
let path: string

beforeAll(async () => {
  engine = createEngine({ resources, checkOutputs: true })
  const addEncoder = encodersHandlers(engine.context)['encoders.add']
  engine.context.jobs.register(trainRunner({ resources, version: 'test', addEncoder: (of, at, name, signal) => addEncoder({ project: of.handle, path: at, name }, { signal }), sizes: tinySizes }))
  client = engine.client()
  path = join(folder, 'rerank.planisphere')
  const { project: first } = await client.call('projects.create', { path })
  await client.call('projects.close', { project: first })
  await fillPlanetProject(path)
  project = (await client.call('projects.open', { path })).project
  const done = async ({ job }: { job: string }): Promise<void> => expect(await jobEnd(client, project, job)).toMatchObject({ state: 'done', error: null })
  const options = { steps: 30, batch: 12, rate: 3e-3, validateEvery: 10, threads: 1 }
  await done(await client.call('planet.train', { project, options: { ...options, name: 'planet', lambda: [0.5] } }))
  await done(await client.call('planet.train', { project, options: { ...options, name: 'plain', lambda: [0] } }))
  for (const name of ['planet', 'plain']) await done(await client.call('encoders.embed', { project, name }))
})
afterAll(async () => {
  await client.close()
  await engine.close()
})

async function evaluated(options: Partial<EvaluateOptions>): Promise<RunSummary> {
  const { job } = await client.call('runs.evaluate', { project, options: { encoder: 'planet', ...options } })
  const ended = await jobEnd(client, project, job)
  expect(ended).toMatchObject({ state: 'done', error: null })
  return ended.result as unknown as RunSummary
}

async function refusal(options: Partial<EvaluateOptions>) {
  const { job } = await client.call('runs.evaluate', { project, options: { encoder: 'planet', rerank, ...options } })
  return (await jobEnd(client, project, job)).error
}

/** Views of each caption's ranking, by plain loops over the files: cosines, three agreements, sorted. View v belongs to place v; captions of p are 2 p - 1 and 2 p. */
async function slowRankings({ weight, depth }: Rerank, without: ReadonlySet<number> = new Set()): Promise<Map<number, number[]>> {
  const open = engine.context.project(project)
  const record = await open.store.read('gallery.encoder', { name: 'planet' })
  const { spec } = StoredSpec.parse(JSON.parse(record?.spec ?? '{}'))
  const rowsOf = (file: VectorFile, count: number): number[][] =>
    Array.from({ length: count }, (_, i) => {
      const row = new Float32Array(file.dimensions)
      file.gather(Int32Array.of(i + 1), row)
      return [...row]
    })
  const read = (file: string, count: number): number[][] => {
    const vectors = VectorFile.open(file)
    try {
      return rowsOf(vectors, count)
    } finally {
      vectors.close()
    }
  }
  const tiles = read(vectorPath(open.folders.vectors, 'planet', 'image'), 64)
  const texts = read(vectorPath(open.folders.vectors, 'planet', 'text'), 128)
  const signatures = read(join(open.folders.planet, 'signatures.vec'), 64)
  const model = await openSession(join(record?.path ?? '', spec.planet?.signature ?? ''))
  const side = await SideSession.openText(record?.path ?? '', { ...spec.text!, output: 'text_physical' }, { provider: 'cpu' })
  const { rows } = await open.store.read('gallery.revisionTexts', { revisions: Int32Array.from({ length: 128 }, (_, i) => i + 1) }).then((all) => side.encodeTexts(all.map((text) => text ?? '')))
  const width = rows.length / 128
  const projected: number[][] = []
  for (const signature of signatures) projected.push([...((await model.run({ signature: { type: 'float32', data: Float32Array.from(signature), shape: [1, 164] } }))['signature_physical']?.data as Float32Array)])
  await Promise.all([model.release(), side.close()])
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
  const cosine = (a: readonly number[], b: readonly number[]): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
  const block = (of: readonly number[], kind: number): number[] => of.slice((kind * width) / 3, ((kind + 1) * width) / 3)
  return new Map(
    texts.map((text, i) => {
      const descriptor = [...rows.subarray(i * width, (i + 1) * width)]
      const order = tiles.map((tile, at) => ({ view: at + 1, score: cosine(text, tile) })).sort((a, b) => b.score - a.score)
      const agreement = (view: number): number => (without.has(view) ? 0 : [0, 1, 2].reduce((sum, kind) => sum + cosine(block(descriptor, kind), block(projected[view - 1] as number[], kind)), 0) / 3)
      const head = order.slice(0, depth).map(({ view, score }) => ({ view, score: score + weight * agreement(view) })).sort((a, b) => b.score - a.score)
      return [i + 1, [...head, ...order.slice(depth)].map(({ view }) => view)]
    })
  )
}

describe('re-ranking by physical agreement', () => {
  let plain: RunSummary
  let run: RunSummary
  beforeAll(async () => {
    plain = await evaluated({})
    run = await evaluated({ rerank })
  })

  test('an evaluation has the ranks of a slow reference, and says that it is re-ranked', async () => {
    expect(plain.protocol.rerank).toBeNull()
    expect(run.protocol.rerank).toEqual({ ...rerank, signaturesMissing: 0 })
    expect(run.name).toContain('re-ranked')
    const slow = await slowRankings(rerank)
    const { rows, total } = await client.call('runs.queries', { project, run: run.run, start: 0, count: 200 })
    expect(total).toBe(128)
    for (const row of rows) {
      const views = slow.get(row.query) ?? []
      expect(row.rank).toBe(views.indexOf(Math.ceil(row.query / 2)) + 1)
      expect(row.answerView).toBe(views[0])
    }
    // It does something.
    const before = await client.call('runs.queries', { project, run: plain.run, start: 0, count: 200 })
    expect(rows.map(({ rank }) => rank)).not.toEqual(before.rows.map(({ rank }) => rank))
  })

  test('texts are encoded once for all weights; with what is kept the ranks are the same', async () => {
    const open = engine.context.project(project)
    const record = await open.store.read('gallery.encoder', { name: 'planet' })
    const file = descriptorFile(open, record?.hash ?? '')
    const kept = VectorFile.open(file, { encoderHash: record?.hash })
    expect(kept.count).toBe(128)
    kept.close()
    const written = statSync(file).mtimeMs
    const again = await evaluated({ rerank })
    expect(statSync(file).mtimeMs).toBe(written)
    expect(again.metrics).toEqual(run.metrics)
  })

  test('its TREC export gives the same metrics to a slow scorer that sorts by score', async () => {
    const out = join(folder, 'trec')
    await client.call('runs.export', { project, run: run.run, format: 'trec', out, depth: 'full' })
    const reference = referenceScores(readFileSync(join(out, 'run.trec'), 'utf8'), readFileSync(join(out, 'qrels.trec'), 'utf8'))
    for (const k of [1, 5, 10]) expect(run.metrics[`R@${k}`]).toBeCloseTo(reference.R(k), 12)
    expect(run.metrics['MRR']).toBeCloseTo(reference.mrr, 12)
    expect(run.metrics['medianRank']).toBe(reference.medianRank)
  })

  test('a comparison sets the two apart', async () => {
    const { protocolDifferences } = await client.call('runs.compare', { project, runs: [plain.run, run.run] })
    expect(protocolDifferences).toEqual([{ field: 'rerank', values: ['none', 'weight 0.8, first 10'] }])
  })

  test('a search has the ranking of the evaluation; a truth beyond the depth keeps its exact rank', async () => {
    const slow = await slowRankings(rerank)
    const { rows } = await client.call('runs.queries', { project, run: run.run, start: 0, count: 200 })
    const deep = rows.find(({ rank }) => rank > rerank.depth)
    for (const row of [rows[0], rows[77], deep]) {
      const found = await client.call('retrieval.search', { project, encoder: 'planet', query: { caption: row?.query ?? 0 }, k: 5, rerank })
      expect(found.results.map(({ view }) => view)).toEqual(slow.get(row?.query ?? 0)?.slice(0, 5))
      expect(found.truth?.rank).toBe(row?.rank)
      const scores = found.results.map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    }
  })

  test('other encoders, other queries and missing signatures are refused with what to do', async () => {
    expect(await refusal({ encoder: 'plain' })).toMatchObject({ code: 'UNSUPPORTED', hint: expect.stringContaining('planet train') as string })
    expect(await refusal({ queries: 'drone' })).toMatchObject({ code: expect.stringMatching(/UNSUPPORTED|NO_TRUTH/) as string })
    await expect(client.call('retrieval.search', { project, encoder: 'plain', query: { text: 'a red roof' }, rerank })).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await expect(client.call('retrieval.search', { project, encoder: 'planet', query: { view: 1 }, rerank })).rejects.toMatchObject({ code: 'UNSUPPORTED', hint: expect.stringContaining('text') as string })
  })

  test('a tile without signature agrees by 0, and is counted', async () => {
    const open = engine.context.project(project)
    const file = join(open.folders.planet, 'signatures.vec')
    const { encoderHash, dimensions } = VectorFile.open(file)
    const vectors = VectorFile.openForWriting(file, { encoderHash, dimensions })
    vectors.removeRows(Int32Array.of(3, 20))
    await vectors.flush()
    vectors.close()
    const fewer = await evaluated({ rerank })
    expect(fewer.protocol.rerank).toEqual({ ...rerank, signaturesMissing: 2 })
    const slow = await slowRankings(rerank, new Set([3, 20]))
    const { rows } = await client.call('runs.queries', { project, run: fewer.run, start: 0, count: 200 })
    for (const row of rows) expect(row.rank).toBe((slow.get(row.query) ?? []).indexOf(Math.ceil(row.query / 2)) + 1)
  })

  test('what is kept of texts goes with the encoder', async () => {
    const open = engine.context.project(project)
    const record = await open.store.read('gallery.encoder', { name: 'planet' })
    const file = descriptorFile(open, record?.hash ?? '')
    expect(existsSync(file)).toBe(true)
    // As a training on it leaves them; they may be gigabytes.
    const states = tokenFile(open, record?.hash ?? '')
    writeFileSync(states, 'token states')
    await client.call('encoders.remove', { project, name: 'planet' })
    expect([existsSync(file), existsSync(states)]).toEqual([false, false])
  })
})
