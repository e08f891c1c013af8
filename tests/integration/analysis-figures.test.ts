import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunSummary } from '#shared/domain/run.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const resources = resolve(import.meta.dirname, '../../resources')
const path = join(temporaryFolder(), 'sample.planisphere')
let engine: Engine
let client: EngineClient
let project: string
let plain: RunSummary
let centred: RunSummary
let short: RunSummary

beforeAll(async () => {
  engine = createEngine({ resources, checkOutputs: true })
  client = engine.client()
  const started = await client.call('samples.start', { path, options: { places: 60, seed: 5, images: true } })
  project = started.project
  expect((await jobEnd(client, project, started.job)).state).toBe('done')
  plain = await evaluate({})
  centred = await evaluate({ centered: true })
  short = await evaluate({ where: 'length<300' })
}, 240_000)
afterAll(() => engine.close())

async function evaluate(options: { centered?: boolean; where?: string }): Promise<RunSummary> {
  const { job } = await client.call('runs.evaluate', { project, options: { encoder: 'demo', ...options } })
  const ended = await jobEnd(client, project, job)
  expect(ended.error ?? null).toBeNull()
  return ended.result as unknown as RunSummary
}

describe('figures of runs', () => {
  test('the table has the kept figures with intervals around them, and sets other protocols apart', async () => {
    const { groups, metrics } = await client.call('analysis.table', { project, runs: [plain.run, centred.run, short.run] })
    expect(groups.map(({ rows }) => rows.map(({ run }) => run.run)).flat().sort()).toEqual([plain.run, centred.run, short.run].sort())
    expect(groups).toHaveLength(3)
    expect(groups[0]?.differs).toEqual([])
    expect(groups.slice(1).every(({ differs }) => differs.length > 0)).toBe(true)
    for (const { rows } of groups) {
      for (const { run, metrics: figures, sample } of rows) {
        expect(sample.queries).toBe(run.queries)
        for (const name of metrics) {
          const { value, low, high } = figures[name] ?? {}
          expect(value, name).toBeCloseTo(run.metrics[name] as number, 10)
          expect((low as number) <= (value as number) && (value as number) <= (high as number), name).toBe(true)
        }
      }
    }
  })

  test('pairs are tested together; runs that share no selected query are refused', async () => {
    const { pairs } = await client.call('analysis.pairs', { project, runs: [plain.run, centred.run, short.run], metric: 'MRR' })
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([[plain.run, centred.run], [plain.run, short.run], [centred.run, short.run]])
    expect(pairs[0]).toMatchObject({ unpaired: 0, sample: { queries: plain.queries } })
    expect(pairs[1]?.unpaired).toBe(plain.queries - short.queries)
    // The same encoder on the same tiles: a shorter list of queries changes none of their ranks.
    expect(pairs[1]).toMatchObject({ difference: { value: 0 }, holm: 1, stands: false, effect: { wins: 0, losses: 0 } })
    for (const { test, holm } of pairs) expect(holm).toBeGreaterThanOrEqual(test.signFlip as number)
    await expect(client.call('analysis.pairs', { project, runs: [plain.run, short.run], selection: { where: 'length>=300' } })).rejects.toMatchObject({ code: 'NO_COMMON_QUERIES' })
    await expect(client.call('analysis.pairs', { project, runs: [plain.run, centred.run], metric: 'R@one' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(client.call('analysis.pairs', { project, runs: [plain.run, 'run-none'] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('the filter of a slice finds the queries of the slice', async () => {
    for (const by of ['region', 'country', 'continent', 'length', 'lvlm', 'verdict', 'cue', 'split'] as const) {
      const { rows, overlapping } = await client.call('analysis.slices', { project, runs: [plain.run, centred.run], by })
      expect(rows.length, by).toBeGreaterThan(0)
      if (!overlapping) expect(rows.reduce((sum, { sample }) => sum + sample.queries, 0), by).toBe(plain.queries)
      for (const { where, sample, label } of rows.filter((row) => row.where !== null).slice(0, 6)) {
        const counted = await client.call('analysis.count', { project, run: plain.run, selection: { where: where as string } })
        expect(counted.sample, `${by} ${label}`).toEqual(sample)
      }
    }
  })

  test('own filters are slices, within what is selected, an empty one as well', async () => {
    const filters = [{ label: 'short', where: 'length<300' }, { label: 'none', where: 'length>100000' }, { label: 'either', where: 'length<250 or length>350' }]
    const { rows, overlapping } = await client.call('analysis.slices', { project, runs: [plain.run], by: 'region', filters, selection: { where: 'length>200 or length<100' } })
    expect(overlapping).toBe(true)
    expect(rows.map(({ label, where }) => [label, where])).toEqual(filters.map(({ label, where }) => [label, where]))
    expect(rows[1]).toMatchObject({ sample: { queries: 0 }, values: [{ value: null }], at: null })
    const either = await client.call('analysis.count', { project, run: plain.run, selection: { where: '(length>200 or length<100) (length<250 or length>350)' } })
    expect(rows[2]?.sample).toEqual(either.sample)
  })

  test('a smaller difference needs more queries', async () => {
    const needed = async (difference: number) => client.call('analysis.power', { project, a: plain.run, b: centred.run, metric: 'MRR', difference })
    const [large, small] = [await needed(0.05), await needed(0.01)]
    expect(small.queries as number).toBeGreaterThan(large.queries as number)
    expect(small.least).toBe(large.least)
  })
})
