import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunSummary } from '#shared/domain/run.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { haversine } from '#engine/geo/distance.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { publishLargeRun } from '../support/large-run.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const world: [number, number, number, number] = [-180, -90, 180, 90]
let engine: Engine
let client: EngineClient
let project: string
let run: RunSummary

beforeAll(async () => {
  engine = createEngine({ resources: resolve(import.meta.dirname, '../../resources'), checkOutputs: true })
  client = engine.client()
  const started = await client.call('samples.start', { path: join(temporaryFolder(), 'sample.planisphere'), options: { places: 300, seed: 5, images: false } })
  project = started.project
  expect((await jobEnd(client, project, started.job)).state).toBe('done')
  run = await publishLargeRun(engine.context.project(project), { name: 'made', queries: 100_000, skill: 0.7, seed: 'map' })
}, 120_000)
afterAll(() => engine.close())

test('the shares at the marks are the metrics that the run keeps', async () => {
  const { runs: [errors] } = await client.call('analysis.distribution', { project, runs: [run.run], of: 'error' })
  const { runs: [ranks] } = await client.call('analysis.distribution', { project, runs: [run.run], of: 'rank' })
  expect(errors?.marks.map(({ at, share }) => [`L@${at}`, share])).toEqual(['L@50', 'L@100', 'L@150'].map((name) => [name, run.metrics[name]]))
  expect(ranks?.marks.map(({ at, share }) => [`R@${at}`, share])).toEqual(['R@1', 'R@5', 'R@10', 'R@50', 'R@100'].map((name) => [name, run.metrics[name]]))
  expect([errors?.median, ranks?.median]).toEqual([run.metrics['medianErrorM'], run.metrics['medianRank']])
})

test('arcs join the truth to the answer, furthest first, and name their queries', async () => {
  const { total, arcs } = await client.call('analysis.arcs', { project, run: run.run, limit: 40 })
  const kept = (await client.call('analysis.queries', { project, run: run.run, order: 'query', start: 0, count: 500 })).rows
  const all = (await client.call('analysis.queries', { project, run: run.run, order: 'error', start: 0, count: 500 })).rows
  expect(total).toBe((await client.call('analysis.count', { project, run: run.run, selection: { errors: [{ run: run.run, from: 1e-9, to: null }] } })).sample.queries)
  expect(arcs.map(({ errorM }) => errorM)).toEqual([...arcs.map(({ errorM }) => errorM)].sort((a, b) => b - a))
  expect(arcs[0]?.errorM).toBe(Math.max(...all.map(({ errorM }) => errorM ?? 0)))
  for (const arc of arcs) {
    expect(haversine(arc.from[1], arc.from[0], arc.to[1], arc.to[0])).toBeCloseTo(arc.errorM, 3)
    const row = kept.find(({ query }) => query === arc.query)
    if (row === undefined) continue
    expect(arc.queryUid).toBe(row.queryUid)
    expect(row.label.startsWith(arc.label.replace(/…$/, ''))).toBe(true)
  }
})

test('cells of the whole world add up to the run, and to its selection', async () => {
  const whole = await client.call('analysis.density', { project, run: run.run, box: world, zoom: 3 })
  expect(whole.cells.reduce((sum, { queries }) => sum + queries, 0)).toBe(run.queries)
  expect(1 - whole.failures / whole.queries).toBeCloseTo(run.metrics['R@1'] ?? NaN, 12)
  const far = await client.call('analysis.density', { project, run: run.run, box: world, zoom: 3, failure: { metres: 150 } })
  expect(1 - far.failures / far.queries).toBeCloseTo(run.metrics['L@150'] ?? NaN, 12)
  const selection = { within: [[-30, -40], [60, -40], [60, 70], [-30, 70]] as [number, number][] }
  const some = await client.call('analysis.density', { project, run: run.run, box: world, zoom: 3, selection })
  const { sample } = await client.call('analysis.count', { project, run: run.run, selection })
  expect(some.queries).toBe(sample.queries)
  expect(some.queries).toBeGreaterThan(0)
  expect(some.queries).toBeLessThan(run.queries)
})

test('every region with queries has an outline around its places', async () => {
  const { regions } = await client.call('analysis.outlines', { project, run: run.run })
  const known = await client.call('projects.regions', { project })
  const located = known.filter((row) => row.region !== null && row.captions > 0)
  expect(new Set(regions.map(({ region }) => region))).toEqual(new Set(located.map((row) => row.region?.uid)))
  for (const outline of regions) {
    const row = located.find(({ region }) => region?.uid === outline.region)
    // The middle of its captions lies near the middle of its places: a city is some 20 km wide.
    expect(haversine(outline.lat, outline.lon, row?.lat ?? NaN, row?.lon ?? NaN)).toBeLessThan(20_000)
    for (const [lon, lat] of outline.ring) expect(haversine(outline.lat, outline.lon, lat, lon)).toBeLessThan(40_000)
  }
})
