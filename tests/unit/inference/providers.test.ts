import { describe, expect, it } from 'vitest'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { chooseProvider, probeProviders, providersOf } from '#engine/inference/providers.ts'

const report = (more: object = {}): string => JSON.stringify({ ok: true, message: '', maxError: 1e-5, milliseconds: 1, cpuMilliseconds: 2, ...more })

async function probed(answers: Partial<Record<ExecutionProvider, string | Error>>) {
  return probeProviders({
    platform: 'linux',
    run(provider) {
      const answer = answers[provider] ?? report({ ok: false, message: 'not here' })
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(`a driver's chatter\n${answer}\n`)
    }
  })
}

describe('execution providers', () => {
  it('are tried best first, the CPU last, on every platform', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) expect(providersOf(platform).at(-1)).toBe('cpu')
  })

  it('a fast one is chosen', async () => {
    const probes = await probed({ cpu: report(), webgpu: report() })
    expect(chooseProvider('auto', probes)).toMatchObject({ provider: 'webgpu', reason: expect.stringContaining('faster') })
    expect(chooseProvider('cpu', probes).provider).toBe('cpu')
  })

  it('one that works but is slower than the CPU (a software adapter) runs only when asked for', async () => {
    const probes = await probed({ cpu: report(), webgpu: report({ milliseconds: 90 }) })
    expect(probes.find((probe) => probe.provider === 'webgpu')).toMatchObject({ available: true, reason: expect.stringContaining('slower') })
    expect(chooseProvider(undefined, probes).provider).toBe('cpu')
    expect(chooseProvider('webgpu', probes).provider).toBe('webgpu')
  })

  it('one that crashes, lies or computes wrongly is not used', async () => {
    for (const answer of [new Error('killed by SIGSEGV'), 'not json', report({ maxError: 3 }), report({ maxError: null }), report({ ok: false, message: 'Failed to get a WebGPU adapter: none' })]) {
      const probes = await probed({ cpu: report(), webgpu: answer })
      const probe = probes.find(({ provider }) => provider === 'webgpu')
      expect(probe?.available).toBe(false)
      expect(probe?.reason.length).toBeGreaterThan(10)
      expect(chooseProvider('webgpu', probes)).toMatchObject({ provider: 'cpu', reason: expect.stringContaining('webgpu') })
    }
    expect(() => chooseProvider('abacus', [])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  it('the CPU is there even if its probe dies', async () => {
    expect((await probed({ cpu: new Error('no memory') })).at(-1)).toMatchObject({ provider: 'cpu', available: true })
  })
})
