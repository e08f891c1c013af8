import { availableParallelism } from 'node:os'
import type { MeasuredGroup } from './signature-protocol.ts'
import type { SignatureSpec } from './signature-spec.ts'
import { SignatureThread } from './signature-thread.ts'

/** Beyond this, reading files is what takes the time. */
const mostThreads = 16

/** Threads that decode and measure pictures, as many as there are cores; they start when they are first needed. */
export class MiningPool {
  readonly #threads: readonly SignatureThread[]
  readonly #spec: SignatureSpec

  constructor(spec: SignatureSpec, threads = Math.min(mostThreads, availableParallelism())) {
    this.#spec = spec
    this.#threads = Array.from({ length: threads }, () => new SignatureThread())
  }

  /** Groups to keep under way: two a thread, so that none waits for the next. */
  get width(): number {
    return 2 * this.#threads.length
  }

  measure(files: readonly string[]): Promise<MeasuredGroup> {
    return this.#idlest().call<'measure'>({ kind: 'measure', spec: this.#spec, files })
  }

  /** As `measure`, without measuring: how fast it could be at best. */
  async decode(files: readonly string[]): Promise<void> {
    await this.#idlest().call<'decode'>({ kind: 'decode', spec: this.#spec, files })
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  #idlest(): SignatureThread {
    return this.#threads.reduce((least, each) => (each.pending < least.pending ? each : least))
  }
}
