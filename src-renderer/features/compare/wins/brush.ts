import type { QuerySelection } from '#shared/domain/query-selection.ts'
import type { RankWindow } from './rank-view.ts'

/** The rectangle of ranks that a selection holds of two runs; null where it does not hold both. An end that is open lies at the largest rank. */
export function brushOf(selection: QuerySelection, a: string, b: string): RankWindow | null {
  const first = selection.ranks?.find(({ run }) => run === a)
  const second = selection.ranks?.find(({ run }) => run === b)
  if (first === undefined || second === undefined) return null
  return [first.from, first.to ?? 2 ** 31 - 1, second.from, second.to ?? 2 ** 31 - 1]
}

/** The selection without that rectangle. */
export function withoutBrush(selection: QuerySelection, a: string, b: string): QuerySelection {
  if (brushOf(selection, a, b) === null) return selection
  const { ranks, ...rest } = selection
  const others = (ranks ?? []).filter(({ run }) => run !== a && run !== b)
  return others.length === 0 ? rest : { ...rest, ranks: others }
}

/** The rectangle between two cells, both included. */
export function joined(one: RankWindow, two: RankWindow): RankWindow {
  return [Math.min(one[0], two[0]), Math.max(one[1], two[1]), Math.min(one[2], two[2]), Math.max(one[3], two[3])]
}
