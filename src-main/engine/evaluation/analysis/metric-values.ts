import { metricLook } from '#shared/domain/metric.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { onePercentOf, recallAt } from '../metrics.ts'
import type { RunColumns } from './run-columns.ts'

/** The metrics of a run that were asked for last: slices and pairs ask for the same again and again. */
const known = new WeakMap<RunColumns, Map<string, Float64Array>>()
const kept = 3

/** By row of the run, one number a query of which a metric is the mean or the median; NaN where the query does not count. Not to be written into. */
export function metricValues(run: RunColumns, metric: string): Float64Array {
  const of = known.get(run) ?? new Map<string, Float64Array>()
  known.set(run, of)
  const values = of.get(metric) ?? computed(run, metric)
  of.delete(metric)
  of.set(metric, values)
  for (const oldest of of.keys()) if (of.size > kept) of.delete(oldest)
  return values
}

/**
 * One number a query of which a metric is the mean (or the median, where `metricLook` says so), by row of the run; NaN: the
 * query does not count. INVALID_INPUT for a metric that is not known.
 */
function computed(run: RunColumns, metric: string): Float64Array {
  const [, family, at] = /^(R|recall|L)@(\d+)$/.exec(metric) ?? []
  const k = Number(at)
  // A truth that was not retrieved stands behind the whole gallery, which may be smaller than K.
  if (family === 'R') return Float64Array.from(run.bestRank, (rank, i) => (rank <= k && rank <= (run.gallery[i] as number) ? 1 : 0))
  if (family === 'L') return Float64Array.from(run.errorM, (metres) => (Number.isNaN(metres) ? NaN : metres <= k ? 1 : 0))
  if (family === 'recall') return Float64Array.from(run.bestRank, (_, i) => recallAt(k, run.positiveRanks.subarray(run.positiveStarts[i], run.positiveStarts[i + 1])))
  if (metric === 'R@1%') return Float64Array.from(run.bestRank, (rank, i) => (rank <= onePercentOf(run.gallery[i] as number) ? 1 : 0))
  if (metric === 'R@1 optimistic') return Float64Array.from(run.optimisticRank, (rank) => (rank <= 1 ? 1 : 0))
  if (metric === 'R@1 pessimistic') return Float64Array.from(run.pessimisticRank, (rank) => (rank <= 1 ? 1 : 0))
  if (metric === 'MRR') return run.reciprocalRank
  if (metric === 'nDCG@10') return run.ndcg10
  if (metric === 'medianRank') return Float64Array.from(run.bestRank)
  if (metric === 'medianErrorM' || metric === 'meanErrorM') return run.errorM
  throw new PlanisphereError('INVALID_INPUT', `There is no metric ${metric}.`, { hint: 'For example R@1, R@10, MRR, nDCG@10, medianRank, L@50 or medianErrorM.' })
}

/** The ends between which a figure of a metric lies. */
export function metricRange(metric: string): readonly [low: number, high: number] {
  const { kind } = metricLook(metric)
  return kind === 'fraction' || kind === 'index' ? [0, 1] : [kind === 'rank' ? 1 : 0, Infinity]
}
