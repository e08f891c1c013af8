import type { MethodInput, MethodOutput } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** What an annotator writes into the log, in the order in which she does it: an undo speaks of what came before it. */
const outboxMethods = ['review.submit', 'review.comment', 'review.cues', 'review.tags', 'review.gold', 'review.undo', 'review.redo'] as const
export type OutboxMethod = (typeof outboxMethods)[number]

/** One thing the annotator did, on its way to the engine. Its uuid makes sending it twice harmless. */
export type OutboxEntry = { [M in OutboxMethod]: { readonly method: M; readonly input: MethodInput<M> } }[OutboxMethod]
export type OutboxAnswer<E extends OutboxEntry> = MethodOutput<E['method']>

export interface OutboxPorts {
  send(entry: OutboxEntry): Promise<unknown>
  /** Where entries wait until they are acknowledged: survives the window and the engine. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly key: string
  wait(ms: number): Promise<void>
  /** Called whenever something is added, acknowledged or stuck. */
  onChange(state: { waiting: number; blocked: unknown }): void
}

/** Errors that no repetition changes: the entry is taken out, and whoever added it is told. */
const final = new Set(['CONFLICT', 'INVALID_INPUT'])

interface Waiting {
  resolve(answer: unknown): void
  reject(thrown: unknown): void
}

/**
 * Sends verdicts one after the other, in order, in the background. An entry leaves only when the engine acknowledged it
 * (or refused it for good); after `ENGINE_GONE` it is sent again with the same uuid until it is. Anything else that goes
 * wrong (a full disk, say) stops the sending with the reason in `blocked`; `retry` goes on.
 */
export class Outbox {
  readonly #ports: OutboxPorts
  #entries: OutboxEntry[]
  readonly #waiting = new Map<string, Waiting>()
  #sending = false
  #blocked: unknown = null

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    this.#entries = read(ports)
  }

  get size(): number {
    return this.#entries.length
  }

  /** The caption of the verdict that has waited longest. */
  get oldest(): number | null {
    return this.#entries.find((entry) => entry.method === 'review.submit')?.input.caption ?? null
  }

  /** Whether an entry of the caption is still on its way: its head is then not known yet. */
  holds(caption: number): boolean {
    return this.#entries.some((entry) => entry.method === 'review.submit' && entry.input.caption === caption)
  }

  /** Kept before this returns; the promise is settled when the engine has answered. */
  add<E extends OutboxEntry>(entry: E): Promise<OutboxAnswer<E>> {
    this.#entries = [...this.#entries, entry]
    this.#keep()
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(entry.input.uuid, { resolve, reject }))
    void this.#work()
    return answered as Promise<OutboxAnswer<E>>
  }

  /** Sends what an earlier session left behind, or what got stuck. */
  retry(): void {
    this.#blocked = null
    this.#tell()
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#sending || this.#blocked !== null) return
    this.#sending = true
    let pause = 150
    for (let entry = this.#entries[0]; entry !== undefined; entry = this.#entries[0]) {
      try {
        const answer = await this.#ports.send(entry)
        pause = 150
        this.#done(entry)?.resolve(answer)
      } catch (thrown) {
        const code = thrown instanceof PlanisphereError ? thrown.code : 'INTERNAL'
        if (code === 'ENGINE_GONE') {
          await this.#ports.wait(pause)
          pause = Math.min(pause * 2, 5000)
        } else if (final.has(code)) this.#done(entry)?.reject(thrown)
        else {
          this.#blocked = thrown
          break
        }
      }
    }
    this.#sending = false
    this.#tell()
  }

  #done(entry: OutboxEntry): Waiting | undefined {
    this.#entries = this.#entries.filter((other) => other !== entry)
    this.#keep()
    const waiting = this.#waiting.get(entry.input.uuid)
    this.#waiting.delete(entry.input.uuid)
    return waiting
  }

  #keep(): void {
    if (this.#entries.length === 0) this.#ports.storage.removeItem(this.#ports.key)
    else this.#ports.storage.setItem(this.#ports.key, JSON.stringify(this.#entries))
    this.#tell()
  }

  #tell(): void {
    this.#ports.onChange({ waiting: this.#entries.length, blocked: this.#blocked })
  }
}

function read({ storage, key }: OutboxPorts): OutboxEntry[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? (kept as OutboxEntry[]).filter((entry) => outboxMethods.includes(entry?.method)) : []
  } catch {
    return []
  }
}
