/**
 * A small seeded random source: sfc32 (Chris Doty-Humphrey's "small fast counting" generator), seeded by hashing a
 * text. Only 32-bit integer operations and one division by 2^32, so that the same seed gives the same numbers on every
 * platform. Not for secrets.
 *
 * @example
 * const random = new Random('scene/1/42')
 * random.pick(['grid', 'curved'])
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string) {
    const hash = hasher(seed)
    this.#a = hash()
    this.#b = hash()
    this.#c = hash()
    for (let i = 0; i < 12; i++) this.uint32()
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return sum >>> 0
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.uint32() / 4294967296
  }

  /** A number in [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.unit()
  }

  /** An integer in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('There is nothing to pick from.')
    return item
  }

  /** Picks by weight; weights need not sum to one. */
  weighted<T>(items: readonly (readonly [T, number])[]): T {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0)
    let left = this.unit() * total
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    const last = items.at(-1)
    if (!last) throw new RangeError('There is nothing to pick from.')
    return last[0]
  }

  /** A shuffled copy (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items]
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const swapped = out[i] as T
      out[i] = out[j] as T
      out[j] = swapped
    }
    return out
  }
}

/** xmur3: turns a text into a stream of well-mixed 32-bit numbers. */
function hasher(text: string): () => number {
  let h = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353)
    h = (h << 13) | (h >>> 19)
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507)
    h = Math.imul(h ^ (h >>> 13), 3266489909)
    h ^= h >>> 16
    return h | 0
  }
}
