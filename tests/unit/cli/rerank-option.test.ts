import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runCommand } from '#cli/program.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'

const project = '0123456789abcdef'
const info = { project, name: 'p', path: '/p', schema: 6, createdAt: 0, places: 3, views: 2, captions: 1, regions: 1, encoders: [], runs: [], readOnly: false }

/** What the command asked of the engine under a method; the engine refuses it, so that only the asking counts. */
async function asked(method: string, words: string[]): Promise<{ code: number; input: unknown; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  let input: unknown
  const client = {
    call(name: string, given: unknown) {
      if (name === method) input = given
      const answer = ({ 'projects.open': info, 'projects.close': {}, 'jobs.list': [] } as Record<string, unknown>)[name]
      return answer === undefined ? Promise.reject(new PlanisphereError('UNSUPPORTED', name)) : Promise.resolve(answer)
    },
    onEvent: () => () => undefined,
    close: () => Promise.resolve()
  } as unknown as EngineClient
  const code = await runCommand(words, { version: '1.2.3', stdout, stderr, folder: '/here', signal: new AbortController().signal, connect: () => Promise.resolve(client), serve: () => Promise.resolve(), score: () => Promise.resolve({ overall: {}, queries: {} }) })
  return { code, input, err: String((stderr.read() as Buffer | null) ?? '') }
}

const search = (...words: string[]) => asked('retrieval.search', ['search', 'p', '--encoder', 'e', '--text', 'red roofs', ...words])
const evaluate = (...words: string[]) => asked('runs.evaluate', ['evaluate', 'p', '--encoder', 'e', ...words])

describe('--rerank', () => {
  test('is off unless it is given', async () => {
    expect((await search()).input).toMatchObject({ rerank: null })
    expect((await evaluate()).input).toMatchObject({ options: { rerank: null } })
  })

  test('has the weight that validation preferred, and a depth of 100', async () => {
    expect((await search('--rerank')).input).toMatchObject({ rerank: { weight: 1, depth: 100 } })
    expect((await evaluate('--rerank')).input).toMatchObject({ options: { rerank: { weight: 1, depth: 100 } } })
  })

  test('takes a weight and a depth', async () => {
    expect((await search('--rerank', '--rerank-weight', '0.25', '--rerank-depth', '20')).input).toMatchObject({ rerank: { weight: 0.25, depth: 20 } })
    expect((await evaluate('--rerank', '--rerank-weight', '10', '--rerank-depth', '1000', '--split', 'val')).input).toMatchObject({ options: { split: 'val', rerank: { weight: 10, depth: 1000 } } })
  })

  test.each([[['--rerank-weight', '1'], 'need --rerank'], [['--rerank-depth', '5'], 'need --rerank'], [['--rerank', '--rerank-weight', '0'], 'above 0'], [['--rerank', '--rerank-weight', '11'], 'at most 10'], [['--rerank', '--rerank-weight', 'x'], 'above 0'], [['--rerank', '--rerank-depth', '1'], '2'], [['--rerank', '--rerank-depth', '1001'], '1,?000']] as const)(
    '%j is wrong use, and says why',
    async (words, why) => {
      for (const command of [search, evaluate]) {
        const { code, input, err } = await command(...words)
        expect(code).toBe(2)
        expect(input).toBeUndefined()
        expect(err).toMatch(new RegExp(why))
      }
    }
  )
})
