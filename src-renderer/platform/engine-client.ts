import type { EngineEvent } from '#shared/contracts/events.ts'
import type { MethodInput, MethodName, MethodOutput } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { CallOptions, EngineClient } from '#shared/rpc/client.ts'
import { bridge } from './bridge.ts'

/** Reads that may be asked again after the engine was lost: they change nothing. */
const reads = new Set<MethodName>([
  'engine.info', 'engine.providers', 'engine.ping',
  'projects.info', 'projects.overview', 'projects.regions', 'projects.facets',
  'browse.places', 'browse.captions', 'browse.place', 'browse.locate', 'browse.clusters', 'browse.near',
  'review.queue', 'review.items', 'review.progress', 'review.log', 'review.tagNames', 'review.editRank',
  'imports.preview', 'jobs.list', 'jobs.get', 'jobs.problems',
  'encoders.list', 'encoders.check', 'encoders.tokens',
  'retrieval.search', 'runs.list', 'runs.get', 'runs.queries', 'runs.ranking', 'runs.compare',
  'media.tileArchive',
  'analysis.scatter', 'analysis.queries', 'analysis.words',
  'queues.list', 'queues.count', 'queues.open', 'queues.progress', 'queues.duplicates', 'queues.position',
  'team.annotators', 'team.agreement', 'team.assignments', 'team.gold',
  // Idempotent by their uuid, or by writing the same value again.
  'review.submit', 'review.undo', 'review.redo', 'review.comment', 'review.cues', 'review.tags', 'review.gold', 'review.reasons', 'review.setReasons', 'review.draft', 'team.makeGold',
  'planet.signature', 'planet.state', 'planet.curve', 'planet.card', 'planet.ablation', 'planet.agreement', 'planet.agreementReport',
  'filter.check', 'filter.values', 'team.inbox', 'packages.opened', 'packages.merges'
])

/**
 * The engine over the bridge. A read that fails with `ENGINE_GONE` waits until the engine is back and its projects are
 * open again, and is then asked once more; the caller notices only the delay.
 */
class BridgeClient implements EngineClient {
  #nextId = 1
  #recovery: Promise<void> | null = null
  /** How often the engine was lost. */
  #losses = 0
  #watching = false
  /** Carried out once after every restart, before waiting reads are repeated: opens the project again. */
  onRecover: () => Promise<void> = () => Promise.resolve()

  async call<M extends MethodName>(method: M, input: MethodInput<M>, options: CallOptions = {}): Promise<MethodOutput<M>> {
    this.#watch()
    // A new engine may answer before it has the project open again.
    if (this.#recovery !== null) await this.#recovery.catch(() => undefined)
    const losses = this.#losses
    try {
      return await this.#once(method, input, options)
    } catch (thrown) {
      if (!reads.has(method) || !(thrown instanceof PlanisphereError)) throw thrown
      const lost = thrown.code === 'ENGINE_GONE' || (thrown.code === 'NOT_FOUND' && (this.#losses !== losses || this.#recovery !== null))
      if (!lost) throw thrown
      await this.#recovered()
      return await this.#once(method, input, options)
    }
  }

  /** Without recovery: what recovery itself calls. */
  callOnce<M extends MethodName>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
    return this.#once(method, input, {})
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    return bridge.engine.onEvent(listener)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  /** Resolves when the engine answers again and `onRecover` is done; shared by everyone who waits. */
  recover(): Promise<void> {
    return this.#recovered()
  }

  /** Notices the loss of the engine whether or not a call was under way. */
  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    bridge.engine.onStatus(({ state }) => {
      if (state === 'ready') return
      this.#losses++
      this.#recovered().catch(() => undefined)
    })
  }

  #recovered(): Promise<void> {
    this.#recovery ??= this.#waitUntilReady()
      .then(() => this.onRecover())
      .finally(() => {
        this.#recovery = null
      })
    return this.#recovery
  }

  async #waitUntilReady(): Promise<void> {
    const deadline = Date.now() + 20_000
    while (Date.now() < deadline) {
      if ((await bridge.engine.status()).state === 'ready') return
      await new Promise((resolve) => setTimeout(resolve, 80))
    }
    throw new PlanisphereError('ENGINE_GONE', 'The engine stopped and did not come back within 20 seconds.', {
      hint: 'Restart it under Settings, Engine; its log says why it stopped.'
    })
  }

  async #once<M extends MethodName>(method: M, input: MethodInput<M>, { signal }: CallOptions): Promise<MethodOutput<M>> {
    if (signal !== undefined && isAborted(signal)) throw cancelled(method)
    const id = this.#nextId++
    const abort = () => bridge.engine.cancel(id)
    signal?.addEventListener('abort', abort, { once: true })
    try {
      const answer = await bridge.engine.call(id, method, plain(input))
      if (signal !== undefined && isAborted(signal)) throw cancelled(method)
      if ('error' in answer) throw PlanisphereError.fromData(answer.error)
      // The engine parsed its output by the same contract; parsing megabytes again here would cost frames.
      return answer.result as MethodOutput<M>
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }
}

/** Asked anew each time: it changes while we wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

function cancelled(method: string): PlanisphereError {
  return new PlanisphereError('CANCELLED', `${method} was cancelled.`)
}

/** Vue's proxies cannot be cloned across the bridge. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(plain)
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) if (item !== undefined) copy[key] = plain(item)
  return copy
}

export const engine = new BridgeClient()

/** Whether a call ended because someone cancelled it: never shown to the person as an error. */
export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof PlanisphereError && thrown.code === 'CANCELLED'
}
