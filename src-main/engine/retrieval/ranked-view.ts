import type { RankedDocument, RankedView } from '#shared/domain/run.ts'
import { haversine } from '../geo/distance.ts'
import type { RankedViewRow } from '../store/repositories/gallery.ts'
import type { RankedDocumentRow } from './ranked-document.ts'

interface Point {
  readonly lat: number | null
  readonly lon: number | null
}

interface Ranked {
  readonly rank: number
  readonly score: number
  readonly truth: boolean
}

/** A ranked view as it is shown, with its distance from the truth where both are located. Null for a view that was removed. */
export function rankedView(row: RankedViewRow | null, ranked: Ranked, truth: Point | null): RankedView | null {
  return row && { ...ranked, ...row, distanceM: metresBetween(row, truth) }
}

/** The same of any document of a gallery. */
export function rankedDocument(row: RankedDocumentRow | null, ranked: Ranked, truth: Point | null): RankedDocument | null {
  return row && { ...ranked, ...row, distanceM: metresBetween(row, truth) }
}

function metresBetween(a: Point, b: Point | null): number | null {
  return a.lat === null || a.lon === null || b === null || b.lat === null || b.lon === null ? null : haversine(b.lat, b.lon, a.lat, a.lon)
}
