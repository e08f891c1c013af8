import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ImportReport } from '#shared/contracts/imports.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { planisphere, realData } from '../support/command-line.ts'
import { referenceScores } from '../support/reference-scorer.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// The main job from the command line, each step a process of its own: what one leaves, the next must find.
const folder = temporaryFolder()

interface Info {
  places: number
  views: number
  captions: number
  encoders: string[]
  runs: string[]
}

describe('the sample project', () => {
  const project = join(folder, 'sample.planisphere')
  let run: RunSummary

  test('is made with the demo encoder installed and embedded', async () => {
    const made = await planisphere(['sample', project, '--places', '300', '--json'])
    expect(made.stderr).not.toMatch(/error/i)
    expect(made.json()).toMatchObject({ places: 300 })
    const info = (await planisphere(['info', project, '--json'])).json<Info>()
    expect(info.places).toBe(300)
    expect(info.captions).toBeGreaterThanOrEqual(300)
    expect(info.encoders).toEqual(['demo'])
  })

  test('is evaluated; its TREC export scored by another implementation gives the same numbers', async () => {
    run = (await planisphere(['evaluate', project, '--encoder', 'demo', '--split', 'test', '--json'])).json<RunSummary>()
    const out = join(folder, 'trec')
    const exported = await planisphere(['runs', 'export', project, run.run, '--format', 'trec', '--out', out, '--depth', 'full', '--json'])
    expect(exported.code).toBe(0)
    const [runFile, qrelsFile] = [join(out, 'run.trec'), join(out, 'qrels.trec')]
    const reference = referenceScores(readFileSync(runFile, 'utf8'), readFileSync(qrelsFile, 'utf8'))
    expect(reference.queries).toBe(run.queries)
    const scored = (await planisphere(['score', '--run', runFile, '--qrels', qrelsFile, '--json'])).json<{ overall: Record<string, number> }>()
    for (const k of [1, 5, 10]) {
      expect(run.metrics[`R@${k}`]).toBeCloseTo(reference.R(k), 9)
      expect(scored.overall[`R@${k}`]).toBeCloseTo(reference.R(k), 9)
      expect(scored.overall[`recall@${k}`]).toBeCloseTo(reference.recall(k), 9)
    }
    expect(run.metrics['MRR']).toBeCloseTo(reference.mrr, 9)
    expect(run.metrics['nDCG@10']).toBeCloseTo(reference.ndcg(10), 9)
    expect(run.metrics['medianRank']).toBe(reference.medianRank)
    expect(scored.overall['MRR']).toBeCloseTo(reference.mrr, 9)
    expect(scored.overall['nDCG@10']).toBeCloseTo(reference.ndcg(10), 9)
  })

  test('the demo encoder finds held-out tiles at least ten times more often than chance', () => {
    expect(run.metrics['R@1']).toBeGreaterThanOrEqual(10 / run.gallery)
  })

  test('a text finds tiles', async () => {
    const results = (await planisphere(['search', project, '--encoder', 'demo', '--text', 'a river with a bridge beside a park', '--k', '5', '--json'])).json<{ rank: number; score: number; view: string; lat: number }[]>()
    expect(results.map((result) => result.rank)).toEqual([1, 2, 3, 4, 5])
    expect(results.every((result, i) => i === 0 || result.score <= (results[i - 1]?.score ?? 0))).toBe(true)
    expect(results[0]).toMatchObject({ view: expect.any(String) as string, lat: expect.any(Number) as number })
  })

  test('the run is kept', async () => {
    const info = (await planisphere(['info', project, '--json'])).json<Info>()
    expect(info.runs).toEqual([run.run])
    const compared = (await planisphere(['compare', project, run.run, run.run, '--json'])).json<{ runs: RunSummary[]; protocolDifferences: unknown[] }>()
    expect(compared.runs[0]?.metrics).toEqual(run.metrics)
    expect(compared.protocolDifferences).toEqual([])
  })
})

const crossview = realData('crossview/university1652/manifest.csv')
const mobilenet = realData('encoders/mobilenet_v1_1.0_224_embed.onnx')

describe.skipIf(crossview === null || mobilenet === null)('drone views find their satellite tiles with real weights (skipped where the real data is absent)', () => {
  const project = join(folder, 'crossview.planisphere')

  test('import, embed and evaluate agree with the reference within 2 points', async () => {
    expect((await planisphere(['create', project, '--json'])).code).toBe(0)
    const report = (await planisphere(['import', project, crossview ?? '', '--json'])).json<ImportReport>()
    expect(report).toMatchObject({ places: 250, views: 500, captions: 0, problemCount: 0 })
    const again = (await planisphere(['import', project, crossview ?? '', '--json'])).json<ImportReport>()
    expect(again).toMatchObject({ places: 0, views: 0, captions: 0, skipped: 500 })
    expect((await planisphere(['encoders', 'add', project, mobilenet ?? '', '--name', 'mobilenet', '--json'])).code).toBe(0)
    expect((await planisphere(['embed', project, '--encoder', 'mobilenet', '--json'])).code).toBe(0)
    const run = (await planisphere(['evaluate', project, '--encoder', 'mobilenet', '--queries', 'drone', '--center', '--json'])).json<RunSummary>()
    expect(run).toMatchObject({ queries: 250, gallery: 250 })
    expect(Math.abs((run.metrics['R@1'] ?? 0) - 0.192)).toBeLessThanOrEqual(0.02)
    expect(Math.abs((run.metrics['R@5'] ?? 0) - 0.464)).toBeLessThanOrEqual(0.02)
    expect(Math.abs((run.metrics['R@10'] ?? 0) - 0.584)).toBeLessThanOrEqual(0.02)
    expect(run.metrics['L@50']).toBeNull() // this set has no coordinates
  })
})
