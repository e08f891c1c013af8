import type { EngineEvent } from '../contracts/events.ts'
import { protocolVersion, type MethodInput, type MethodName, type MethodOutput } from '../contracts/index.ts'
import { PlanisphereError } from '../errors/planisphere-error.ts'
import type { CallOptions, EngineClient } from './client.ts'
import type { Frame, FrameChannel } from './frames.ts'

interface Pending {
  resolve(value: unknown): void
  reject(error: PlanisphereError): void
}

/**
 * An engine at the other end of a channel. When the channel closes, every pending call and every later one is rejected
 * with ENGINE_GONE; when the other end speaks another protocol, with PROTOCOL_MISMATCH.
 */
export class ChannelClient implements EngineClient {
  readonly #channel: FrameChannel
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Set<(event: EngineEvent) => void>()
  #next = 1
  #gone: PlanisphereError | null = null

  constructor(channel: FrameChannel, version: string) {
    this.#channel = channel
    channel.onFrame((frame) => this.#take(frame))
    channel.onClose((reason) =>
      this.#end(new PlanisphereError('ENGINE_GONE', `The engine ended: ${reason}.`, { hint: 'It is started again by itself; what was acknowledged is on disk.' }))
    )
    channel.send({ t: 'hello', protocol: protocolVersion, version })
  }

  async call<M extends MethodName>(method: M, input: MethodInput<M>, options: CallOptions = {}): Promise<MethodOutput<M>> {
    if (this.#gone) throw this.#gone
    const { signal } = options
    if (signal?.aborted) throw cancelled(method)
    const id = this.#next++
    return new Promise<MethodOutput<M>>((resolve, reject) => {
      // The engine answers a cancelled call as well, but the caller need not wait for its safe point.
      const cancel = (): void => {
        if (!this.#pending.delete(id)) return
        this.#channel.send({ t: 'cancel', id })
        reject(cancelled(method))
      }
      const settle = (): void => signal?.removeEventListener('abort', cancel)
      this.#pending.set(id, {
        resolve: (value) => {
          settle()
          resolve(value as MethodOutput<M>)
        },
        reject: (error) => {
          settle()
          reject(error)
        }
      })
      signal?.addEventListener('abort', cancel, { once: true })
      this.#channel.send({ t: 'request', id, method, input })
    })
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  close(): Promise<void> {
    this.#end(new PlanisphereError('ENGINE_GONE', 'The connection to the engine was closed.'))
    this.#channel.close()
    return Promise.resolve()
  }

  #take(frame: Frame): void {
    if (frame.t === 'event') {
      for (const listener of this.#listeners) listener(frame.event)
    } else if (frame.t === 'result') {
      this.#settle(frame.id)?.resolve(frame.value)
    } else if (frame.t === 'error') {
      this.#settle(frame.id)?.reject(PlanisphereError.fromData(frame.error))
    } else if (frame.t === 'hello' && frame.protocol !== protocolVersion) {
      this.#end(
        new PlanisphereError('PROTOCOL_MISMATCH', `The engine (${frame.version}) speaks protocol ${frame.protocol}, this side ${protocolVersion}.`, {
          hint: 'Install the same version of Planisphere on both sides.'
        })
      )
      this.#channel.close()
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #end(error: PlanisphereError): void {
    this.#gone ??= error
    const waiting = [...this.#pending.values()]
    this.#pending.clear()
    for (const pending of waiting) pending.reject(this.#gone)
  }
}

function cancelled(method: string): PlanisphereError {
  return new PlanisphereError('CANCELLED', `${method} was cancelled.`)
}
