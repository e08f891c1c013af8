import type { MethodInput } from '#shared/contracts/index.ts'

type PositionInput = MethodInput<'queues.position'>
/** An opened queue, and what positions in it are kept under. */
export type FollowedQueue = Omit<PositionInput, 'caption'>

/** An annotator may go through a hundred captions a minute: where she rests is written. */
const pauseMs = 400
/**
 * Without a rest it is written after so many steps. The engine keeps the next 50 captions one by one and further ones
 * ever more thinly: after a crash she would else go on behind captions that she has not seen.
 */
const mostSteps = 8

/** Keeps where an annotator stands in the opened queue, after a short pause or a few steps. Failing is no loss: the next caption tries again. */
export class PositionKeeper {
  readonly #write: (input: PositionInput) => Promise<unknown>
  readonly #allowed: () => boolean
  #queue: FollowedQueue | null = null
  #waiting: PositionInput | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #steps = 0

  /** `allowed`: whether there is anyone whose place can be kept. */
  constructor(write: (input: PositionInput) => Promise<unknown>, allowed: () => boolean) {
    this.#write = write
    this.#allowed = allowed
  }

  /** From now on positions are of this queue. */
  follow(queue: FollowedQueue): void {
    this.#queue = queue
  }

  /** The same queue, for an annotator whose name was not known before. */
  rename(annotator: string): void {
    if (this.#queue !== null) this.#queue = { ...this.#queue, annotator }
  }

  keep(caption: number): void {
    if (this.#queue === null || !this.#allowed()) return
    this.#waiting = { ...this.#queue, caption }
    clearTimeout(this.#timer)
    if (++this.#steps >= mostSteps) void this.flush()
    else this.#timer = setTimeout(() => void this.flush(), pauseMs)
  }

  /** Writes what waits, now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    const waiting = this.#waiting
    this.#waiting = null
    this.#steps = 0
    if (waiting !== null) await this.#write(waiting).catch(() => undefined)
  }
}
