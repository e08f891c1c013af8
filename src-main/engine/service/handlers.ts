import type { MethodName, MethodOutput, MethodParams } from '#shared/contracts/index.ts'

export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal
}

export type Handler<M extends MethodName> = (input: MethodParams<M>, call: CallContext) => Promise<MethodOutput<M>>

/** The implementations of (a part of) the contract. */
export type Handlers<M extends MethodName = MethodName> = { readonly [K in M]: Handler<K> }
