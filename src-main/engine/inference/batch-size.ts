/**
 * How many inputs go into one run. Grows while that makes runs clearly faster per input, up to a limit; out of memory
 * halves it for good.
 */
export class BatchSize {
  #size: number
  #limit: number
  #best = Infinity
  #settled = false

  constructor(options: { start: number; limit: number; fixed?: number | null }) {
    this.#size = options.fixed ?? Math.min(options.start, options.limit)
    this.#limit = options.fixed ?? options.limit
    this.#settled = options.fixed !== null && options.fixed !== undefined
  }

  get size(): number {
    return this.#size
  }

  /** A full batch of `count` took `milliseconds`. */
  ran(count: number, milliseconds: number): void {
    if (this.#settled || count < this.#size) return
    const each = milliseconds / count
    // A gain of under 5 % is noise: larger batches would only cost memory.
    if (each > this.#best * 0.95) {
      this.#settled = true
      return
    }
    this.#best = each
    if (this.#size * 2 > this.#limit) this.#settled = true
    else this.#size *= 2
  }

  /** False if it cannot be made smaller. */
  outOfMemory(): boolean {
    if (this.#size <= 1) return false
    this.#size = Math.floor(this.#size / 2)
    this.#limit = this.#size
    this.#settled = true
    return true
  }
}

/** Whether an error says that memory ran out, in the words of ONNX Runtime's providers, Dawn and V8. */
export function isOutOfMemory(message: string): boolean {
  return /out of memory|failed to allocate|bad allocation|bad_alloc|allocation failed|OOM\b|CUDA_ERROR_OUT_OF_MEMORY|CUBLAS_STATUS_ALLOC_FAILED|ERR_WORKER_OUT_OF_MEMORY/i.test(message)
}
