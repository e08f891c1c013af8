import type { RankedDocument, RankedView } from '#shared/domain/run.ts'
import type { LatLon, MapLine, MapPoint } from '../../map/index.ts'

/** How many answers carry their rank and are connected with the truth; more would be a thicket. */
const marked = 10

/** An answer of a search, or of a kept run: there it may be a caption. */
export type Answer = RankedView | RankedDocument

/** What is drawn of a search's answer, or of a kept ranking. */
export interface Answers {
  readonly results: readonly Answer[]
  readonly truth: Answer | null
}

/** What tells one answer from another: captions of one place share a view. */
export function answerId(answer: Answer): number {
  return 'document' in answer ? answer.document : answer.view
}

export interface MapOfAnswers {
  readonly points: readonly MapPoint[]
  readonly lines: readonly MapLine[]
}

const at = ({ lat, lon }: Answer): LatLon | null => (lat === null || lon === null ? null : { lat, lon })

/**
 * Truth, answers and the distance of each side's first answer. Keys are `view-ID` for the first encoder's answers and the
 * truth, `second-ID` for the second's, so that grids and map can light each other.
 */
export function answersOnMap(first: Answers | null, second: Answers | null, distance: (metres: number) => string): MapOfAnswers {
  const points: MapPoint[] = []
  const lines: MapLine[] = []
  const truth = first?.truth ?? second?.truth ?? null
  const truthAt = truth === null ? null : at(truth)
  if (truth !== null && truthAt !== null) points.push({ key: `view-${answerId(truth)}`, role: 'truth', ...truthAt, title: truth.placeUid })
  for (const [answer, role, prefix] of [[first, 'answer', 'view'], [second, 'second', 'second']] as const) {
    for (const result of answer?.results ?? []) {
      const place = at(result)
      if (place === null || result.truth) continue
      points.push({ key: `${prefix}-${answerId(result)}`, role, ...place, ...(result.rank <= marked ? { mark: String(result.rank) } : {}), title: titleOf(result, distance) })
    }
    const top = answer?.results[0]
    const topAt = top === undefined ? null : at(top)
    if (truthAt !== null && top !== undefined && topAt !== null && !top.truth && top.distanceM !== null) {
      lines.push({ key: `${prefix}-${answerId(top)}`, from: truthAt, to: topAt, role, label: distance(top.distanceM) })
    }
  }
  // Drawn last to first, so that better ranks lie on top.
  return { points: points.reverse(), lines }
}

function titleOf({ rank, placeUid, region, distanceM }: Answer, distance: (metres: number) => string): string {
  return [`${rank}. ${placeUid}`, region, distanceM === null ? null : distance(distanceM)].filter((part) => part !== null).join(' · ')
}

/** The corners that are worth looking at first: the truth and the best answers. */
export function cornersToShow(first: Answers | null, second: Answers | null): LatLon[] {
  const views = [first?.truth, second?.truth, ...(first?.results.slice(0, marked) ?? []), ...(second?.results.slice(0, marked) ?? [])]
  return views.flatMap((view) => (view === null || view === undefined ? [] : (at(view) ?? [])))
}

/** Width of a score's bar in 0..1: its share of the best score shown; nothing for scores below zero. */
export function scoreShare(score: number, best: number): number {
  return best <= 0 ? 0 : Math.max(0, Math.min(1, score / best))
}
