import type { EngineStatus } from '#shared/contracts/bridge.ts'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { MethodInput, MethodName, MethodOutput } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { createEngineClient, type ConnectedEngineClient } from '#shared/rpc/engine-client.ts'
import type { LogFile } from '../logging/log-file.ts'
import { Backoff } from './backoff.ts'
import type { ChildExit, EngineChild } from './engine-child.ts'

export interface EngineHostOptions {
  /** Starts one engine process; may throw. */
  readonly start: () => EngineChild
  readonly version: string
  readonly log: LogFile
}

/** One life of the engine. */
interface Life {
  readonly child: EngineChild
  readonly client: ConnectedEngineClient
  readonly startedAt: number
}

const closeLimitMs = 8000
const answerLimitMs = 30_000

/** Starts the engine, watches it, starts it again when it ends, and forwards calls to it. It adds no meaning of its own. */
export class EngineHost {
  readonly #options: EngineHostOptions
  readonly #backoff = new Backoff()
  readonly #eventListeners = new Set<(event: EngineEvent) => void>()
  readonly #statusListeners = new Set<(status: EngineStatus) => void>()
  #life: Life | null = null
  #status: EngineStatus = { state: 'gone', pid: null, restarts: -1, message: null }
  #pending = 0
  #closing = false
  #restartTimer: NodeJS.Timeout | undefined

  constructor(options: EngineHostOptions) {
    this.#options = options
  }

  get status(): EngineStatus {
    return this.#status
  }

  /** How many calls are under way. */
  get pending(): number {
    return this.#pending
  }

  start(): void {
    const { start, version, log } = this.#options
    const restarts = this.#status.restarts + 1
    this.#report({ state: 'starting', pid: null, restarts, message: this.#status.message })
    try {
      const child = start()
      const life: Life = { child, client: createEngineClient(child.channel, { version, pid: process.pid }), startedAt: Date.now() }
      this.#life = life
      child.stderr.setEncoding('utf8').on('data', (text: string) => log.info(`engine: ${text.trimEnd()}`))
      life.client.onEvent((event) => {
        for (const listener of this.#eventListeners) listener(event)
      })
      void child.exited.then((exit) => this.#ended(life, exit))
      void this.#awaitReady(life, restarts)
    } catch (error) {
      log.error('The engine cannot be started', error)
      this.#report({ state: 'gone', pid: null, restarts, message: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Forwards a call. Rejects with `ENGINE_GONE` when the engine ends before it answers, or is not there. */
  async call<M extends MethodName>(method: M, input: MethodInput<M>, signal?: AbortSignal): Promise<MethodOutput<M>> {
    if (this.#life === null) {
      const why = this.#status.message === null ? '' : ` ${this.#status.message}`
      throw new PlanisphereError('ENGINE_GONE', `The engine is not running.${why}`, { hint: 'It starts again by itself; nothing that was saved is lost.' })
    }
    this.#pending++
    try {
      return await this.#life.client.call(method, input, signal === undefined ? {} : { signal })
    } finally {
      this.#pending--
    }
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  /** Ends the engine, if it lives, and starts it again at once. */
  async restart(): Promise<void> {
    clearTimeout(this.#restartTimer)
    this.#backoff.reset()
    if (this.#life === null) this.start()
    else await this.#life.child.stop(closeLimitMs)
  }

  /** Lets the engine close its projects, and waits for its end; one that hangs is ended. */
  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#restartTimer)
    await this.#life?.child.stop(closeLimitMs)
  }

  async #awaitReady(life: Life, restarts: number): Promise<void> {
    const timer = setTimeout(() => life.child.kill(), answerLimitMs)
    try {
      await life.client.ready
      if (this.#life === life) this.#report({ state: 'ready', pid: life.child.pid ?? null, restarts, message: null })
    } catch (error) {
      this.#options.log.error('The engine does not answer', error)
      // One that speaks another protocol lives on, of no use to anyone.
      life.child.kill()
    } finally {
      clearTimeout(timer)
    }
  }

  #ended(life: Life, { code, signal, error }: ChildExit): void {
    if (this.#life !== life) return
    this.#life = null
    const { restarts } = this.#status
    if (this.#closing) return this.#report({ state: 'gone', pid: null, restarts, message: null })
    const how = error?.message ?? (signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`)
    this.#options.log.warning(`The engine is gone: ${how}.`)
    const delay = this.#backoff.next(Date.now() - life.startedAt)
    const message = delay === null ? `The engine ended too often: ${how}. Its log says more.` : `The engine was started again: ${how}.`
    this.#report({ state: 'gone', pid: null, restarts, message })
    if (delay !== null) this.#restartTimer = setTimeout(() => this.start(), delay)
  }

  #report(status: EngineStatus): void {
    this.#status = status
    for (const listener of this.#statusListeners) listener(status)
  }
}
