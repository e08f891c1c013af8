/**
 * The percentile of a score among others, 0 to 100: the share of the others that are smaller, those equal to it counted
 * half (the midrank). 50 where all are equal, and where there are none: nothing is known then.
 *
 * @example percentile(3, [1, 2, 3, 4]) // 62.5: two are smaller, one is equal
 */
export function percentile(own: number, others: ArrayLike<number>): number {
  if (others.length === 0) return 50
  let smaller = 0
  let equal = 0
  for (let i = 0; i < others.length; i++) {
    const other = others[i] as number
    if (other < own) smaller++
    else if (other === own) equal++
  }
  return (100 * (smaller + equal / 2)) / others.length
}

/** Equal bins over [-1, 1] in which cosines are counted; what rounding carries beyond an end falls into the last bin there. */
export function cosineBins(cosines: ArrayLike<number>, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (let i = 0; i < cosines.length; i++) {
    const at = Math.min(bins - 1, Math.max(0, Math.floor((((cosines[i] as number) + 1) / 2) * bins)))
    counts[at] = (counts[at] as number) + 1
  }
  return counts
}
