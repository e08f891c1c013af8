/** How long to wait before each restart in a row; after the last, the engine stays down until a person asks. */
const delays = [0, 250, 500, 1000, 2000, 4000, 8000]
/** An engine that lived this long was well: the count begins anew. */
const wellMs = 30_000

export class Backoff {
  #failures = 0

  /** Milliseconds to wait after an engine ended that lived for `livedMs`, or null to give up. */
  next(livedMs: number): number | null {
    if (livedMs >= wellMs) this.#failures = 0
    return delays[this.#failures++] ?? null
  }

  reset(): void {
    this.#failures = 0
  }
}
