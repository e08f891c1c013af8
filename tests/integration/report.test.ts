import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportResult } from '#shared/contracts/report.ts'
import type { Estimate } from '#shared/domain/analysis.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { planisphere } from '../support/command-line.ts'
import { publishLargeRun } from '../support/large-run.ts'
import { pdfPages } from '../support/pdf-text.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const path = join(folder, 'sample.planisphere')
let engine: Engine
let client: EngineClient
let project: string
let runs: string[]

beforeAll(async () => {
  engine = createEngine({ resources: resolve(import.meta.dirname, '../../resources'), checkOutputs: true })
  client = engine.client()
  const started = await client.call('samples.start', { path, options: { places: 240, seed: 9, images: false } })
  project = started.project
  expect((await jobEnd(client, project, started.job)).state).toBe('done')
  runs = []
  for (const [name, skill] of [['strong <b>&', 0.85], ['=weak', 0.6]] as const) runs.push((await publishLargeRun(engine.context.project(project), { name, queries: 1000, skill, seed: name })).run)
})
afterAll(() => engine.close())

/** Rows of a data file, by column. */
function data(out: string, name: string): Record<string, string>[] {
  return parse(readFileSync(join(out, 'data', `${name}.csv`)), { columns: true }) as Record<string, string>[]
}

function written({ value, low, high }: Estimate): string[] {
  return [value, low, high].map((number) => (number === null ? '' : String(number)))
}

test('the command writes what the engine answers, to the last digit, in every file', async () => {
  const out = join(folder, 'report')
  const asked = await planisphere(['report', path, '--runs', runs.join(','), '--out', out, '--metric', 'MRR', '--title', 'Two models', '--json'])
  expect(asked.code, asked.stderr).toBe(0)
  const made = asked.json<ReportResult>()
  expect(readdirSync(out).sort()).toEqual(['data', 'main-table.tex', 'report.html', 'report.pdf'])
  expect(made.data.map((file) => existsSync(file))).not.toContain(false)

  const table = await client.call('analysis.table', { project, runs })
  const mains = data(out, 'main-table')
  expect(mains.length).toBe(2 * table.metrics.length)
  for (const row of table.groups.flatMap(({ rows }) => rows)) {
    for (const metric of table.metrics) {
      const line = mains.find((other) => other['run'] === row.run.run && other['metric'] === metric)
      expect([line?.['value'], line?.['low'], line?.['high']]).toEqual(written(row.metrics[metric] ?? { value: null, low: null, high: null, kind: 'none' }))
      expect(line?.['best']).toBe(String(row.best.includes(metric)))
    }
  }
  const { pairs } = await client.call('analysis.pairs', { project, runs, metric: 'MRR' })
  const [pair] = pairs
  expect(data(out, 'differences').map((line) => [line['difference'], line['low'], line['high'], line['p_holm'], line['wins'], line['losses'], line['stands']])).toEqual([
    [...written(pair?.difference ?? { value: null, low: null, high: null, kind: 'none' }), String(pair?.holm), String(pair?.effect.wins), String(pair?.effect.losses), String(pair?.stands)]
  ])
  for (const by of ['continent', 'region', 'lvlm', 'length', 'verdict'] as const) {
    const { rows } = await client.call('analysis.slices', { project, runs, metric: 'MRR', by })
    expect(data(out, `by-${by}`).map((line) => [line['A_value'], line['A_low'], line['A_high'], line['B_value'], line['difference'], line['p_holm'], line['queries']]), by).toEqual(
      rows.map((row) => [...written(row.values[0] as Estimate), written(row.values[1] as Estimate)[0], String(row.difference?.value ?? ''), String(row.holm ?? ''), String(row.sample.queries)])
    )
  }
  for (const of of ['error', 'rank'] as const) {
    const { runs: lines } = await client.call('analysis.distribution', { project, runs, of })
    expect(data(out, `${of}-distribution`).map((line) => Object.values(line))).toEqual(lines.flatMap(({ run, steps }) => steps.map(([at, share]) => [run, String(at), String(share)])))
  }
  const scatter = await client.call('analysis.scatter', { project, a: runs[0] ?? '', b: runs[1] ?? '' })
  expect(data(out, 'outcomes')).toMatchObject([{ wins: String(scatter.wins), losses: String(scatter.losses), ties: String(scatter.ties) }])

  const html = readFileSync(made.html, 'utf8')
  expect(html).toContain('<h1>Two models</h1>')
  expect(html).toContain('strong &lt;b&gt;&amp;')
  expect(readFileSync(made.tex, 'utf8')).toContain('strong \\textless{}b\\textgreater{}\\&')
  expect(mains.map((line) => line['name'])).toContain("'=weak")
  const pages = pdfPages(readFileSync(made.pdf))
  expect(pages.length).toBe(made.pages)
  expect(pages[0]).toContain('Two models')
  expect(pages.join('').replaceAll(/\s+/g, '')).toContain('Wherethefigurescomefrom')
})

test('a part of the queries, in Chinese; what is there stays until --force', async () => {
  const out = join(folder, 'part')
  const words = ['report', path, '--runs', runs[0] ?? '', '--out', out, '--where', 'split:test', '--language', 'zh', '--json']
  expect((await planisphere(words)).code).toBe(0)
  const { sample, all } = await client.call('analysis.count', { project, run: runs[0] ?? '', selection: { where: 'split:test' } })
  expect(sample.queries).toBeLessThan(all)
  expect(data(out, 'main-table')[0]?.['queries']).toBe(String(sample.queries))
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('筛选“split:test”')
  writeFileSync(join(out, 'data', 'main-table.csv'), 'kept')
  const again = await planisphere(words)
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('--force')])
  expect(readFileSync(join(out, 'data', 'main-table.csv'), 'utf8')).toBe('kept')
  expect((await planisphere([...words, '--force'])).code).toBe(0)
  expect(data(out, 'main-table').length).toBeGreaterThan(1)
})

test('wrong words are answers, and nothing is written: a run that is not there, a filter that cannot be read, a folder of another kind', async () => {
  const out = join(folder, 'wrong')
  expect((await planisphere(['report', path, '--runs', 'run-none', '--out', out])).stderr).toContain('run-none')
  expect((await planisphere(['report', path, '--runs', runs[0] ?? '', '--out', out, '--where', 'region:'])).code).not.toBe(0)
  expect((await planisphere(['report', path, '--runs', runs[0] ?? '', '--out', out, '--where', 'length>100000'])).stderr).toContain('Widen the selection')
  mkdirSync(join(folder, 'mine'))
  writeFileSync(join(folder, 'mine', 'notes.txt'), 'mine')
  const refused = await planisphere(['report', path, '--runs', runs[0] ?? '', '--out', join(folder, 'mine'), '--force'])
  expect(refused.stderr).toContain('is no report')
  expect(readdirSync(join(folder, 'mine'))).toEqual(['notes.txt'])
  expect(existsSync(out)).toBe(false)
})

test('a job of it can be cancelled, and leaves nothing', async () => {
  const out = join(folder, 'cancelled')
  const { job } = await client.call('report.make', { project, options: { runs }, out })
  await client.call('jobs.cancel', { project, job })
  const ended = await jobEnd(client, project, job)
  expect(['cancelled', 'done']).toContain(ended.state)
  if (ended.state === 'cancelled') expect(existsSync(out)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
})
