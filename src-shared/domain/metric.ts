/** How a metric is read, from its name. The names and definitions stand with `MetricsSum` in the engine's evaluation. */
export interface MetricLook {
  readonly kind: 'fraction' | 'index' | 'rank' | 'metres'
  /** Whether more of it is better. */
  readonly higher: boolean
  /** Counted over the queries whose truth and answer have coordinates, not over all. */
  readonly located: boolean
  /** Whether it is a mean of one number a query; the others are medians, which have intervals but no share of wins. */
  readonly mean: boolean
}

export function metricLook(name: string): MetricLook {
  if (/ErrorM$/i.test(name)) return { kind: 'metres', higher: false, located: true, mean: name === 'meanErrorM' }
  if (/Rank$/i.test(name)) return { kind: 'rank', higher: false, located: false, mean: false }
  if (/^L@/.test(name)) return { kind: 'fraction', higher: true, located: true, mean: true }
  if (/^(R|recall)@/.test(name)) return { kind: 'fraction', higher: true, located: false, mean: true }
  return { kind: 'index', higher: true, located: false, mean: true }
}

/** The metrics that tables show, in this order; `recall@K` joins them where some query has several positives. */
export const tableMetrics = ['R@1', 'R@5', 'R@10', 'R@1%', 'MRR', 'nDCG@10', 'medianRank', 'L@50', 'L@100', 'L@150', 'medianErrorM'] as const
