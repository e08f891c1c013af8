import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runCommand } from '#cli/program.ts'
import { galleryOption, mappingOption } from '#cli/arguments.ts'
import { table } from '#cli/terminal.ts'
import { exitCodeOf } from '#cli/exit-codes.ts'
import type { EngineEvent } from '#shared/contracts/events.ts'
import { errorCodes } from '#shared/errors/codes.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Job } from '#shared/domain/job.ts'
import type { EngineClient } from '#shared/rpc/client.ts'

type Answers = Record<string, (input: never) => unknown>

const project = '0123456789abcdef'
const info = { project, name: 'p', path: '/p', schema: 1, createdAt: 0, places: 3, views: 2, captions: 1, regions: 1, encoders: ['demo'], runs: [], readOnly: false }

/** An engine that answers from a table and records what it was asked. */
function engineOf(answers: Answers): { client: EngineClient; calls: [string, unknown][]; emit: (event: EngineEvent) => void } {
  const calls: [string, unknown][] = []
  const listeners = new Set<(event: EngineEvent) => void>()
  const client = {
    call(method: string, input: never) {
      calls.push([method, input])
      const answer = ({ 'projects.open': () => info, 'projects.close': () => ({}), ...answers } as Answers)[method]
      return answer ? Promise.resolve().then(() => answer(input)) : Promise.reject(new PlanisphereError('UNSUPPORTED', method))
    },
    onEvent(listener: (event: EngineEvent) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => Promise.resolve()
  } as unknown as EngineClient
  return { client, calls, emit: (event) => listeners.forEach((listener) => listener(event)) }
}

async function run(words: string[], answers: Answers, signal = new AbortController().signal): Promise<{ code: number; out: string; err: string; calls: [string, unknown][] }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const { client, calls } = engineOf(answers)
  const code = await runCommand(words, { version: '1.2.3', stdout, stderr, folder: '/work-folder', signal, connect: () => Promise.resolve(client), serve: () => Promise.resolve(), score: () => Promise.resolve({ overall: { MRR: 0.5 }, queries: {} }) })
  const text = (stream: PassThrough): string => String(stream.read() ?? '')
  return { code, out: text(stdout), err: text(stderr), calls }
}

const job = (change: Partial<Job>): Job => ({
  id: 'j1', kind: 'import', title: 'import x', state: 'running', params: {}, progress: null, result: null, error: null, problems: [], problemCount: 0, createdAt: 0, finishedAt: null, undoable: true, ...change
})

describe('what a script relies on', () => {
  test('--json prints one document and nothing else, wherever it stands', async () => {
    for (const words of [['info', 'p', '--json'], ['--json', 'info', 'p']]) {
      const { code, out, err, calls } = await run(words, {})
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ places: 3, views: 2, captions: 1, regions: 1, encoders: ['demo'], runs: [], schema: 1 })
      expect(err).toBe('')
      expect(calls[0]).toEqual(['projects.open', { path: '/work-folder/p', readOnly: true }])
    }
  })

  test.each([
    [['nonsense'], 2],
    [['import', 'p'], 2],
    [['search', 'p', '--encoder', 'e'], 2],
    [['search', 'p', '--encoder', 'e', '--text', ' '], 2],
    [['search', 'p', '--encoder', 'e', '--text', 'a', '--image', 'b'], 2],
    [['evaluate', 'p', '--encoder', 'e', '--gallery', 'nearest:0'], 2],
    [['sample', 'p', '--scale', 'huge'], 2],
    [['sample', 'p', '--places', '1.5'], 2],
    [['--help'], 0],
    [['--version'], 0]
  ])('%j exits with %d', async (words, expected) => {
    const { code, err } = await run(words, {})
    expect(code).toBe(expected)
    if (expected === 2) expect(err).toMatch(/error: /)
  })

  test('an error of the engine is told on stderr with its way out, and as the JSON document', async () => {
    const answers: Answers = {
      'projects.open': () => {
        throw new PlanisphereError('PROJECT_LOCKED', 'The project is open in process 7.', { hint: 'Close it there.' })
      }
    }
    const { code, out, err } = await run(['info', 'p', '--json'], answers)
    expect(code).toBe(5)
    expect(JSON.parse(out)).toEqual({ error: { code: 'PROJECT_LOCKED', message: 'The project is open in process 7.', hint: 'Close it there.' } })
    expect(err).toContain('Close it there.')
    expect((await run(['info', 'p'], answers)).out).toBe('')
  })

  test('every error code has an exit code other than 0 and 4', () => {
    for (const code of errorCodes) expect([1, 2, 3, 5, 130]).toContain(exitCodeOf(code))
  })
})

describe('a job', () => {
  const report = { format: 'csv', places: 1, views: 0, captions: 2, skipped: 0, problems: [] as unknown[], problemCount: 0 }
  const importing = (state: Partial<Job>): Answers => ({ 'imports.start': () => ({ job: 'j1' }), 'jobs.get': () => job(state), 'jobs.cancel': () => job({ state: 'cancelled' }) })

  test('is followed to its result; relative paths start where the shell stood', async () => {
    const { code, out, calls } = await run(['import', 'p', 'a.csv', '--map', 'caption=text,lat=y', '--json'], importing({ state: 'done', result: report }))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(report)
    expect(calls[1]).toEqual(['imports.start', { project, dryRun: false, options: { source: '/work-folder/a.csv', format: 'auto', mapping: { caption: 'text', lat: 'y' }, kind: undefined, author: undefined } }])
  })

  test('that lost rows exits with 4, one that only noted absent images with 0', async () => {
    const problem = (code: string): Partial<Job> => ({ state: 'done', result: { ...report, problemCount: 1, problems: [{ file: 'a.csv', line: 3, code, message: 'latitude 91' }] } })
    const bad = await run(['import', 'p', 'a.csv'], importing(problem('BAD_ROW')))
    expect(bad.code).toBe(4)
    expect(bad.out).toContain('a.csv:3  BAD_ROW  latitude 91')
    expect((await run(['import', 'p', 'a.csv'], importing(problem('MISSING_IMAGE')))).code).toBe(0)
  })

  test('that failed gives its own error', async () => {
    const { code, err } = await run(['import', 'p', 'a.csv'], importing({ state: 'failed', error: { code: 'BAD_FILE', message: 'a.csv is empty.', hint: 'Choose another.' } }))
    expect(code).toBe(3)
    expect(err).toContain('a.csv is empty.')
  })

  test('is cancelled by Ctrl-C, and the project is closed', async () => {
    const interrupt = new AbortController()
    const answers = importing({ state: 'running' })
    setTimeout(() => interrupt.abort(), 20)
    const { code, calls } = await run(['import', 'p', 'a.csv'], answers, interrupt.signal)
    expect(code).toBe(130)
    expect(calls.map(([method]) => method)).toEqual(['projects.open', 'imports.start', 'jobs.get', 'jobs.cancel', 'projects.close'])
  })
})

test('a mapping keeps commas that are escaped and refuses unknown fields', () => {
  expect(mappingOption('caption=a\\,b,lat= y ')).toEqual({ caption: 'a,b', lat: 'y' })
  expect(() => mappingOption('colour=x')).toThrow(/FIELD=COLUMN/)
  expect(() => mappingOption('caption')).toThrow(/FIELD=COLUMN/)
})

test('gallery rules', () => {
  expect([galleryOption('all'), galleryOption('region'), galleryOption('nearest:100')]).toEqual(['all', 'region', 'nearest:100'])
  expect(() => galleryOption('nearest:')).toThrow()
})

test('a table sets figures to the right', () => {
  expect(table(['name', 'n'], [['a', '1,000'], ['long', '7']])).toBe('name      n\n----  -----\na     1,000\nlong      7')
})
