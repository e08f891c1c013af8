/** Pictures that were asked for last, up to a number of bytes. */
export class ByteCache<V extends { readonly bytes: Uint8Array }> {
  readonly #limit: number
  readonly #kept = new Map<string, V>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  get(key: string): V | undefined {
    const found = this.#kept.get(key)
    if (!found) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, found)
    return found
  }

  set(key: string, value: V): void {
    // One that fills an eighth of the cache would push out what is asked for again.
    if (value.bytes.length > this.#limit / 8) return
    const former = this.#kept.get(key)
    if (former) this.#bytes -= former.bytes.length
    this.#kept.delete(key)
    this.#kept.set(key, value)
    this.#bytes += value.bytes.length
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#limit) break
      this.#kept.delete(oldest)
      this.#bytes -= bytes.length
    }
  }
}
