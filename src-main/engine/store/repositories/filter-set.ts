/** A set of row ids from 1 to `size - 1`, a bit each: and, or, not of a million rows take microseconds. */
export class IdSet {
  readonly size: number
  readonly #words: Uint32Array

  constructor(size: number) {
    this.size = size
    this.#words = new Uint32Array((size + 31) >>> 5)
  }

  /** Ids outside the set's range are left out: rows that came after the range was read, or none of ours. */
  static of(ids: Iterable<number>, size: number): IdSet {
    const set = new IdSet(size)
    for (const id of ids) set.add(id)
    return set
  }

  add(id: number): void {
    if (id > 0 && id < this.size) this.#words[id >>> 5] = (this.#words[id >>> 5] ?? 0) | (1 << (id & 31))
  }

  has(id: number): boolean {
    return ((this.#words[id >>> 5] ?? 0) & (1 << (id & 31))) !== 0
  }

  copy(): IdSet {
    const set = new IdSet(this.size)
    set.#words.set(this.#words)
    return set
  }

  /** Keeps what is in both. Changes this set; all these do, and return it. Both sets must be of one range. */
  intersect(other: IdSet): this {
    for (let i = 0; i < this.#words.length; i++) this.#words[i] = (this.#words[i] ?? 0) & (other.#words[i] ?? 0)
    return this
  }

  unite(other: IdSet): this {
    for (let i = 0; i < this.#words.length; i++) this.#words[i] = (this.#words[i] ?? 0) | (other.#words[i] ?? 0)
    return this
  }

  subtract(other: IdSet): this {
    for (let i = 0; i < this.#words.length; i++) this.#words[i] = (this.#words[i] ?? 0) & ~(other.#words[i] ?? 0)
    return this
  }

  get count(): number {
    let count = 0
    for (let word of this.#words) {
      // Bits of a word, counted in parallel (Hacker's Delight, 5-1).
      word -= (word >>> 1) & 0x55555555
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
      count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
    }
    return count
  }

  get isEmpty(): boolean {
    return this.#words.every((word) => word === 0)
  }

  forEach(visit: (id: number) => void): void {
    for (let i = 0; i < this.#words.length; i++) {
      for (let word = this.#words[i] ?? 0; word !== 0; word &= word - 1) visit((i << 5) + 31 - Math.clz32(word & -word))
    }
  }

  /** Rising. */
  toArray(): Int32Array {
    const ids = new Int32Array(this.count)
    let n = 0
    this.forEach((id) => (ids[n++] = id))
    return ids
  }
}
