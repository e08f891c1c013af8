import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runCommand } from '#cli/program.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { AgreementReport } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'

const project = '0123456789abcdef'
const info = { project, name: 'p', path: '/p', schema: 6, createdAt: 0, places: 3, views: 2, captions: 1, regions: 1, encoders: [], runs: [], readOnly: false }

async function run(words: string[], answers: Record<string, (input: never) => unknown>): Promise<{ code: number; out: string; err: string; calls: [string, unknown][] }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const calls: [string, unknown][] = []
  const client = {
    call(method: string, input: never) {
      calls.push([method, input])
      const answer = ({ 'projects.open': () => info, 'projects.close': () => ({}), ...answers } as Record<string, (input: never) => unknown>)[method]
      return answer ? Promise.resolve().then(() => answer(input)) : Promise.reject(new PlanisphereError('UNSUPPORTED', method))
    },
    onEvent: () => () => undefined,
    close: () => Promise.resolve()
  } as unknown as EngineClient
  const code = await runCommand(words, { version: '1.2.3', stdout, stderr, folder: '/here', signal: new AbortController().signal, connect: () => Promise.resolve(client), serve: () => Promise.resolve(), score: () => Promise.resolve({ overall: {}, queries: {} }) })
  const text = (stream: PassThrough): string => String((stream.read() as Buffer | null) ?? '')
  return { code, out: text(stdout), err: text(stderr), calls }
}

const done = (result: object) => () => ({ id: 'j', kind: 'score', title: 'score', state: 'done', params: {}, progress: null, result, error: null, problems: [], problemCount: 0, createdAt: 0, finishedAt: 1, undoable: false })

describe('planet score', () => {
  test('hands its options on and says what was not scored, and why', async () => {
    const result = { scored: 7000, unscored: { noRegion: 3, noTile: 0, noSignature: 12, alone: 0 }, folds: 5, onlyStale: false }
    const { code, out, calls } = await run(['planet', 'score', 'p', '--folds', '4', '--seed', '9', '--only-stale'], { 'planet.score': () => ({ job: 'j' }), 'jobs.list': () => [], 'jobs.get': done(result) })
    expect(code).toBe(0)
    expect(calls).toContainEqual(['planet.score', { project, options: expect.objectContaining({ folds: 4, seed: 9, base: null, onlyStale: true, comparisons: 1000 }) as unknown }])
    expect(out).toBe('7,000 captions scored by heads of 5 folds; not scored: 3 whose place has no region, 12 whose tile has no signature.\n')
    expect(JSON.parse((await run(['planet', 'score', 'p', '--json'], { 'planet.score': () => ({ job: 'j' }), 'jobs.list': () => [], 'jobs.get': done(result) })).out)).toEqual(result)
  })

  test('goes on with the last scoring where it was stopped and had the same options', async () => {
    const result = { scored: 1, unscored: {}, folds: 2, onlyStale: false }
    const last = (change: object) => ({ ...done(result)(), params: { folds: 4 }, ...change })
    const ran = async (words: string[], job: object) => (await run(['planet', 'score', 'p', ...words], { 'jobs.list': () => [job], 'planet.score': () => ({ job: 'j' }), 'jobs.resume': () => job, 'jobs.get': done(result) })).calls.map(([method]) => method).filter((method) => method === 'planet.score' || method === 'jobs.resume')
    expect(await ran(['--folds', '4'], last({ state: 'interrupted' }))).toEqual(['jobs.resume'])
    expect(await ran(['--folds', '4', '--start-over'], last({ state: 'interrupted' }))).toEqual(['planet.score'])
    expect(await ran(['--folds', '3'], last({ state: 'interrupted' }))).toEqual(['planet.score'])
    expect(await ran(['--folds', '4'], last({ state: 'done' }))).toEqual(['planet.score'])
  })

  test.each([['--folds', '1'], ['--comparisons', '5'], ['--steps', 'x']])('%s %s is wrong use', async (option, value) => {
    expect((await run(['planet', 'score', 'p', option, value], {})).code).toBe(2)
  })
})

describe('planet agreement', () => {
  const report: AgreementReport = {
    captions: 100, wrong: 20, encoder: 'demo',
    rows: [
      { claim: 'colour', wrong: 20, orders: [{ order: 'agreement', auc: { value: 0.81234, low: 0.7, high: 0.9 }, firstTenth: 8, firstTenthShare: 0.4 }, { order: 'rank', auc: { value: 0.6, low: null, high: null }, firstTenth: 3, firstTenthShare: 0.15 }] },
      { claim: 'structure', wrong: 0, orders: [] }
    ]
  }

  test('prints a table, or the report as JSON; paths are those of the shell', async () => {
    const answers = { 'planet.agreementReport': () => report }
    const { code, out, calls } = await run(['planet', 'agreement', 'p', '--truth', 'truth.jsonl', '--encoder', 'demo', '--confidence', '0.9'], answers)
    expect(code).toBe(0)
    expect(calls).toContainEqual(['planet.agreementReport', { project, truth: '/here/truth.jsonl', encoder: 'demo', confidence: 0.9 }])
    expect(out).toMatch(/colour +20 +agreement +0\.812 +\[0\.700, 0\.900\] +8 \(40\.0 %\)/)
    expect(out).toMatch(/rank of the own tile \(demo\) +0\.600 +– +3 \(15\.0 %\)/)
    expect(out).toContain('Nothing to find: structure.')
    expect(JSON.parse((await run(['planet', 'agreement', 'p', '--json'], answers)).out)).toEqual(report)
  })

  test('a line of the truth that cannot be used ends with its file and line', async () => {
    const { code, err } = await run(['planet', 'agreement', 'p'], {
      'planet.agreementReport': () => {
        throw new PlanisphereError('BAD_ROW', 'Line 3 of /t.jsonl is not JSON.', { hint: 'Each line is …', place: { file: '/t.jsonl', line: 3 } })
      }
    })
    expect(code).toBe(3)
    expect(err).toContain('Line 3 of /t.jsonl is not JSON.')
    expect((await run(['planet', 'agreement', 'p', '--confidence', '2'], {})).code).toBe(2)
  })
})
