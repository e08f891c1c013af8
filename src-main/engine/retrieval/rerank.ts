/** A ranking as it was by cosine: best first. */
export interface RankedList {
  /** Place of each answer in document order: of equal scores the lower stands first, as trec_eval has it. */
  readonly order: ArrayLike<number>
  /** float32 cosines, not ascending. */
  readonly scores: Float32Array
}

export interface RerankedList {
  /** For each new place, the place before. */
  readonly from: Int32Array
  readonly scores: Float32Array
}

/**
 * Re-ranks the first answers by physical agreement. `agreements`, at most as long as the list, are those of its first
 * answers: their score becomes float32(cosine + weight x agreement), and they are sorted by it, of equal scores the first
 * in document order. The rest keeps its order below them.
 *
 * Sorting the returned scores (descending, of equal ones the first in document order) gives the returned order, so that a
 * TREC file of it says the same: an answer below the depth whose cosine is higher than what stands above it is given the
 * highest float32 that keeps it there; all others keep their cosine.
 */
export function reranked({ order, scores }: RankedList, agreements: ArrayLike<number>, weight: number): RerankedList {
  const head = Math.min(agreements.length, scores.length)
  const mixed = Float32Array.from({ length: head }, (_, i) => (scores[i] as number) + weight * (agreements[i] as number))
  const places = Array.from(mixed.keys()).sort((a, b) => (mixed[b] as number) - (mixed[a] as number) || (order[a] as number) - (order[b] as number))
  const from = Int32Array.from(scores, (_, i) => places[i] ?? i)
  const out = Float32Array.from(from, (old) => (old < head ? mixed[old] : scores[old]) as number)
  for (let i = Math.max(1, head); i < out.length; i++) {
    const above = out[i - 1] as number
    if ((out[i] as number) < above) continue
    const inOrder = (order[from[i] as number] as number) > (order[from[i - 1] as number] as number)
    out[i] = inOrder ? above : nextBelow(above)
  }
  return { from, scores: out }
}

const single = new Float32Array(1)
const bits = new Int32Array(single.buffer)

/** The float32 next below a finite one. */
function nextBelow(value: number): number {
  single[0] = value
  const pattern = bits[0] as number
  // Bit patterns rise with the magnitude; zero of either sign is followed by the smallest negative number.
  bits[0] = value > 0 ? pattern - 1 : value < 0 ? pattern + 1 : -0x7fffffff
  return single[0]
}

/** Mean over the three kinds of the cosines of blocks that are each normalised: dot product / 3. `a`, `b`: [3 x dimensions]. */
export function meanAgreement(a: Float32Array, b: Float32Array): number {
  let dot = 0
  for (let i = 0; i < a.length; i++) dot += (a[i] as number) * (b[i] as number)
  return dot / 3
}
