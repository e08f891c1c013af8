import type { QueueShare } from './queue.ts'

/** Mixes the bits of a 32-bit number: every bit of the result hangs on every bit of the input (MurmurHash3's finaliser). */
export function mixBits(value: number): number {
  let h = value >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 32-bit number of a caption's uid (FNV-1a over its UTF-16 code units, mixed), the same in every project that has the caption. */
export function uidHash(uid: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < uid.length; i++) h = Math.imul(h ^ uid.charCodeAt(i), 0x01000193)
  return mixBits(h)
}

/** By these keys captions are put in random order. A caption keeps its place relative to the others when others come or go. */
export function drawKey(hash: number, seed: number): number {
  return mixBits(hash ^ mixBits(seed ^ 0x5bd1e995))
}

/** The share, from 1, to which a caption belongs. It hangs on nothing but the uid and the number of shares. */
export function partOf(hash: number, of: number): number {
  return 1 + Math.floor((mixBits(hash ^ 0x9e3779b9) / 0x1_0000_0000) * of)
}

export function inShare(hash: number, share: QueueShare): boolean {
  return partOf(hash, share.of) === share.part
}

/**
 * Mixes gold captions into a list: one among each `every` captions, at a position that the seed draws, so that nobody
 * learns where to look. `gold` in the order in which they are used; a gold caption that the list holds anyway stands
 * only where it was mixed in. Returns a new list.
 */
export function mixGold(list: Int32Array, gold: readonly number[], every: number, seed: number): Int32Array {
  const used = new Set(usable(list, gold, every))
  const others = used.size === 0 ? list : list.filter((id) => !used.has(id))
  const out = new Int32Array(others.length + used.size)
  let at = 0
  let next = 0
  for (const id of used) {
    const size = Math.min(every, others.length - next)
    // After none, some or all of the block's captions.
    const before = Math.floor((drawKey(mixBits(1 + next), seed) / 0x1_0000_0000) * (size + 1))
    out.set(others.subarray(next, next + before), at)
    out[at + before] = id
    out.set(others.subarray(next + before, next + size), at + before + 1)
    at += size + 1
    next += size
  }
  out.set(others.subarray(next), at)
  return out
}

/** As many gold captions as there are whole blocks of other captions for. */
function usable(list: Int32Array, gold: readonly number[], every: number): number[] {
  const first = gold.slice(0, Math.floor(list.length / every))
  const wanted = new Set(first)
  const inList = new Set(list.filter((id) => wanted.has(id)))
  let others = list.length
  return first.filter((id, i) => {
    if (inList.has(id)) others--
    return (i + 1) * every <= others
  })
}
