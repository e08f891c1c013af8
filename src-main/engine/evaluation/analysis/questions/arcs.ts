import type { BoundingBox } from '#shared/domain/vocabulary.ts'
import type { Question } from '../question.ts'

export interface Arc {
  readonly query: number
  /** [longitude, latitude] of the truth and of the first answer, degrees. */
  readonly from: [number, number]
  readonly to: [number, number]
  readonly errorM: number
  readonly rank: number
}

/**
 * The first answers that lie away from their truth, furthest first (then by query), at most `limit`. `total`: how many
 * there are. Only queries of which both ends are known; with a box, those with an end in it.
 */
export const arcs: Question<{ box?: BoundingBox; limit: number }, { total: number; arcs: Arc[] }> = ({ runs, selected, args }) => {
  const [asked] = runs
  if (!asked) return { total: 0, arcs: [] }
  const { run, attributes, attributeOf } = asked
  const holds = args.box === undefined ? null : boxTest(args.box)
  const rows = selected[0] ?? new Int32Array()
  const found = new Int32Array(rows.length)
  let total = 0
  for (const row of rows) {
    const at = attributeOf[row] as number
    if (at < 0 || !((run.errorM[row] as number) > 0)) continue
    const [lon, lat] = [attributes.lon[at] as number, attributes.lat[at] as number]
    const [answerLon, answerLat] = [run.answerLon[row] as number, run.answerLat[row] as number]
    if (Number.isNaN(lat) || Number.isNaN(answerLat)) continue
    if (holds !== null && !holds(lon, lat) && !holds(answerLon, answerLat)) continue
    found[total++] = row
  }
  const worst = furthest(found.subarray(0, total), run.errorM, args.limit)
  return {
    total,
    arcs: Array.from(worst, (row) => {
      const at = attributeOf[row] as number
      return {
        query: run.query[row] as number,
        from: [attributes.lon[at] as number, attributes.lat[at] as number],
        to: [run.answerLon[row] as number, run.answerLat[row] as number],
        errorM: run.errorM[row] as number,
        rank: run.bestRank[row] as number
      }
    })
  }
}

/** The `limit` rows of the greatest values, greatest first; rows of equal value in their own order. */
function furthest(rows: Int32Array, values: Float64Array, limit: number): Int32Array {
  let kept = rows
  if (rows.length > limit) {
    // A native sort of numbers finds the least value that is kept: a sort of all rows by value is ten times slower.
    const least = Float64Array.from(rows, (row) => values[row] as number).sort()[rows.length - limit] as number
    kept = rows.filter((row) => (values[row] as number) >= least)
  }
  return kept.slice().sort((a, b) => (values[b] as number) - (values[a] as number) || a - b).slice(0, limit)
}

/** Whether a point lies in a box of [west, south, east, north] degrees, which may reach over the antimeridian. */
export function boxTest([west, south, east, north]: BoundingBox): (lon: number, lat: number) => boolean {
  return (lon, lat) => lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east)
}
