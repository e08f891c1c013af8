import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngineClient } from '#shared/rpc/engine-client.ts'
import type { Frame } from '#shared/rpc/frames.ts'
import { msgpackCodec } from '#transport/frame-codec.ts'
import { framedBytes, LengthPrefixSplitter } from '#transport/framed-bytes.ts'
import { streamBytes } from '#transport/stdio-bytes.ts'

function packet(body: Uint8Array): Buffer {
  const header = Buffer.alloc(4)
  header.writeUInt32LE(body.length)
  return Buffer.concat([header, body])
}

describe('the splitter', () => {
  test('finds every frame, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (bodies, cuts) => {
        const found: number[][] = []
        const splitter = new LengthPrefixSplitter(50, (body) => found.push([...body]))
        const stream = Buffer.concat(bodies.map(packet))
        for (let at = 0, i = 0; at < stream.length; i++) {
          const size = cuts[i % cuts.length] ?? 1
          splitter.push(stream.subarray(at, at + size))
          at += size
        }
        expect(found).toEqual(bodies.map((body) => [...body]))
      })
    )
  })

  test.each([0, 51, 0xffffffff])('refuses a length of %d and takes no memory for it', (length) => {
    const header = Buffer.alloc(4)
    header.writeUInt32LE(length)
    expect(() => new LengthPrefixSplitter(50, () => undefined).push(header)).toThrow(RangeError)
  })

  test('many small pieces of a large frame cost no more than their bytes', () => {
    const body = Buffer.alloc(8 * 1024 * 1024, 7)
    const stream = packet(body)
    let size = 0
    const splitter = new LengthPrefixSplitter(16 * 1024 * 1024, (found) => (size = found.length))
    const start = performance.now()
    for (let at = 0; at < stream.length; at += 512) splitter.push(stream.subarray(at, at + 512))
    expect(size).toBe(body.length)
    // Quadratic work over 16,384 pieces would take many seconds.
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('frames over a stream', () => {
  function pair(maxBytes?: number): { near: ReturnType<typeof framedBytes>; far: ReturnType<typeof framedBytes>; there: PassThrough } {
    const there = new PassThrough()
    const back = new PassThrough()
    return {
      near: framedBytes(streamBytes(back, there, () => there.end()), { maxBytes }),
      far: framedBytes(streamBytes(there, back, () => back.end()), { maxBytes }),
      there
    }
  }

  test('arrive as they were sent: numbers, text, nothing, times, typed arrays', async () => {
    const { near, far } = pair()
    const input = { text: 'Zürich 東京 🛰', none: null, big: 1_795_369_357_552, small: -0.1, list: [1, [2, { three: true }]], bytes: new Uint8Array([1, 2, 255]), floats: new Float32Array([0.5, -2]), empty: {} }
    const arrived = new Promise<unknown>((resolve) => far.onFrame(resolve))
    near.send({ type: 'request', id: 1, method: 'engine.ping', input })
    const frame = (await arrived) as { input: typeof input }
    expect({ ...frame.input, bytes: [...frame.input.bytes], floats: [...frame.input.floats] }).toEqual({ ...input, bytes: [1, 2, 255], floats: [0.5, -2] })
    expect(frame.input.bytes).toBeInstanceOf(Uint8Array)
    expect(frame.input.floats).toBeInstanceOf(Float32Array)
  })

  test.each<[string, Buffer]>([
    ['a length beyond the limit', Buffer.from([0xff, 0xff, 0xff, 0x7f])],
    ['a length of nothing', Buffer.from([0, 0, 0, 0])],
    ['a body with more than one value', packet(Buffer.from([1, 2]))],
    ['a body that is cut inside', packet(Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xff, 1]))]
  ])('%s ends the channel, with a reason', async (_what, bytes) => {
    const { far, there } = pair()
    const ended = new Promise<string>((resolve) => far.onEnd(resolve))
    there.write(bytes)
    expect(await ended).toContain('no frame')
  })

  test('a frame over the limit is not sent, its call is rejected, and others go on', async () => {
    const { near, far } = pair(1000)
    const client = createEngineClient(near)
    await expect(client.call('projects.open', { path: 'x'.repeat(2000) })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    far.onFrame((frame) => {
      const { type, id } = frame as { type: string; id: number }
      if (type === 'request') far.send({ type: 'result', id, output: { at: 5 } })
    })
    expect(await client.call('engine.ping', {})).toEqual({ at: 5 })
  })

  test('anything hostile that decodes is not a frame: the client gives up instead of trusting it', async () => {
    for (const hostile of [null, 5, [], { type: 'result' }, { type: 'result', id: -1, output: 1 }, { type: 'shutdown' }, { type: 'error', id: 1, error: { code: 'NOPE', message: 1 } }]) {
      const { near, far } = pair()
      const client = createEngineClient(near)
      far.send(hostile as unknown as Frame)
      expect((await client.ended).code).toBe('PROTOCOL_MISMATCH')
    }
  })
})

test('a key that would change an object’s prototype arrives under another name', () => {
  const codec = msgpackCodec()
  const sent = JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>
  const { value } = codec.decode(codec.encode({ value: sent })) as { value: Record<string, unknown> }
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(value['polluted']).toBeUndefined()
  expect(Object.keys(value)).toEqual(['__proto_'])
})

test('the codec keeps what a structured clone keeps of plain data', () => {
  const codec = msgpackCodec()
  fc.assert(
    fc.property(fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"__proto__":')), (value) => {
      // JSON has no -0; msgpack and clones do, so compare as equal numbers.
      expect(JSON.stringify(codec.decode(codec.encode({ value })))).toBe(JSON.stringify({ value }))
    })
  )
})
