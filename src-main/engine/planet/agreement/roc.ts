/** Captions in a list by suspicion: the first is the most suspicious. */
export interface ScoredCases {
  /** Suspicion falls as this rises: an agreement percentile, say. Equal scores are ties. */
  readonly scores: Float64Array
  /** 1: known to be wrong. */
  readonly wrong: Uint8Array
}

/**
 * The area under the ROC curve with which low scores find wrong cases: the share of pairs of a wrong and a right case in
 * which the wrong one has the lower score, ties counted half. That is U / (wrong x right) of Mann and Whitney (1947) by
 * midranks; Hanley and McNeil (1982) show that it is the area. `weights`: how often each case counts (a bootstrap
 * resample); all once where absent. Null where there is no wrong case, or no right one.
 */
export function aucOf({ scores, wrong }: ScoredCases, order: Int32Array = risingOrder(scores), weights?: Float64Array): number | null {
  let [allWrong, allRight, misplaced] = [0, 0, 0]
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from] as number] as number
    let [tiedWrong, tiedRight] = [0, 0]
    let to = from
    for (; to < order.length && scores[order[to] as number] === score; to++) {
      const at = order[to] as number
      const weight = weights === undefined ? 1 : (weights[at] as number)
      if (wrong[at] === 1) tiedWrong += weight
      else tiedRight += weight
    }
    // Every right case so far stands before these wrong ones, where it should stand behind.
    misplaced += tiedWrong * (allRight + tiedRight / 2)
    allWrong += tiedWrong
    allRight += tiedRight
    from = to
  }
  return allWrong === 0 || allRight === 0 ? null : 1 - misplaced / (allWrong * allRight)
}

/** Indices by rising score; equal scores in the order of the cases. */
export function risingOrder(scores: Float64Array): Int32Array {
  return Int32Array.from(scores, (_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number) || a - b)
}

/** How many wrong cases stand in the first tenth (rounded up) of the cases in an order. */
export function wrongInFirstTenth(wrong: Uint8Array, order: Int32Array): number {
  let found = 0
  for (const at of order.subarray(0, Math.ceil(order.length / 10))) found += wrong[at] as number
  return found
}
