import type { RankedView } from '#shared/domain/run.ts'
import { haversine } from '../geo/distance.ts'
import type { RankedViewRow } from '../store/repositories/gallery.ts'

interface Point {
  readonly lat: number | null
  readonly lon: number | null
}

/** A ranked view as it is shown, with its distance from the truth where both are located. Null for a view that was removed. */
export function rankedView(row: RankedViewRow | null, ranked: { rank: number; score: number; truth: boolean }, truth: Point | null): RankedView | null {
  if (!row) return null
  const known = row.lat !== null && row.lon !== null && truth !== null && truth.lat !== null && truth.lon !== null
  return { ...ranked, ...row, distanceM: known ? haversine(truth.lat as number, truth.lon as number, row.lat as number, row.lon as number) : null }
}
