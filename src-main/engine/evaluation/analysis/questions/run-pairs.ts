import type { Sample } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import type { HowSure } from '../estimate.ts'
import { differencesOf, pairedSelection, pairFigures, spreadOf, type PairFigures } from '../pair-figures.ts'
import type { AskedRun, Question } from '../question.ts'
import { leastDifference, unitsNeeded } from '../../statistics/sample-size-needed.ts'
import { unitsOf } from '../units.ts'
import { sampleSize } from './sample-size.ts'

/** Every pair of the runs, in their order; null: the two have no query in common among those selected. */
export const runPairs: Question<HowSure & { readonly metric: string }, (PairFigures | null)[]> = ({ runs, selected, args, stopped }) =>
  runs.flatMap((a, i) =>
    runs.slice(i + 1).map((b, j): PairFigures | null => {
      if (stopped()) return null
      const found = pairFigures(a, b, selected[i] as Int32Array, selected[i + 1 + j] as Int32Array, args.metric, args)
      return found.sample.queries === 0 ? null : found
    })
  )

export interface PowerFigures {
  readonly sample: Sample
  readonly seen: number | null
  readonly spread: number | null
  readonly regions: number | null
  readonly queries: number | null
  readonly least: number | null
}

/**
 * How many units, at as many queries each as here, show a difference of the first two runs, from the spread of the units'
 * differences that is seen; every unit counts alike, as in the t test. Nulls for a median, and where all units have the same difference.
 */
export const power: Question<{ readonly metric: string; readonly difference: number; readonly power: number; readonly alpha: number }, PowerFigures> = ({ runs, selected, args }) => {
  const [a, b] = runs as [AskedRun, AskedRun]
  // A median is no mean of queries, and its difference has no such spread.
  if (!metricLook(args.metric).mean) return { sample: sampleSize(a, pairedSelection(a, b, selected[0] as Int32Array).rows), seen: null, spread: null, regions: null, queries: null, least: null }
  const { rows, partner } = pairedSelection(a, b, selected[0] as Int32Array)
  const units = unitsOf(a, rows, differencesOf(a, b, rows, partner, args.metric))
  const sample = sampleSize(a, rows)
  const n = units.means.length
  const spread = spreadOf(units.means)
  const seen = n === 0 ? null : units.means.reduce((sum, mean) => sum + mean, 0) / n
  if (spread === null || spread === 0) return { sample, seen, spread, regions: null, queries: null, least: null }
  const needed = unitsNeeded(args.difference, spread, args.power, args.alpha)
  const counted = units.counts.reduce((sum, count) => sum + count, 0)
  return { sample, seen, spread, regions: needed, queries: Math.ceil((needed * counted) / n), least: leastDifference(n, spread, args.power, args.alpha) }
}
