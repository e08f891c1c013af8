import { cutoffs, distances, median } from '../../metrics.ts'
import type { Question } from '../question.ts'

export interface RunDistribution {
  readonly run: string
  /** Queries with a value, of `all` that are selected. */
  readonly counted: number
  readonly all: number
  /** [value, share of the counted at most that value], both rising: steps of the exact distribution. */
  readonly steps: [number, number][]
  readonly marks: { at: number; share: number }[]
  readonly median: number | null
}

/**
 * The distribution of errors (metres) or of the best positive's ranks under each run. A step is a value that occurs with
 * the exact share of values at most as great. Where there are more than `points`, some are left out: never the first, the
 * last, or those that decide the shares at the marks (L@50, L@100, L@150; R@1, 5, 10, 50, 100), so a line through the
 * steps that are left goes through the marks at their exact height.
 */
export const distribution: Question<{ of: 'error' | 'rank'; points: number }, { runs: RunDistribution[] }> = ({ runs, selected, args, stopped }) => ({
  runs: runs.flatMap(({ run }, i) => {
    if (stopped()) return []
    const rows = selected[i] ?? new Int32Array()
    const column = args.of === 'error' ? run.errorM : run.bestRank
    const values = Float64Array.from(rows, (row) => column[row] as number)
      .filter((value) => !Number.isNaN(value))
      .sort()
    const marks = (args.of === 'error' ? distances : cutoffs).map((at) => ({ at, share: values.length === 0 ? 0 : atMost(values, at) / values.length }))
    return [{ run: run.run, counted: values.length, all: rows.length, steps: stepsOf(values, marks.map(({ at }) => at), args.points), marks: values.length === 0 ? [] : marks, median: median(values) }]
  })
})

/** How many of the sorted values are at most a limit. */
function atMost(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Thinned on both axes: half of the steps lie at even shares, half at even logarithms of the value. */
function stepsOf(sorted: Float64Array, marks: readonly number[], points: number): [number, number][] {
  const count = sorted.length
  if (count === 0) return []
  /** The place after the last of the values equal to the one at `i`. */
  const after = (i: number): number => atMost(sorted, sorted[i] as number)
  const ends = new Set<number>([after(0), count])
  for (const mark of marks) {
    const at = atMost(sorted, mark)
    if (at > 0) ends.add(at)
  }
  let distinct = 0
  for (let i = 0; i < count && distinct <= points; i = after(i)) distinct++
  if (distinct <= points) for (let i = 0; i < count; i = after(i)) ends.add(after(i))
  else {
    const free = Math.max(0, points - ends.size)
    const [byShare, byValue] = [Math.ceil(free / 2), Math.floor(free / 2)]
    for (let i = 1; i <= byShare; i++) ends.add(after(Math.min(count - 1, Math.floor((i * count) / (byShare + 1)))))
    // A distance of 0 has no logarithm; nobody reads less than a metre off the picture.
    const [low, high] = [Math.log(Math.max(1, sorted[0] as number)), Math.log(Math.max(1, sorted[count - 1] as number))]
    for (let i = 1; i <= byValue; i++) {
      const at = atMost(sorted, Math.exp(low + ((high - low) * i) / (byValue + 1)))
      if (at > 0) ends.add(at)
    }
  }
  return [...ends].sort((a, b) => a - b).map((end) => [sorted[end - 1] as number, end / count])
}
