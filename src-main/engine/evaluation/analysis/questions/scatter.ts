import type { Question } from '../question.ts'
import type { RunColumns } from '../run-columns.ts'
import { pairing } from '../paired-runs.ts'

/** Ranks [from under a, to under a, from under b, to under b], both ends included. */
export type RankWindow = readonly [number, number, number, number]

export interface ScatterArgs {
  /** Null: from 1 to the worst rank of the two runs, the same on both sides. */
  readonly window: RankWindow | null
  /** Cells a side at most. */
  readonly bins: number
  /** Points are told where at most this many lie in the window. */
  readonly points: number
}

export interface Scatter {
  readonly window: [number, number, number, number]
  readonly edges: { readonly a: number[]; readonly b: number[] }
  readonly cells: [number, number, number][]
  readonly points: { query: number; a: number; b: number }[] | null
  readonly inWindow: number
  readonly wins: number
  readonly losses: number
  readonly ties: number
  readonly unpaired: number
}

/**
 * Rank of every query under one run against its rank under another, as counts on a grid that is even in the logarithm of
 * the rank as far as ranks are whole numbers: cell i holds the ranks `edges[i] .. edges[i + 1] - 1`, and where the even
 * grid is finer than one rank, a rank has one cell. Wins, losses and ties are those of the whole selection, in the window
 * or not; queries that only one run has are counted apart.
 */
export const scatter: Question<ScatterArgs, Scatter> = ({ runs, selected, args }) => {
  const [a, b] = [runs[0]?.run, runs[1]?.run]
  const rows = selected[0] ?? new Int32Array()
  if (a === undefined || b === undefined) throw new Error('a scatter is of two runs')
  const other = pairing(a, b)
  const window = args.window ?? wholeWindow(a, b)
  const [fromA, toA, fromB, toB] = window
  const edges = { a: rankEdges(fromA, toA, args.bins), b: rankEdges(fromB, toB, args.bins) }
  const [columns, lines] = [edges.a.length - 1, edges.b.length - 1]
  const [columnOf, lineOf] = [cellFinder(edges.a), cellFinder(edges.b)]
  const counts = new Uint32Array(columns * lines)
  const points: { query: number; a: number; b: number }[] = []
  let [inWindow, wins, losses, ties, paired] = [0, 0, 0, 0, 0]
  for (const row of rows) {
    const at = other[row] as number
    if (at < 0) continue
    paired++
    const [one, two] = [a.bestRank[row] as number, b.bestRank[at] as number]
    if (one < two) wins++
    else if (one > two) losses++
    else ties++
    if (one < fromA || one > toA || two < fromB || two > toB) continue
    if (inWindow++ < args.points) points.push({ query: a.query[row] as number, a: one, b: two })
    const cell = lineOf(two) * columns + columnOf(one)
    counts[cell] = (counts[cell] as number) + 1
  }
  const cells: [number, number, number][] = []
  counts.forEach((count, cell) => {
    if (count > 0) cells.push([cell % columns, Math.floor(cell / columns), count])
  })
  return { window: [...window] as [number, number, number, number], edges, cells, points: inWindow <= args.points ? points : null, inWindow, wins, losses, ties, unpaired: rows.length - paired }
}

function wholeWindow(a: RunColumns, b: RunColumns): RankWindow {
  let worst = 1
  for (const { bestRank } of [a, b]) for (const rank of bestRank) if (rank > worst) worst = rank
  return [1, worst, 1, worst]
}

/** Rising edges from `from` to `to` + 1: at most `bins` cells of whole ranks, even in the logarithm where they hold several. */
export function rankEdges(from: number, to: number, bins: number): number[] {
  const edges = [from]
  const end = to + 1
  for (let i = 1; i <= bins; i++) {
    const before = edges.at(-1) as number
    if (before >= end) break
    const even = i === bins ? end : Math.round(from * (end / from) ** (i / bins))
    edges.push(Math.min(end, Math.max(before + 1, even)))
  }
  return edges
}

/** The cell of a rank within the edges: the lower ranks, where most queries are, from a table, the rest by bisection. */
function cellFinder(edges: readonly number[]): (rank: number) => number {
  const first = edges[0] as number
  const table = new Uint8Array(Math.min(65_536, (edges.at(-1) as number) - first))
  let cell = 0
  for (let i = 0; i < table.length; i++) {
    while (first + i >= (edges[cell + 1] as number)) cell++
    table[i] = cell
  }
  return (rank) => {
    const known = table[rank - first]
    if (known !== undefined) return known
    let [low, high] = [0, edges.length - 1]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (rank >= (edges[middle] as number)) low = middle
      else high = middle
    }
    return low
  }
}
