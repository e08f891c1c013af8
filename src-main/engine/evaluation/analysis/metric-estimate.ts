import type { Estimate } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { meanEstimate, medianEstimate, type HowSure } from './estimate.ts'
import { metricRange, metricValues } from './metric-values.ts'
import type { AskedRun } from './question.ts'
import { unitsOf } from './units.ts'

/** A metric over some rows of a run, with its interval. */
export function metricEstimate(asked: AskedRun, rows: Int32Array, metric: string, how: HowSure): Estimate {
  const values = metricValues(asked.run, metric)
  if (metricLook(metric).mean) return meanEstimate(unitsOf(asked, rows, values), how, metricRange(metric))
  const counted = rows.filter((row) => !Number.isNaN(values[row] as number))
  const of = Float64Array.from(counted, (row) => values[row] as number)
  return medianEstimate(of, how.estimand === 'region' ? regionWeights(asked, counted) : null, (at) => unitsOf(asked, counted, values.map((value) => (value <= at ? 1 : 0))), how)
}

/** Weights by which every region counts alike, and every place within it. */
function regionWeights({ run, attributes, attributeOf }: AskedRun, rows: Int32Array): Float64Array {
  const regionOf = (row: number): number => {
    const at = attributeOf[row] as number
    return at < 0 ? 0 : (attributes.region[at] as number)
  }
  const queries = new Map<number, number>()
  const places = new Map<number, Set<number>>()
  for (const row of rows) {
    const place = run.place[row] as number
    queries.set(place, (queries.get(place) ?? 0) + 1)
    const region = regionOf(row)
    const known = places.get(region) ?? new Set<number>()
    places.set(region, known.add(place))
  }
  return Float64Array.from(rows, (row) => 1 / (queries.get(run.place[row] as number) as number) / (places.get(regionOf(row)) as Set<number>).size)
}
