import { describe, expect, it } from 'vitest'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { BatchSize } from '#engine/inference/batch-size.ts'
import type { EncodeAnswers, EncodeRequest } from '#engine/inference/encode-protocol.ts'
import { ImageSpec } from '#engine/inference/encoder-spec.ts'
import { SideSession, type MakeThread } from '#engine/inference/side-session.ts'

const spec = ImageSpec.parse({ file: 'x.onnx', size: 8 })
const picture = 8 * 8 * 3

/** A thread that embeds a picture as its first byte; `fails` may throw for a request. */
function threads(fails: (request: EncodeRequest, provider: string) => Error | null, options: { fixedBatch?: number } = {}): { make: MakeThread; opened: string[]; sizes: number[] } {
  const opened: string[] = []
  const sizes: number[] = []
  const make: MakeThread = () => {
    let provider = ''
    return {
      alive: true,
      close: () => Promise.resolve(),
      call(request: EncodeRequest) {
        if (request.kind === 'open-image') {
          provider = request.provider
          opened.push(provider)
        }
        const failure = fails(request, provider)
        if (failure) return Promise.reject(failure)
        if (request.kind === 'images') {
          sizes.push(request.count)
          return Promise.resolve({ dimensions: 1, rows: Float32Array.from({ length: request.count }, (_, i) => request.pixels[i * picture] ?? 0) }) as never
        }
        return Promise.resolve({ provider, fixedBatch: options.fixedBatch ?? null, inputs: [], outputs: [], spec } as unknown as EncodeAnswers['open-image']) as never
      }
    }
  }
  return { make, opened, sizes }
}

const pixels = (count: number): Uint8Array => Uint8Array.from({ length: count * picture }, (_, i) => Math.floor(i / picture))

describe('one side of an encoder', () => {
  it('keeps the order over batches that grow', async () => {
    const { make } = threads(() => null)
    const session = await SideSession.openImage('.', spec, { provider: 'cpu' }, make)
    const { rows } = await session.encodeImages(pixels(100), 100)
    expect([...rows]).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('fills up a graph with a fixed batch and drops what it added', async () => {
    const { make, sizes } = threads(() => null, { fixedBatch: 4 })
    const session = await SideSession.openImage('.', spec, { provider: 'cpu' }, make)
    expect([...(await session.encodeImages(pixels(6), 6)).rows]).toEqual([0, 1, 2, 3, 4, 5])
    expect(sizes).toEqual([4, 4])
  })

  it('halves batches when memory runs out, and goes on', async () => {
    const { make, sizes } = threads((request) => (request.kind === 'images' && request.count > 2 ? new PlanisphereError('INTERNAL', 'Failed to allocate memory for requested buffer of size 123') : null))
    const session = await SideSession.openImage('.', spec, { provider: 'cpu' }, make)
    expect([...(await session.encodeImages(pixels(5), 5)).rows]).toEqual([0, 1, 2, 3, 4])
    expect(Math.max(...sizes)).toBe(2)
  })

  it('goes on with the CPU when the provider fails, in opening and in the middle, and says so', async () => {
    for (const at of ['open-image', 'images'] as const) {
      const { make, opened } = threads((request, provider) => (provider === 'webgpu' && request.kind === at ? new PlanisphereError('PROVIDER_FAILED', 'device lost') : null))
      const notices: string[] = []
      const session = await SideSession.openImage('.', spec, { provider: 'webgpu', onFallback: ({ from, reason }) => notices.push(`${from}: ${reason}`) }, make)
      expect([...(await session.encodeImages(pixels(3), 3)).rows]).toEqual([0, 1, 2])
      expect(session.provider).toBe('cpu')
      expect(opened).toEqual(['webgpu', 'cpu'])
      expect(notices).toEqual(['webgpu: device lost'])
    }
  })

  it('does not blame the provider for a bad model, nor loops on the CPU', async () => {
    const bad = threads(() => new PlanisphereError('BAD_ENCODER', 'not a model'))
    await expect(SideSession.openImage('.', spec, { provider: 'webgpu' }, bad.make)).rejects.toMatchObject({ code: 'BAD_ENCODER' })
    expect(bad.opened).toEqual(['webgpu'])
    const broken = threads((request) => (request.kind === 'images' ? new PlanisphereError('INTERNAL', 'a kernel failed') : null))
    const session = await SideSession.openImage('.', spec, { provider: 'cpu' }, broken.make)
    await expect(session.encodeImages(pixels(1), 1)).rejects.toMatchObject({ message: 'a kernel failed' })
  })
})

describe('the batch size', () => {
  it('grows while it pays, stops at its limit, never grows again after memory ran out', () => {
    const batch = new BatchSize({ start: 8, limit: 64 })
    batch.ran(8, 80)
    expect(batch.size).toBe(16)
    batch.ran(16, 100)
    expect(batch.size).toBe(32)
    batch.ran(32, 220)
    batch.ran(32, 100)
    expect(batch.size).toBe(32)
    expect(batch.outOfMemory()).toBe(true)
    batch.ran(16, 1)
    expect(batch.size).toBe(16)
    expect(new BatchSize({ start: 1, limit: 1 }).outOfMemory()).toBe(false)
  })
})
