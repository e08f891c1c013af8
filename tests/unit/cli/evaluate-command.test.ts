import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runCommand } from '#cli/program.ts'
import { protocolPresets } from '#shared/domain/protocol-presets.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { EngineClient } from '#shared/rpc/client.ts'

const info = { project: '0123456789abcdef', name: 'p', path: '/p', schema: 7, createdAt: 0, places: 3, views: 2, captions: 1, regions: 1, encoders: [], runs: [], readOnly: false }

/** What the command asked of the engine under a method; the engine refuses it, so that only the asking counts. */
async function asked(method: string, words: string[]): Promise<{ code: number; input: unknown; out: string; err: string }> {
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
  const text = (stream: PassThrough): string => String((stream.read() as Buffer | null) ?? '')
  return { code, input, out: text(stdout), err: text(stderr) }
}

const evaluate = (...words: string[]) => asked('runs.evaluate', ['evaluate', 'p', '--encoder', 'e', ...words])

describe('evaluate', () => {
  test('without a preset ranks all satellite views for captions, right by own place', async () => {
    expect((await evaluate()).input).toMatchObject({ options: { encoder: 'e', queries: 'captions', galleryKind: 'satellite', gallery: 'all', positives: 'own-place', split: null, preset: null, centered: false } })
  })

  test('says every option', async () => {
    const { input } = await evaluate('--queries', 'drone', '--gallery-kind', 'captions', '--gallery', 'nearest:7', '--positives', 'radius:62.5', '--split', 'val', '--center')
    expect(input).toMatchObject({ options: { queries: 'drone', galleryKind: 'captions', gallery: 'nearest:7', positives: 'radius:62.5', split: 'val', centered: true } })
  })

  test('a preset decides, and what is given beside it changes it and is said', async () => {
    expect((await evaluate('--preset', 'cvg-text')).input).toMatchObject({ options: { gallery: 'nearest:100', split: 'test', preset: 'cvg-text' } })
    expect((await evaluate('--preset', 'cvg-text', '--gallery', 'nearest:100')).input).toMatchObject({ options: { preset: 'cvg-text' } })
    expect((await evaluate('--preset', 'cvg-text', '--split', 'all')).input).toMatchObject({ options: { gallery: 'nearest:100', split: null, preset: 'changed:cvg-text' } })
    const unknown = await evaluate('--preset', 'imagenet')
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('geotext-1652-captions')])
  })

  test('refuses what is no rule, and options beside --again', async () => {
    for (const rule of ['radius:0', 'radius:', 'radius:-5', 'near', 'radius:1e3']) expect((await evaluate('--positives', rule)).code).toBe(2)
    expect((await asked('runs.evaluate', ['evaluate', 'p'])).err).toContain('give --encoder NAME, or --again RUN')
    const both = await asked('runs.again', ['evaluate', 'p', '--again', 'run-1', '--encoder', 'e'])
    expect([both.code, both.err, both.input]).toEqual([2, expect.stringContaining('leave the other options out'), undefined])
    expect((await asked('runs.again', ['evaluate', 'p', '--again', 'run-1'])).input).toEqual({ project: info.project, run: 'run-1' })
  })

  test('presets are listed for people and for programs, without an engine', async () => {
    const { code, out } = await asked('none', ['presets'])
    expect(code).toBe(0)
    for (const { id, about } of protocolPresets) expect(out).toMatch(new RegExp(`^${id}  [^]*${about.slice(0, 20)}`, 'm'))
    expect(JSON.parse((await asked('none', ['presets', '--json'])).out)).toEqual(JSON.parse(JSON.stringify(protocolPresets)))
  })
})
