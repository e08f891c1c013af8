import { PassThrough } from 'node:stream'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { protocolVersion } from '../../../src-shared/contracts/index.ts'
import type { Frame } from '../../../src-shared/rpc/frames.ts'
import type { ChildExit, EngineChild } from '../../../src-main/app/engine-host/engine-child.ts'
import { EngineHost } from '../../../src-main/app/engine-host/engine-host.ts'
import { LogFile } from '../../../src-main/app/logging/log-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** An engine of which the test decides when it answers and when it dies. */
class FakeEngine implements EngineChild {
  readonly pid: number
  readonly stderr = new PassThrough()
  readonly sent: Frame[] = []
  readonly exited: Promise<ChildExit>
  die: (exit: Partial<ChildExit>) => void = () => undefined
  stopped = false
  #onFrame: (frame: unknown) => void = () => undefined
  #onEnd: (reason: string) => void = () => undefined

  constructor(pid: number) {
    this.pid = pid
    this.exited = new Promise((resolve) => {
      this.die = (exit) => {
        this.#onEnd('its output ended')
        resolve({ code: null, signal: null, error: null, ...exit })
      }
    })
  }

  readonly channel = {
    send: (frame: Frame): void => void this.sent.push(frame),
    onFrame: (listener: (frame: unknown) => void): void => void (this.#onFrame = listener),
    onEnd: (listener: (reason: string) => void): void => void (this.#onEnd = listener),
    close: (): void => undefined
  }

  say(frame: unknown): void {
    this.#onFrame(frame)
  }

  hello(protocol = protocolVersion): void {
    this.say({ type: 'hello', protocol, version: '0.1.0', pid: this.pid })
  }

  stop(): Promise<void> {
    this.stopped = true
    this.die({ code: 0 })
    return Promise.resolve()
  }

  kill(): void {
    this.die({ signal: 'SIGKILL' })
  }
}

const folder = temporaryFolder()
let engines: FakeEngine[] = []
const newest = (): FakeEngine => engines.at(-1) ?? new FakeEngine(0)
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined)

function makeHost(start = (): EngineChild => new FakeEngine(engines.length + 1)): EngineHost {
  return new EngineHost({
    start: () => {
      const engine = start()
      engines.push(engine as FakeEngine)
      return engine
    },
    version: '0.1.0',
    log: new LogFile(join(folder, 'log'))
  })
}

beforeEach(() => {
  engines = []
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('it is ready when the engine has spoken, and forwards calls and events', async () => {
  const host = makeHost()
  const events: unknown[] = []
  host.onEvent((event) => events.push(event))
  expect(host.status.state).toBe('gone')
  await expect(host.call('engine.ping', {})).rejects.toMatchObject({ code: 'ENGINE_GONE' })
  host.start()
  expect(host.status).toMatchObject({ state: 'starting', restarts: 0 })
  newest().hello()
  await settle()
  expect(host.status).toEqual({ state: 'ready', pid: 1, restarts: 0, message: null })
  const answer = host.call('engine.ping', {})
  expect(host.pending).toBe(1)
  newest().say({ type: 'result', id: 1, output: { at: 5 } })
  expect(await answer).toEqual({ at: 5 })
  expect(host.pending).toBe(0)
  newest().say({ type: 'event', event: { type: 'notice', project: null, level: 'info', message: 'x' } })
  expect(events).toHaveLength(1)
})

test('when the engine dies, every call is rejected at once and another engine is started', async () => {
  const host = makeHost()
  const states: string[] = []
  host.onStatus(({ state }) => states.push(state))
  host.start()
  newest().hello()
  await settle()
  const calls = [host.call('engine.ping', {}), host.call('engine.info', {})]
  newest().die({ signal: 'SIGKILL' })
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'ENGINE_GONE' })
  await vi.advanceTimersByTimeAsync(10)
  newest().hello()
  await settle()
  expect(engines).toHaveLength(2)
  expect(states).toEqual(['starting', 'ready', 'gone', 'starting', 'ready'])
  expect(host.status).toMatchObject({ pid: 2, restarts: 1 })
})

test('an engine that keeps dying is started ever later and then no more, until a person asks', async () => {
  const host = makeHost()
  host.start()
  const waits: number[] = []
  for (let life = 0; life < 12 && waits.length < 12; life++) {
    const count = engines.length
    newest().die({ code: 1 })
    let waited = 0
    while (engines.length === count && waited < 20_000) {
      await vi.advanceTimersByTimeAsync(50)
      waited += 50
    }
    if (engines.length === count) break
    waits.push(waited)
  }
  expect(waits.length).toBeGreaterThan(3)
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(host.status).toMatchObject({ state: 'gone', message: expect.stringContaining('too often') as unknown })
  const before = engines.length
  await host.restart()
  newest().hello()
  await settle()
  expect(engines.length).toBe(before + 1)
  expect(host.status.state).toBe('ready')
})

test('an engine of another protocol, and one that never speaks, are ended', async () => {
  const host = makeHost()
  host.start()
  newest().hello(protocolVersion + 1)
  await settle()
  expect(await engines[0]?.exited).toMatchObject({ signal: 'SIGKILL' })
  await vi.advanceTimersByTimeAsync(10)
  expect(engines).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(31_000)
  expect(await engines[1]?.exited).toMatchObject({ signal: 'SIGKILL' })
})

test('closing ends the engine in order and starts no other', async () => {
  const host = makeHost()
  host.start()
  newest().hello()
  await settle()
  await host.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(newest().stopped).toBe(true)
  expect(engines).toHaveLength(1)
  expect(host.status.state).toBe('gone')
})

test('a Node that is missing is said, not thrown', () => {
  const host = makeHost(() => {
    throw new Error('The engine’s Node is missing: /x')
  })
  host.start()
  expect(host.status).toMatchObject({ state: 'gone', message: 'The engine’s Node is missing: /x' })
})
