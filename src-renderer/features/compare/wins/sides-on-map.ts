import type { MapLine, MapPoint } from '../../../map/index.ts'
import type { RunSide } from './use-two-rankings.ts'

/** Truth and the first answer of each run, with the distance between; a first answer that is right is the truth. */
export function sidesOnMap(sides: readonly RunSide[], distance: (metres: number) => string): { points: MapPoint[]; lines: MapLine[] } {
  const points: MapPoint[] = []
  const lines: MapLine[] = []
  const truth = sides.find(({ ranking }) => ranking !== null)?.ranking?.truth ?? null
  const truthAt = truth === null || truth.lat === null || truth.lon === null ? null : { lat: truth.lat, lon: truth.lon }
  for (const { ranking, letter, role } of sides) {
    const first = ranking?.results[0]
    if (first === undefined || first.truth || first.lat === null || first.lon === null) continue
    const at = { lat: first.lat, lon: first.lon }
    // Both runs answer the same: one point for both.
    const same = points.findIndex(({ key }) => key.endsWith(`-${first.document}`))
    if (same >= 0) {
      points[same] = { ...(points[same] as MapPoint), mark: 'AB' }
      continue
    }
    points.push({ key: `${role}-${first.document}`, role, ...at, mark: letter, title: [`${letter}: ${first.placeUid}`, first.region, first.distanceM === null ? null : distance(first.distanceM)].filter((part) => part !== null).join(' · ') })
    if (truthAt !== null && first.distanceM !== null) lines.push({ key: `${role}-${first.document}`, from: truthAt, to: at, role, label: distance(first.distanceM) })
  }
  if (truth !== null && truthAt !== null) points.push({ key: `truth-${truth.document}`, role: 'truth', ...truthAt, title: truth.placeUid })
  return { points, lines }
}
