import { describe, expect, test } from 'vitest'
import type { MethodInput, MethodOutput } from '#shared/contracts/index.ts'
import { ReportOptions } from '#shared/contracts/report.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { gatherReport, type AskEngine, type ReportQuestion } from '#engine/reporting/gather-report.ts'
import { example, metrics, pair, runSummary, sliceRow, tableRow } from '../../support/report-facts.ts'

interface Asked {
  readonly method: ReportQuestion
  readonly input: Record<string, unknown>
}

/** An engine that groups runs by their gallery and remembers what it was asked. */
function madeEngine(runs: readonly RunSummary[]): { ask: AskEngine; asked: Asked[] } {
  const asked: Asked[] = []
  const find = (ids: readonly string[]): RunSummary[] => ids.flatMap((id) => runs.filter(({ run }) => run === id))
  const answers: { [M in ReportQuestion]: (input: MethodInput<M>) => MethodOutput<M> } = {
    'projects.info': () => ({ project: 'p', name: 'Made', path: '/p', schema: 7, createdAt: 0, places: 1, views: 2, captions: 3, regions: 4, encoders: [], runs: [], readOnly: false }),
    'engine.info': () => ({ version: '0.1.0', node: '24', platform: 'linux', arch: 'x64', pid: 1, cpus: 2, memoryBytes: 1, residentBytes: 1, schema: 7, versions: { 'onnxruntime-node': '1.30.0' } }),
    'analysis.table': ({ runs: ids }) => {
      const chosen = find(ids)
      const keys = [...new Set(chosen.map(({ protocol }) => protocol.gallery))]
      // Runs the other way round than they were chosen.
      return { metrics: [...metrics], groups: keys.map((key) => ({ key, differs: [], warnings: [], rows: chosen.filter(({ protocol }) => protocol.gallery === key).map((run) => tableRow(run, 0.5)).reverse() })) }
    },
    'analysis.pairs': ({ runs: ids }) => {
      if (ids.includes('lonely')) throw new PlanisphereError('NO_COMMON_QUERIES', 'These runs share no query.')
      return { metric: 'R@1', pairs: [pair(ids[0] ?? '', ids[1] ?? '', 0.1)] }
    },
    'analysis.slices': ({ runs: ids, by }) => ({ metric: 'R@1', overlapping: false, rows: [{ ...sliceRow(by, ids.map((_, i) => 0.5 - i / 10)), difference: ids.length === 2 ? { value: 0.1, low: 0, high: 0.2, kind: 'bootstrap' as const } : null }] }),
    'analysis.distribution': ({ runs: ids }) => ({ runs: ids.map((run) => ({ run, counted: 0, all: 1, steps: [], marks: [], median: null })) }),
    'analysis.scatter': ({ window }) => ({ window: window ?? [1, 2, 1, 2], edges: { a: [1, 3], b: [1, 3] }, cells: [], points: null, inWindow: 0, wins: 1, losses: 2, ties: 3, unpaired: 4 }),
    // One that was won, one alike, one that the other does not have.
    'analysis.queries': () => ({ total: 3, at: null, rows: [example(1, 'won', 1, 9), example(2, 'alike', 3, 3), example(3, 'alone', 1, null)] })
  }
  return {
    asked,
    ask: async (method, input) => {
      asked.push({ method, input: input as Record<string, unknown> })
      return answers[method](input as never) as never
    }
  }
}

async function gathered(runs: readonly RunSummary[], more: Partial<MethodInput<'report.make'>['options']> = {}) {
  const engine = madeEngine(runs)
  const steps: [number, number][] = []
  const facts = await gatherReport({ ask: engine.ask, project: 'p', options: ReportOptions.parse({ runs: runs.map(({ run }) => run), ...more }), madeAt: 5, step: (done, total) => steps.push([done, total]) })
  return { facts, asked: engine.asked, steps }
}

const of = (asked: readonly Asked[], method: ReportQuestion): Record<string, unknown>[] => asked.filter((one) => one.method === method).map(({ input }) => input)

describe('gathering a report', () => {
  test('asks pairs, slices and distributions of the runs of one protocol only, in the order in which they were chosen', async () => {
    const runs = [runSummary('b', 'b'), runSummary('x', 'x', { gallery: 'region' }), runSummary('a', 'a')]
    const { facts, asked } = await gathered(runs)
    expect(facts.runs.map(({ run }) => run)).toEqual(['b', 'x', 'a'])
    expect(facts.groups.map(({ rows }) => rows.map(({ run }) => run.run))).toEqual([['b', 'a'], ['x']])
    expect(of(asked, 'analysis.pairs').map(({ runs: ids }) => ids)).toEqual([['b', 'a']])
    for (const method of ['analysis.slices', 'analysis.distribution'] as const) for (const { runs: ids } of of(asked, method)) expect([['b', 'a'], ['x']]).toContainEqual(ids)
    expect(facts.groups[1]).toMatchObject({ pairs: null, examples: null })
    expect(facts.groups[1]?.worst.length).toBe(3)
  })

  test('every question has the selection, and those with intervals how they are weighed', async () => {
    const selection = { where: 'region:Lagos' }
    const { asked, steps } = await gathered([runSummary('a', 'a'), runSummary('b', 'b')], { selection, estimand: 'region', confidence: 0.9, metric: 'MRR' })
    for (const { method, input } of asked.filter(({ method }) => method.startsWith('analysis.'))) expect(input, method).toMatchObject({ project: 'p', selection })
    for (const method of ['analysis.table', 'analysis.pairs', 'analysis.slices'] as const) for (const input of of(asked, method)) expect(input, method).toMatchObject({ estimand: 'region', confidence: 0.9 })
    for (const method of ['analysis.pairs', 'analysis.slices'] as const) for (const input of of(asked, method)) expect(input, method).toMatchObject({ metric: 'MRR' })
    expect(steps.every(([done, total]) => done <= total)).toBe(true)
    expect(steps.length).toBe(asked.length)
  })

  test('of more than two runs, differences by slice are of the first two, as they are tested alone', async () => {
    const { facts, asked } = await gathered([runSummary('a', 'a'), runSummary('b', 'b'), runSummary('c', 'c')])
    expect(of(asked, 'analysis.slices').filter(({ by }) => by === 'continent').map(({ runs: ids }) => ids)).toEqual([['a', 'b', 'c'], ['a', 'b']])
    expect(facts.groups[0]?.slices[0]?.rows[0]).toMatchObject({ difference: { value: 0.1 } })
    expect(facts.groups[0]?.slices[0]?.rows[0]?.values.length).toBe(3)
  })

  test('examples are queries that changed: none that is alike or in one run only', async () => {
    const { facts } = await gathered([runSummary('a', 'a'), runSummary('b', 'b')])
    expect(facts.groups[0]?.examples).toMatchObject({ wins: 1, losses: 2, ties: 3, unpaired: 4, won: [{ query: 1 }], lost: [] })
  })

  test('runs that share no query say why they are not compared', async () => {
    const { facts } = await gathered([runSummary('a', 'a'), runSummary('lonely', 'l')])
    expect(facts.groups[0]).toMatchObject({ pairs: 'These runs share no query.', examples: null })
  })
})
