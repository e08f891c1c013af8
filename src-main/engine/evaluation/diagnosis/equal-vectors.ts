/** Groups of several, how many they hold together, and the largest. */
export interface Groups {
  readonly groups: number
  readonly members: number
  readonly largest: number
}

/** Cosines above this are taken for the same vector. */
export const nearCosine = 0.9999

/** Counts vectors that are equal bit for bit, by two 32-bit hashes of their bytes (a chance collision among a million: 1 in 18,000). */
export class EqualVectors {
  readonly #seen = new Map<number, number>()

  add(row: Float32Array): void {
    const bits = new Int32Array(row.buffer, row.byteOffset, row.length)
    let [a, b] = [0x811c9dc5, 0x2545f491]
    for (const word of bits) {
      a = Math.imul(a ^ word, 0x01000193)
      a ^= a >>> 15
      b = Math.imul(b + word, 0x85ebca6b)
      b ^= b >>> 13
    }
    const key = (a >>> 0) * 0x200000 + (b >>> 11)
    this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1)
  }

  groups(): Groups {
    return groupsOf([...this.#seen.values()])
  }
}

/**
 * Groups of unit vectors that chains of cosines above 0.9999 join, exactly: such a pair is less than 0.01415 apart, so
 * in the order of the first direction of variance it lies within that distance, and only such pairs are computed.
 * `axis`: n positions along that direction.
 */
export function nearGroups(rows: Float32Array, count: number, dimensions: number, axis: Float32Array, stopped: () => boolean): Groups {
  const reach = Math.sqrt(2 * (1 - nearCosine)) + 1e-6
  const order = Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => (axis[a] as number) - (axis[b] as number) || a - b)
  const parent = Int32Array.from({ length: count }, (_, i) => i)
  const rootOf = (i: number): number => {
    let root = i
    while (parent[root] !== root) root = parent[root] = parent[parent[root] as number] as number
    return root
  }
  for (let i = 0; i < count; i++) {
    if ((i & 255) === 0 && stopped()) break
    const one = order[i] as number
    for (let j = i + 1; j < count; j++) {
      const other = order[j] as number
      if ((axis[other] as number) - (axis[one] as number) > reach) break
      const [a, b] = [rootOf(one), rootOf(other)]
      if (a !== b && isNear(rows, one * dimensions, other * dimensions, dimensions)) parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const sizes = new Int32Array(count)
  for (let i = 0; i < count; i++) sizes[rootOf(i)] = (sizes[rootOf(i)] as number) + 1
  return groupsOf(sizes)
}

/** Ends as soon as the difference is too large: most pairs are told apart by their first numbers. */
function isNear(rows: Float32Array, a: number, b: number, dimensions: number): boolean {
  const most = 2 * (1 - nearCosine)
  let apart = 0
  for (let i = 0; i < dimensions; i++) {
    const difference = (rows[a + i] as number) - (rows[b + i] as number)
    apart += difference * difference
    if (apart >= most) return false
  }
  return true
}

function groupsOf(sizes: ArrayLike<number> & Iterable<number>): Groups {
  let [groups, members, largest] = [0, 0, 0]
  for (const size of sizes) {
    if (size < 2) continue
    groups++
    members += size
    largest = Math.max(largest, size)
  }
  return { groups, members, largest }
}
