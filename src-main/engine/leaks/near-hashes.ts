import { hashDistance, hashNumbers } from './perceptual-hash.ts'
import { WorstPairs, type FoundPairs } from './worst-pairs.ts'

/** Hashes of tiles as rows of `hashNumbers` numbers, and what decides who is compared with whom. */
export interface HashedTiles {
  readonly ids: Int32Array
  readonly places: Int32Array
  /** 1.. by split. */
  readonly classes: Uint8Array
  readonly hashes: Float32Array
}

/** Comparisons in one bucket beyond which it is cut: so many tiles agree there that hashes tell nothing. */
const mostInBucket = 4_000_000

/**
 * Pairs of tiles of different splits and places whose two hashes both differ in at most `bits` bits (7 at most), worst (most
 * alike) first; a pair's value is the larger of both distances. The difference hash is cut into four parts of 16 bits: of two that differ in at most 7
 * bits, some part differs in at most one, so looking up each part and its 16 neighbours finds all of them.
 */
export function nearHashes({ ids, places, classes, hashes }: HashedTiles, bits: number): FoundPairs {
  const found = new WorstPairs('lowest')
  const rows = Uint16Array.from(hashes)
  for (let part = 0; part < 4; part++) {
    const buckets = new Map<number, number[]>()
    for (let i = 0; i < ids.length; i++) {
      const key = rows[i * hashNumbers + part] as number
      const bucket = buckets.get(key)
      if (bucket) bucket.push(i)
      else buckets.set(key, [i])
    }
    for (const [key, members] of buckets) {
      for (let flip = -1; flip < 16; flip++) {
        const otherKey = flip < 0 ? key : key ^ (1 << flip)
        // Each two buckets once.
        if (otherKey < key) continue
        const others = buckets.get(otherKey)
        if (others === undefined) continue
        if (members.length * others.length > mostInBucket) found.cut = true
        let left = mostInBucket
        for (const i of members) {
          for (const j of others) {
            if (left-- <= 0) break
            if ((otherKey === key && j <= i) || classes[i] === classes[j] || places[i] === places[j]) continue
            const differences = hashDistance(rows, rows, 0, i * hashNumbers, j * hashNumbers)
            if (differences > bits || metBefore(rows, i, j, part)) continue
            const frequencies = hashDistance(rows, rows, 1, i * hashNumbers, j * hashNumbers)
            if (frequencies <= bits) found.add(ids[i] as number, ids[j] as number, Math.max(differences, frequencies))
          }
        }
      }
    }
  }
  return found.found()
}

/** Whether an earlier part differed in at most one bit: the pair was met there. */
function metBefore(rows: Uint16Array, i: number, j: number, part: number): boolean {
  for (let earlier = 0; earlier < part; earlier++) {
    const differing = (rows[i * hashNumbers + earlier] as number) ^ (rows[j * hashNumbers + earlier] as number)
    if ((differing & (differing - 1)) === 0) return true
  }
  return false
}
