/**
 * Queries at which a cell is drawn full: a round number at or above what nine of ten cells have, so that one city does not
 * make all others vanish, and a handful of queries stays small.
 */
export function fullCell(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b)
  const ninth = sorted[Math.floor(0.9 * (sorted.length - 1))] ?? 1
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ninth)))
  return Math.max(5, [1, 2, 5, 10].map((n) => n * power).find((round) => round >= ninth) ?? 10 * power)
}
