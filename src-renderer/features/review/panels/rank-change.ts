import type { EditRank } from '#shared/contracts/edit-rank.ts'
import type { RankedView } from '#shared/domain/run.ts'

/** What an edit did to the rank of its own tile. `better`: nearer to the first place, by so many places. */
export interface RankChange {
  readonly direction: 'better' | 'worse' | 'same'
  readonly places: number
}

/** Null where there is no rank, or the text is the one before. */
export function rankChange({ before, after }: Pick<EditRank, 'before' | 'after'>): RankChange | null {
  if (before === null || after === null) return null
  const places = before.rank - after.rank
  return { direction: places > 0 ? 'better' : places < 0 ? 'worse' : 'same', places: Math.abs(places) }
}

/** The tiles that outrank the own one, and the first of those behind it: of two kinds, since only the former stand in its way. */
export function aboveAndBelow({ after, others }: Pick<EditRank, 'after' | 'others'>): { above: readonly RankedView[]; below: readonly RankedView[] } {
  const rank = after?.rank ?? Infinity
  return { above: others.filter((other) => other.rank < rank), below: others.filter((other) => other.rank > rank) }
}
