/** What is seen of one axis of ranks: natural logarithms of its ends. Rank r takes the room from log r to log (r + 1). */
export interface RankAxis {
  readonly low: number
  readonly high: number
}

export interface RankView {
  readonly a: RankAxis
  readonly b: RankAxis
}

/** Ranks [from under a, to under a, from under b, to under b], both ends included. */
export type RankWindow = readonly [number, number, number, number]

/** The closest that one looks: so many ranks on an axis. */
const fewest = 3

/** All ranks from 1 to `worst`. */
export function wholeView(worst: number): RankView {
  const axis = { low: 0, high: Math.log(worst + 1) }
  return { a: axis, b: axis }
}

/** Where the lower edge of a rank lies on an axis, in 0..1 within it. */
export function placeOf({ low, high }: RankAxis, rank: number): number {
  return (Math.log(rank) - low) / (high - low)
}

/** The middle of a rank's room. */
export function middleOf(axis: RankAxis, rank: number): number {
  return (placeOf(axis, rank) + placeOf(axis, rank + 1)) / 2
}

/** The rank whose room holds a share of an axis; at least 1. */
export function rankAt({ low, high }: RankAxis, share: number): number {
  return Math.max(1, Math.floor(Math.exp(low + share * (high - low)) + 1e-9))
}

/** The ranks that are seen, in part or whole, none above `worst`. */
export function windowOf({ a, b }: RankView, worst: number): RankWindow {
  const ends = (axis: RankAxis): [number, number] => {
    const from = Math.min(worst, rankAt(axis, 0))
    return [from, Math.max(from, Math.min(worst, Math.ceil(Math.exp(axis.high) - 1e-6) - 1))]
  }
  return [...ends(a), ...ends(b)]
}

/** Closer (`factor` below 1) or further around a share of the axis, not beyond the ranks that there are. */
export function zoomed({ low, high }: RankAxis, share: number, factor: number, worst: number): RankAxis {
  const end = Math.log(worst + 1)
  const least = Math.log1p(fewest / Math.exp(low + share * (high - low)))
  const span = Math.min(end, Math.max(Math.min(end, least), (high - low) * factor))
  return within({ low: low + share * (high - low - span), span }, end)
}

/** Moved by a share of what is seen. */
export function panned({ low, high }: RankAxis, by: number, worst: number): RankAxis {
  return within({ low: low + by * (high - low), span: high - low }, Math.log(worst + 1))
}

function within({ low, span }: { low: number; span: number }, end: number): RankAxis {
  const from = Math.max(0, Math.min(low, end - span))
  return { low: from, high: from + span }
}

/** Ranks to write on an axis: powers of ten where the axis spans them, else their halves and fifths, else round steps. */
export function rankTicks(axis: RankAxis, most = 8): number[] {
  const [from, to] = [Math.exp(axis.low), Math.exp(axis.high)]
  const powers = series(from, to, [1])
  if (powers.length >= 3) return thinned(powers, most)
  const parts = series(from, to, [1, 2, 5])
  if (parts.length >= 3) return thinned(parts, most)
  const step = Math.max(1, nice((to - from) / (most - 1)))
  const ticks: number[] = []
  for (let rank = Math.max(1, Math.ceil(from / step) * step); rank < to; rank += step) ticks.push(rank)
  return ticks
}

function series(from: number, to: number, digits: readonly number[]): number[] {
  const ranks: number[] = []
  for (let power = 1; power < to; power *= 10) for (const digit of digits) if (digit * power >= from - 1e-6 && digit * power < to) ranks.push(digit * power)
  return ranks
}

function thinned(ranks: readonly number[], most: number): number[] {
  const every = Math.ceil(ranks.length / most)
  return ranks.filter((_, i) => i % every === 0)
}

function nice(step: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(step, 1)))
  return ([1, 2, 5, 10].find((n) => n * power >= step) ?? 10) * power
}
