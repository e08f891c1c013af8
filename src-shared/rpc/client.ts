import type { MethodInput, MethodName, MethodOutput } from '../contracts/index.ts'
import type { EngineEvent } from '../contracts/events.ts'

export interface CallOptions {
  /** Cancels the call: the engine stops what it can, and the promise is rejected with `CANCELLED`. */
  readonly signal?: AbortSignal
}

/** How anyone speaks with the engine, whatever the way to it. Rejects with a `PlanisphereError`. */
export interface EngineClient {
  call<M extends MethodName>(method: M, input: MethodInput<M>, options?: CallOptions): Promise<MethodOutput<M>>
  /** Returns the function that ends the subscription. */
  onEvent(listener: (event: EngineEvent) => void): () => void
  close(): Promise<void>
}
