import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineEvent } from '#shared/contracts/events.ts'
import { contract, protocolVersion, type MethodName } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { createEngineClient, type ConnectedEngineClient } from '#shared/rpc/engine-client.ts'
import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { inProcessPair } from '#transport/in-process.ts'
import { fillProject } from '../support/captions-fixture.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const methods = Object.keys(contract) as MethodName[]

interface Way {
  readonly client: ConnectedEngineClient
  close(): Promise<unknown>
}

const ways: Record<string, () => Way> = {
  'in process': () => {
    const engine: Engine = createEngine({ resources: 'resources', checkOutputs: true, log: () => undefined })
    const [near, far] = inProcessPair()
    engine.serve(far)
    return { client: createEngineClient(near), close: () => engine.close() }
  },
  'over stdio': () => {
    const child: EngineProcess = startEngineProcess()
    return { client: child.client, close: () => child.stop() }
  }
}

/** Calls by name with whatever input: what a broken or hostile caller does. */
function callRaw(client: ConnectedEngineClient, method: string, input: unknown): Promise<unknown> {
  return client.call(method as 'engine.ping', input as Record<string, never>)
}

async function errorOf(promise: Promise<unknown>): Promise<PlanisphereError> {
  const result = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error })
  )
  if ('value' in result) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`)
  expect(result.error).toBeInstanceOf(PlanisphereError)
  return result.error as PlanisphereError
}

describe.each(Object.keys(ways))('the contract %s', (name) => {
  let way: Way
  let client: ConnectedEngineClient
  beforeAll(async () => {
    const make = ways[name]
    if (!make) throw new Error(name)
    way = make()
    client = way.client
    await client.ready
  })
  afterAll(() => way.close())

  test('the engine says hello with its version and protocol', async () => {
    const hello = await client.ready
    expect(hello.protocol).toBe(protocolVersion)
    expect(hello.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(hello.pid).toBeGreaterThan(0)
  })

  test('information fits the contract, and a ping answers', async () => {
    const info = await client.call('engine.info', {})
    expect(info.versions['better-sqlite3']).toMatch(/^\d+\./)
    expect((await client.call('engine.ping', {})).at).toBeGreaterThan(1.7e12)
  })

  test.each(methods)('%s refuses what does not fit', async (method) => {
    const { input } = contract[method]
    const values = fc.sample(fc.anything({ withBigInt: false, withNullPrototype: false, withObjectString: true, maxDepth: 3 }), { numRuns: 60, seed: 1 })
    const hostile: unknown[] = [null, undefined, 'x', 7, [], [[]], { project: '../../etc' }, { project: 'ZZZZ', path: 5 }, { project: { $ne: null } }, { options: 3, path: [] }]
    let refused = 0
    for (const value of [...hostile, ...values]) {
      // What fits by chance (an empty object where all is optional) is not part of this test; nor what cannot be sent.
      if (input.safeParse(value).success || !canBeSent(value)) continue
      const error = await errorOf(callRaw(client, method, value))
      expect(error.code).toBe('INVALID_INPUT')
      expect(error.message.startsWith(`${method}: `)).toBe(true)
      refused++
    }
    expect(refused).toBeGreaterThan(5)
  })

  test.each(['constructor', '__proto__', 'toString', 'engine.nothing', '', 'projects.open '])('there is no method %j', async (method) => {
    expect((await errorOf(callRaw(client, method, {}))).code).toBe('INVALID_INPUT')
  })

  test('errors carry no stack and no path of the program', async () => {
    const error = await errorOf(client.call('projects.open', { path: join(folder, 'missing') }))
    expect(error.code).toBe('NOT_FOUND')
    expect(error.hint).toBeTruthy()
    expect(JSON.stringify(error.toData())).not.toMatch(/\bat .*\.ts|node_modules|src-main/)
    expect(Object.keys(error.toData()).sort()).toEqual(['code', 'hint', 'message', 'place'])
  })

  test('a cancelled call is rejected at once, and the engine goes on', async () => {
    const stop = new AbortController()
    const call = client.call('engine.ping', {}, { signal: stop.signal })
    stop.abort()
    expect((await errorOf(call)).code).toBe('CANCELLED')
    expect((await errorOf(client.call('engine.ping', {}, { signal: AbortSignal.abort() }))).code).toBe('CANCELLED')
    await expect(client.call('engine.ping', {})).resolves.toBeTruthy()
  })

  test('a thousand calls at once are all answered, each with its own answer', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => (i % 2 ? client.call('engine.ping', {}) : callRaw(client, `no.${i}`, {}).catch((error: unknown) => error))))
    answers.forEach((answer, i) => {
      if (i % 2) expect(answer).toHaveProperty('at')
      else expect((answer as PlanisphereError).message).toContain(`no.${i}`)
    })
  })

  test('a project lives through create, verdict, undo, close and open', async () => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.planisphere`)
    const made = await client.call('projects.create', { path })
    await client.call('projects.close', { project: made.project })
    fillProject(path, 4)
    const events: EngineEvent[] = []
    const off = client.onEvent((event) => events.push(event))
    const { project, captions } = await client.call('projects.open', { path })
    expect([project, captions]).toEqual([made.project, 8])
    const at = Date.now()
    const answer = await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at, caption: 1, verdict: 'edited', text: 'A blue roof' })
    expect(answer.caption).toMatchObject({ id: 1, status: 'edited', text: 'A blue roof', revisions: 2, annotator: 'Ana', reviewedAt: at })
    const queue = await client.call('review.queue', { project, opened: at, start: 0, count: 3 })
    expect(queue).toEqual({ total: 8, captions: [1, 2, 3] })
    const [item] = await client.call('review.items', { project, captions: [1], annotator: 'Ana' })
    expect(item?.revisions.map((revision) => revision.text)).toEqual(['A red roof number 1 beside a river', 'A blue roof'])
    const undone = await client.call('review.undo', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at })
    expect(undone?.caption).toMatchObject({ status: 'unreviewed', head: 1, text: 'A red roof number 1 beside a river' })
    expect(await client.call('review.log', { project, count: 10 })).toHaveLength(2)
    await expect.poll(() => events.some((event) => event.type === 'changed' && event.project === project)).toBe(true)
    off()
    await client.call('projects.close', { project })
    expect((await errorOf(client.call('projects.info', { project }))).code).toBe('NOT_FOUND')
    // The fixture's images are nowhere: that, and nothing else, is what the doctor finds.
    const { items } = await client.call('projects.doctor', { path })
    expect(items.filter((item) => !item.ok).map((item) => item.what)).toEqual(['Images'])
  })

  test('after the client is closed, calls say that the engine is gone', async () => {
    const make = ways[name]
    if (!make) throw new Error(name)
    const other = make()
    await other.client.ready
    await other.client.close()
    expect((await errorOf(other.client.call('engine.ping', {}))).code).toBe('ENGINE_GONE')
    await other.close()
  })
})

describe('versions that differ', () => {
  test('the engine answers an older or newer client with PROTOCOL_MISMATCH, and serves nothing', async () => {
    const engine = createEngine({ resources: 'resources' })
    const [near, far] = inProcessPair()
    engine.serve(far)
    const answer = await new Promise<unknown>((resolve) => {
      near.onFrame((frame) => {
        if ((frame as { type: string }).type === 'error') resolve(frame)
      })
      near.send({ type: 'hello', protocol: protocolVersion + 1, version: '9.9.9', pid: null })
      near.send({ type: 'request', id: 1, method: 'engine.info', input: {} })
    })
    expect(answer).toMatchObject({ type: 'error', id: 1, error: { code: 'PROTOCOL_MISMATCH' } })
    await engine.close()
  })

  test('the client refuses an engine of another protocol: waiting and later calls alike', async () => {
    const [near, far] = inProcessPair()
    const client = createEngineClient(near)
    const waiting = errorOf(client.call('engine.ping', {}))
    far.send({ type: 'hello', protocol: protocolVersion + 1, version: '9.9.9', pid: 1 })
    expect((await waiting).code).toBe('PROTOCOL_MISMATCH')
    expect((await errorOf(client.call('engine.ping', {}))).code).toBe('PROTOCOL_MISMATCH')
    await expect(client.ready).rejects.toThrow('9.9.9')
  })

  test('a request before the hello is refused', async () => {
    const engine = createEngine({ resources: 'resources' })
    const [near, far]: [FrameChannel, FrameChannel] = inProcessPair()
    engine.serve(far)
    const answer = new Promise<unknown>((resolve) => near.onFrame((frame) => (frame as { type: string }).type === 'error' && resolve(frame)))
    near.send({ type: 'request', id: 1, method: 'engine.info', input: {} })
    expect(await answer).toMatchObject({ error: { code: 'PROTOCOL_MISMATCH' } })
    await engine.close()
  })
})

describe('an engine process that dies', () => {
  test('rejects what is pending with ENGINE_GONE, and a new one answers', async () => {
    const first = startEngineProcess()
    await first.client.ready
    const pending = Array.from({ length: 20 }, () => errorOf(first.client.call('engine.info', {})))
    process.kill(first.pid, 'SIGKILL')
    // Some may have been answered before it died: none may hang, and none may be rejected otherwise.
    for (const outcome of await Promise.allSettled(pending)) if (outcome.status === 'fulfilled') expect(outcome.value.code).toBe('ENGINE_GONE')
    expect((await first.client.ended).code).toBe('ENGINE_GONE')
    expect((await errorOf(first.client.call('engine.ping', {}))).code).toBe('ENGINE_GONE')
    const second = startEngineProcess()
    await expect(second.client.call('engine.ping', {})).resolves.toBeTruthy()
    expect(await second.stop()).toBe(0)
  })

  test('ends by itself when its stdin is closed, and unlocks its projects', async () => {
    const child = startEngineProcess()
    const path = join(folder, 'left.planisphere')
    await child.client.call('projects.create', { path })
    expect(await child.stop()).toBe(0)
    const next = startEngineProcess()
    await expect(next.client.call('projects.open', { path })).resolves.toMatchObject({ readOnly: false })
    await next.stop()
  })
})

function canBeSent(value: unknown): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}
