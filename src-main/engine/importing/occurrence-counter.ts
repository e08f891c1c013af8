import { hash } from 'node:crypto'

/**
 * Counts how often each key came, without keeping the keys: 64 bits of a hash and a count in flat arrays, 20 bytes a
 * key at most half full. Among ten million keys two share their 64 bits with a probability of 3 in a million.
 */
export class OccurrenceCounter {
  #high = new Uint32Array(1024)
  #low = new Uint32Array(1024)
  #counts = new Uint32Array(1024)
  #used = 0

  /** How often the key came before; counts it. */
  next(key: string): number {
    if (this.#used * 2 >= this.#counts.length) this.#grow()
    const digest = hash('sha1', key, 'buffer')
    const slot = this.#slot(digest.readUInt32LE(0), digest.readUInt32LE(4))
    const count = this.#counts[slot] ?? 0
    if (count === 0) this.#used += 1
    this.#counts[slot] = count + 1
    return count
  }

  /** Different keys so far. */
  get size(): number {
    return this.#used
  }

  #slot(high: number, low: number): number {
    const mask = this.#counts.length - 1
    let slot = low & mask
    while (this.#counts[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & mask
    this.#high[slot] = high
    this.#low[slot] = low
    return slot
  }

  #grow(): void {
    const high = this.#high
    const low = this.#low
    const counts = this.#counts
    this.#high = new Uint32Array(counts.length * 2)
    this.#low = new Uint32Array(counts.length * 2)
    this.#counts = new Uint32Array(counts.length * 2)
    for (let index = 0; index < counts.length; index += 1) {
      const count = counts[index] ?? 0
      if (count > 0) this.#counts[this.#slot(high[index] ?? 0, low[index] ?? 0)] = count
    }
  }
}
