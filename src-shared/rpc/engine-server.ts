import type { EngineEvent } from '../contracts/events.ts'
import { contract, protocolVersion, type MethodName } from '../contracts/index.ts'
import { PlanisphereError, toErrorData } from '../errors/planisphere-error.ts'
import { mismatch } from './engine-client.ts'
import type { FrameChannel } from './frame-channel.ts'
import { ClientFrame } from './frames.ts'

type AnyHandler = (input: unknown, call: { readonly signal: AbortSignal }) => Promise<unknown>

export interface ServerOptions {
  /** The implementations. A method of the contract without one is answered with UNSUPPORTED. */
  readonly handlers: Partial<Record<MethodName, (input: never, call: { readonly signal: AbortSignal }) => Promise<unknown>>>
  readonly version: string
  readonly pid?: number | null
  /** Subscribes to what the engine says unasked; returns the end of the subscription. */
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Hears of every failure that is a defect and not meant for a person: INTERNAL, with the stack. */
  onDefect?(method: string, error: unknown): void
  /** Parses outputs as well: for tests, where a handler that breaks the contract must be seen. */
  readonly checkOutputs?: boolean
}

/** The answering side of a channel: parses every frame and every input, calls the handler, answers. Returns a function that ends it. */
export function serveEngine(channel: FrameChannel, options: ServerOptions): () => void {
  const running = new Map<number, AbortController>()
  let greeted: 'no' | 'yes' | PlanisphereError = 'no'
  const unsubscribe = options.subscribe((event) => {
    if (greeted === 'yes') channel.send({ type: 'event', event })
  })

  function end(): void {
    unsubscribe()
    for (const call of running.values()) call.abort(new PlanisphereError('CANCELLED', 'The caller went away.'))
    running.clear()
  }

  channel.onEnd(end)
  channel.onFrame((received) => {
    const parsed = ClientFrame.safeParse(received)
    // Someone who does not speak frames cannot be answered.
    if (!parsed.success) return channel.close()
    const frame = parsed.data
    if (frame.type === 'hello') {
      greeted = frame.protocol === protocolVersion ? 'yes' : mismatch(frame.protocol, frame.version)
    } else if (frame.type === 'cancel') {
      running.get(frame.id)?.abort(new PlanisphereError('CANCELLED', 'The call was cancelled.'))
    } else {
      void answer(frame)
    }
  })
  channel.send({ type: 'hello', protocol: protocolVersion, version: options.version, pid: options.pid ?? null })

  async function answer(request: { id: number; method: string; input?: unknown }): Promise<void> {
    const { id, method } = request
    const controller = new AbortController()
    try {
      if (greeted === 'no') throw new PlanisphereError('PROTOCOL_MISMATCH', 'The first frame must be a hello.')
      if (greeted !== 'yes') throw greeted
      if (running.has(id)) throw new PlanisphereError('INVALID_INPUT', `Call ${id} is still running.`)
      running.set(id, controller)
      const output = await call(method, request.input, controller.signal)
      channel.send({ type: 'result', id, output })
    } catch (error) {
      const data = toErrorData(error)
      if (data.code === 'INTERNAL') options.onDefect?.(method, error)
      channel.send({ type: 'error', id, error: data })
    } finally {
      if (running.get(id) === controller) running.delete(id)
    }
  }

  async function call(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    if (!isMethod(name)) throw new PlanisphereError('INVALID_INPUT', `The engine has no method ${JSON.stringify(name)}.`)
    const parsed = contract[name].input.safeParse(input)
    if (!parsed.success) throw new PlanisphereError('INVALID_INPUT', `${name}: ${describeIssues(parsed.error.issues)}`, { hint: 'Correct the named field.' })
    const handler = options.handlers[name]
    if (!handler) throw new PlanisphereError('UNSUPPORTED', `This engine does not implement ${name}.`)
    const output = await (handler as AnyHandler)(parsed.data, { signal })
    if (!options.checkOutputs) return output
    const checked = contract[name].output.safeParse(output)
    if (!checked.success) throw new PlanisphereError('INTERNAL', `${name} answered against its contract: ${describeIssues(checked.error.issues)}`)
    return output
  }

  return () => {
    end()
    channel.close()
  }
}

/** Own keys only: a caller must not reach `constructor` or `__proto__`. */
export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(contract, name)
}

function describeIssues(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  const first = issues.slice(0, 3).map((issue) => `${issue.path.length === 0 ? 'input' : issue.path.map(String).join('.')}: ${issue.message}`)
  return `${first.join('; ')}${issues.length > 3 ? `; and ${issues.length - 3} more` : ''}`.slice(0, 1000)
}
