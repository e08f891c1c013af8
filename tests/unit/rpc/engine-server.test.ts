import { expect, test } from 'vitest'
import type { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { createEngineClient, type ConnectedEngineClient } from '#shared/rpc/engine-client.ts'
import { serveEngine, type ServerOptions } from '#shared/rpc/engine-server.ts'
import { inProcessPair } from '#transport/in-process.ts'

function connect(handlers: ServerOptions['handlers'], more: Partial<ServerOptions> = {}): { client: ConnectedEngineClient; end: () => void } {
  const [near, far] = inProcessPair()
  const end = serveEngine(far, { handlers, version: '1.2.3', subscribe: () => () => undefined, ...more })
  return { client: createEngineClient(near), end }
}

test('a cancel reaches the signal of its own call only', async () => {
  const aborted: string[] = []
  const { client } = connect({
    'projects.open': ((input: { path: string }, call: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        call.signal.addEventListener('abort', () => {
          aborted.push(`${input.path}: ${(call.signal.reason as PlanisphereError).code}`)
          reject(call.signal.reason as Error)
        })
      })) as never
  })
  const stop = new AbortController()
  const first = client.call('projects.open', { path: 'first' }, { signal: stop.signal })
  const second = client.call('projects.open', { path: 'second' })
  second.catch(() => undefined)
  await client.ready
  stop.abort()
  await expect(first).rejects.toMatchObject({ code: 'CANCELLED' })
  await expect.poll(() => aborted).toEqual(['first: CANCELLED'])
  // The caller goes away: what is left is aborted too.
  await client.close()
  await expect(second).rejects.toMatchObject({ code: 'ENGINE_GONE' })
  await expect.poll(() => aborted).toEqual(['first: CANCELLED', 'second: CANCELLED'])
})

test('defaults of the contract are filled in before the handler sees its input', async () => {
  const seen: unknown[] = []
  const { client } = connect({ 'projects.open': (async (input: unknown) => seen.push(input)) as never })
  await client.call('projects.open', { path: '/p' })
  expect(seen).toEqual([{ path: '/p', readOnly: false, resume: false }])
})

test('a defect crosses as INTERNAL without its stack, and the log hears of it with the stack', async () => {
  const defects: unknown[] = []
  const { client } = connect(
    {
      'engine.ping': (() => {
        throw new TypeError('x is undefined')
      }) as never
    },
    { onDefect: (method, error) => defects.push(method, error) }
  )
  const error: unknown = await client.call('engine.ping', {}).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'INTERNAL', message: 'x is undefined' })
  expect((error as PlanisphereError).toData()).not.toHaveProperty('stack')
  expect(defects).toEqual(['engine.ping', expect.any(TypeError)])
})

test('an answer against the contract is seen where outputs are checked', async () => {
  const handlers = { 'engine.ping': (async () => ({ at: 'noon' })) as never }
  expect(await connect(handlers).client.call('engine.ping', {})).toEqual({ at: 'noon' })
  await expect(connect(handlers, { checkOutputs: true }).client.call('engine.ping', {})).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('at:') as string })
})

test('an answer that cannot be sent is an error of its call, not the end of the channel', async () => {
  const { client } = connect({ 'engine.ping': (async () => ({ at: () => 1 })) as never, 'projects.close': (async () => ({})) as never })
  await expect(client.call('engine.ping', {})).rejects.toMatchObject({ code: 'INTERNAL' })
  await expect(client.call('projects.close', { project: '0123456789abcdef' })).resolves.toEqual({})
})

test('a method without an implementation is UNSUPPORTED', async () => {
  await expect(connect({}).client.call('engine.ping', {})).rejects.toMatchObject({ code: 'UNSUPPORTED' })
})

test('events reach every listener until it leaves; what is no event does not', async () => {
  let say: (event: never) => void = () => undefined
  const { client } = connect({ 'engine.ping': (async () => ({ at: 1 })) as never }, {
    subscribe(listener) {
      say = listener as (event: never) => void
      return () => undefined
    }
  })
  await client.ready
  await client.call('engine.ping', {})
  const heard: unknown[] = []
  const leave = client.onEvent((event) => heard.push(event))
  const notice = { type: 'notice', project: null, level: 'info', message: 'hello' }
  say(notice as never)
  say({ type: 'nonsense' } as never)
  await client.call('engine.ping', {})
  leave()
  say(notice as never)
  await client.call('engine.ping', {})
  expect(heard).toEqual([notice])
})
