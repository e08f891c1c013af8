import { EngineEvent } from '../contracts/events.ts'
import { protocolVersion, type MethodInput, type MethodName, type MethodOutput } from '../contracts/index.ts'
import { PlanisphereError } from '../errors/planisphere-error.ts'
import type { CallOptions, EngineClient } from './client.ts'
import type { FrameChannel } from './frame-channel.ts'
import { ServerFrame, type Hello } from './frames.ts'

export interface ClientIdentity {
  readonly version: string
  readonly pid?: number | null
}

/** An `EngineClient` that also tells when the engine has answered first, and when it is gone. */
export interface ConnectedEngineClient extends EngineClient {
  /** Resolves with the engine's first frame; rejects if it never comes or speaks another protocol. */
  readonly ready: Promise<Hello>
  /** Resolves when no further call can succeed, with the reason. */
  readonly ended: Promise<PlanisphereError>
}

interface Pending {
  resolve(output: unknown): void
  reject(error: PlanisphereError): void
}

/**
 * The asking side of a channel. Calls may be made at once; they are rejected with ENGINE_GONE when the channel ends and
 * with PROTOCOL_MISMATCH when the engine speaks other frames.
 */
export function createEngineClient(channel: FrameChannel, identity: ClientIdentity = { version: '' }): ConnectedEngineClient {
  const pending = new Map<number, Pending>()
  const listeners = new Set<(event: EngineEvent) => void>()
  const ready = deferred<Hello>()
  const ended = deferred<PlanisphereError>()
  // Whoever does not wait for `ready` must not get an unhandled rejection.
  ready.promise.catch(() => undefined)
  let end: PlanisphereError | null = null
  let lastId = 0

  function finish(error: PlanisphereError): void {
    if (end) return
    end = error
    ready.reject(error)
    for (const call of pending.values()) call.reject(error)
    pending.clear()
    listeners.clear()
    ended.resolve(error)
  }

  channel.onEnd((reason) =>
    finish(new PlanisphereError('ENGINE_GONE', `The engine ended: ${reason}.`, { hint: 'It is started again by itself. Repeat what was not acknowledged.' }))
  )
  channel.onFrame((received) => {
    const parsed = ServerFrame.safeParse(received)
    if (!parsed.success) {
      finish(new PlanisphereError('PROTOCOL_MISMATCH', 'The engine sent something that is not a frame.', { hint: 'Install the same version of Planisphere on both sides.' }))
      channel.close()
      return
    }
    const frame = parsed.data
    if (frame.type === 'hello') {
      if (frame.protocol === protocolVersion) return ready.resolve(frame)
      finish(mismatch(frame.protocol, frame.version))
      channel.close()
    } else if (frame.type === 'event') {
      const event = EngineEvent.safeParse(frame.event)
      if (event.success) for (const listener of [...listeners]) listener(event.data)
    } else {
      const call = pending.get(frame.id)
      pending.delete(frame.id)
      // No call: it was cancelled here and the answer came late.
      if (frame.type === 'result') call?.resolve(frame.output)
      else call?.reject(PlanisphereError.fromData(frame.error))
    }
  })
  channel.send({ type: 'hello', protocol: protocolVersion, version: identity.version, pid: identity.pid ?? null })

  return {
    ready: ready.promise,
    ended: ended.promise,

    call<M extends MethodName>(method: M, input: MethodInput<M>, options: CallOptions = {}): Promise<MethodOutput<M>> {
      return new Promise<MethodOutput<M>>((resolve, reject) => {
        const { signal } = options
        if (end) return reject(end)
        if (signal?.aborted) return reject(cancelled(method))
        const id = ++lastId
        const cancel = (): void => {
          pending.delete(id)
          channel.send({ type: 'cancel', id })
          reject(cancelled(method))
        }
        pending.set(id, {
          resolve(output) {
            signal?.removeEventListener('abort', cancel)
            resolve(output as MethodOutput<M>)
          },
          reject(error) {
            signal?.removeEventListener('abort', cancel)
            reject(error)
          }
        })
        signal?.addEventListener('abort', cancel, { once: true })
        try {
          channel.send({ type: 'request', id, method, input })
        } catch (error) {
          pending.delete(id)
          signal?.removeEventListener('abort', cancel)
          reject(new PlanisphereError('INVALID_INPUT', `The input of ${method} cannot be sent: ${error instanceof Error ? error.message : String(error)}.`, { hint: 'Send less at once.', cause: error }))
        }
      })
    },

    onEvent(listener) {
      if (!end) listeners.add(listener)
      return () => listeners.delete(listener)
    },

    async close() {
      finish(new PlanisphereError('ENGINE_GONE', 'The connection to the engine was closed.', { hint: 'Connect again.' }))
      channel.close()
    }
  }
}

export function mismatch(theirs: number, version: string): PlanisphereError {
  return new PlanisphereError('PROTOCOL_MISMATCH', `The other side is Planisphere ${version || '(unknown)'} and speaks protocol ${theirs}; this one speaks ${protocolVersion}.`, {
    hint: 'Install the same version of Planisphere on both sides.'
  })
}

function cancelled(method: string): PlanisphereError {
  return new PlanisphereError('CANCELLED', `${method} was cancelled.`)
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
