/** Keeps what arrives until someone listens, and says the end once. Shared by every frame channel. */
export class FrameInbox {
  #onFrame: ((frame: unknown) => void) | null = null
  #waiting: unknown[] = []
  #onEnd: ((reason: string) => void)[] = []
  #end: string | null = null

  get ended(): boolean {
    return this.#end !== null
  }

  receive(frame: unknown): void {
    if (this.ended) return
    if (this.#onFrame) this.#onFrame(frame)
    else this.#waiting.push(frame)
  }

  end(reason: string): void {
    if (this.ended) return
    this.#end = reason
    this.#waiting = []
    for (const listener of this.#onEnd.splice(0)) listener(reason)
  }

  onFrame(listener: (frame: unknown) => void): void {
    this.#onFrame = listener
    for (const frame of this.#waiting.splice(0)) this.receive(frame)
  }

  onEnd(listener: (reason: string) => void): void {
    if (this.#end === null) this.#onEnd.push(listener)
    else listener(this.#end)
  }
}
