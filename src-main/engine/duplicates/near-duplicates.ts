import { endianness } from 'node:os'
import { jaccard, type ShinglePage } from '#shared/domain/shingles.ts'

/** Captions that nearly repeat another, ascending; `groups`: the smallest caption of each one's group. */
export interface NearDuplicates {
  readonly captions: Int32Array
  readonly groups: Int32Array
  /** The Jaccard similarity to the nearest of the others; at least the threshold. */
  readonly similarities: Float32Array
}

export interface Banding {
  readonly bands: number
  /** Numbers of the signature in a band. */
  readonly rows: number
}

const signatureLength = 256
/** The least chance that a pair at the threshold itself is found; one above it, sooner. */
const recall = 0.995
/** Of a longer run of captions that agree in a band, each is compared with so many before it. */
const window = 64

/**
 * The banding for a threshold: the narrowest sieve that lets a pair of similarity s = threshold through with a
 * probability of at least `recall`: 1 - (1 - s^rows)^bands. At 0.8: 32 bands of 8, 0.997; a pair of 0.9 is missed once in
 * 10^8 times, one of 0.3 is let through twice in a thousand times (and then refused).
 */
export function bandingFor(threshold: number): Banding {
  for (let rows = 16; rows > 1; rows--) {
    const bands = Math.floor(signatureLength / rows)
    if (1 - (1 - threshold ** rows) ** bands >= recall) return { bands, rows }
  }
  return { bands: signatureLength, rows: 1 }
}

/**
 * Finds captions whose sets of shingles have a Jaccard similarity of at least `threshold`, and the groups they make (single
 * linkage). MinHash signatures (Broder, "On the resemblance and containment of documents", 1997), by linear permutations
 * (Bohman, Cooper and Frieze, 2000), are cut into bands; captions that agree in a band are candidates (locality-sensitive
 * hashing: Indyk and Motwani, 1998), and candidates are compared exactly. The numbers are fixed: same texts, same result.
 *
 * Order of calls: `sign` every caption in the order of the ids, `candidates` once, `hold` the pages of those, `finish`.
 * Memory for n captions: 4 n (bands + 1) bytes, 8 n while a band is read, and the sets of the candidates alone.
 */
export class NearDuplicateSearch {
  readonly #threshold: number
  readonly #banding: Banding
  readonly #ids: Int32Array
  /** [0]: of the whole set, so that equal texts are found first; then one array a band. By caption. */
  readonly #keys: readonly Uint32Array[]
  readonly #multipliers = numbers(0x9e3779b9)
  readonly #summands = numbers(0x85ebca6b)
  readonly #sets = new Map<number, Uint32Array>()
  #captions = 0
  #pairs = new BigUint64Array()

  /** `most`: how many captions may come; further ones are left out. */
  constructor(threshold: number, most: number) {
    this.#threshold = threshold
    this.#banding = bandingFor(threshold)
    this.#ids = new Int32Array(most)
    this.#keys = Array.from({ length: this.#banding.bands + 1 }, () => new Uint32Array(most))
  }

  /** Captions without words are like no other. */
  sign({ ids, offsets, shingles }: ShinglePage): void {
    for (let i = 0; i < ids.length && this.#captions < this.#ids.length; i++) {
      const set = shingles.subarray(offsets[i] as number, offsets[i + 1] as number)
      if (set.length === 0) continue
      const at = this.#captions++
      this.#ids[at] = ids[i] as number
      this.#write(at, set)
    }
  }

  /** Ids of the captions that agree with another in some band, ascending. */
  candidates(): Int32Array {
    const agrees = new Uint8Array(this.#captions)
    for (const keys of this.#keys) {
      this.#runs(keys, (run) => {
        for (const at of run) agrees[at] = 1
      })
    }
    return this.#ids.subarray(0, this.#captions).filter((_, at) => agrees[at] === 1)
  }

  hold({ ids, offsets, shingles }: ShinglePage): void {
    ids.forEach((id, i) => this.#sets.set(id, shingles.slice(offsets[i] as number, offsets[i + 1] as number)))
  }

  finish(): NearDuplicates {
    const groups = new Groups(this.#captions)
    const nearest = new Float32Array(this.#captions)
    const again = new Uint8Array(this.#captions)
    this.#keys.forEach((keys, band) => {
      this.#runs(keys, (run) => {
        // Equal captions are near the same others: only the first of them is compared further.
        const members = band === 0 ? run : run.filter((at) => again[at] === 0)
        for (let i = 1; i < members.length; i++) {
          for (let j = Math.max(0, i - window); j < i; j++) {
            const [a, b] = [members[j] as number, members[i] as number]
            if (members.length > window && groups.root(a) === groups.root(b)) continue
            const similarity = jaccard(this.#setOf(a), this.#setOf(b))
            if (similarity < this.#threshold - 1e-9) continue
            nearest[a] = Math.max(nearest[a] as number, similarity)
            nearest[b] = Math.max(nearest[b] as number, similarity)
            groups.join(a, b)
            if (similarity === 1 && band === 0) again[b] = 1
          }
        }
      })
    })
    const found = Int32Array.from(nearest.keys()).filter((at) => (nearest[at] as number) > 0)
    return {
      captions: found.map((at) => this.#ids[at] as number),
      groups: found.map((at) => this.#ids[groups.root(at)] as number),
      similarities: Float32Array.from(found, (at) => nearest[at] as number)
    }
  }

  #setOf(at: number): Uint32Array {
    return this.#sets.get(this.#ids[at] as number) ?? new Uint32Array()
  }

  #write(at: number, set: Uint32Array): void {
    const { bands, rows } = this.#banding
    let whole = set.length
    for (const shingle of set) whole = (Math.imul(whole ^ shingle, 0x01000193) ^ (whole >>> 15)) >>> 0
    ;(this.#keys[0] as Uint32Array)[at] = whole
    for (let band = 0, n = 0; band < bands; band++) {
      let key = band
      for (let row = 0; row < rows; row++, n++) {
        const a = this.#multipliers[n] as number
        const b = this.#summands[n] as number
        let least = 0xffffffff
        for (let i = 0; i < set.length; i++) {
          const value = (Math.imul(set[i] as number, a) + b) >>> 0
          if (value < least) least = value
        }
        key = Math.imul(key ^ least, 0x5bd1e995)
        key ^= key >>> 13
      }
      ;(this.#keys[band + 1] as Uint32Array)[at] = key
    }
  }

  /** Calls with the captions of each key that several have, ascending. */
  #runs(keys: Uint32Array, take: (run: number[]) => void): void {
    // One array for all bands: made anew for each, they would wait for the collector all at once.
    if (this.#pairs.length !== this.#captions) this.#pairs = new BigUint64Array(this.#captions)
    const pairs = this.#pairs
    const words = new Uint32Array(pairs.buffer)
    for (let at = 0; at < this.#captions; at++) {
      words[2 * at + low] = at
      words[2 * at + 1 - low] = keys[at] as number
    }
    pairs.sort()
    for (let start = 0; start < this.#captions; ) {
      let end = start + 1
      while (end < this.#captions && words[2 * end + 1 - low] === words[2 * start + 1 - low]) end++
      if (end - start > 1) take(Array.from({ length: end - start }, (_, i) => words[2 * (start + i) + low] as number))
      start = end
    }
  }
}

/** Which of the two halves of a 64-bit number comes first in memory: the low one, on most machines. */
const low = endianness() === 'LE' ? 0 : 1

/** Odd 32-bit numbers that never change: xorshift32 from a seed. */
function numbers(seed: number): Uint32Array {
  let state = seed
  return Uint32Array.from({ length: signatureLength }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state | 1
  })
}

/** Union-find: the smallest member stands for a group. */
class Groups {
  readonly #parents: Int32Array

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, at) => at)
  }

  root(of: number): number {
    let at = of
    for (;;) {
      const parent = this.#parents[at] as number
      if (parent === at) return at
      this.#parents[at] = this.#parents[parent] as number
      at = parent
    }
  }

  join(a: number, b: number): void {
    const [x, y] = [this.root(a), this.root(b)]
    this.#parents[Math.max(x, y)] = Math.min(x, y)
  }
}
