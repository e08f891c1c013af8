import type { Protocol, RunSummary } from '#shared/domain/run.ts'

export interface MetricLook {
  readonly kind: 'fraction' | 'index' | 'rank' | 'metres'
  /** Whether more of it is better. */
  readonly higher: boolean
  /** Counted over the queries whose truth and answer have coordinates, not over all. */
  readonly located: boolean
}

/** How a metric is written, from its name. */
export function metricLook(name: string): MetricLook {
  if (/ErrorM$/i.test(name)) return { kind: 'metres', higher: false, located: true }
  if (/Rank$/i.test(name)) return { kind: 'rank', higher: false, located: false }
  if (/^L@/.test(name)) return { kind: 'fraction', higher: true, located: true }
  if (/^(R|recall)@/.test(name)) return { kind: 'fraction', higher: true, located: false }
  return { kind: 'index', higher: true, located: false }
}

/** The metrics that the table shows, in this order; others stand in the run's own page. */
export const tableMetrics = ['R@1', 'R@5', 'R@10', 'R@1%', 'MRR', 'nDCG@10', 'medianRank', 'L@50', 'L@100', 'L@150', 'medianErrorM'] as const

/** What must be equal for figures to be comparable. Encoder and provider are what one compares. */
export function protocolKey(run: RunSummary): string {
  const { queries, galleryKind, gallery, split, centered, rerank, positives, ties, datasetHash } = run.protocol
  return JSON.stringify([queries, galleryKind, gallery, split, positives, ties, datasetHash, centered, rerank, run.origin === 'imported' ? run.queries : null])
}

export interface RunGroup {
  readonly key: string
  readonly protocol: Protocol
  readonly runs: readonly RunSummary[]
}

/** Runs with the same protocol stand together, the group with the newest run first, newest first inside. */
export function groupRuns(runs: readonly RunSummary[]): RunGroup[] {
  const groups = new Map<string, RunSummary[]>()
  for (const run of [...runs].sort((a, b) => b.createdAt - a.createdAt)) {
    const key = protocolKey(run)
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups].flatMap(([key, members]) => (members[0] === undefined ? [] : [{ key, protocol: members[0].protocol, runs: members }]))
}

/**
 * The runs that have the best figure of a metric in a group. Empty where there is nothing to compare: fewer than two
 * figures, or all of them equal. It says nothing about whether the difference would hold on other queries.
 */
export function bestRuns(runs: readonly RunSummary[], metric: string): ReadonlySet<string> {
  const figures = runs.flatMap((run) => {
    const value = run.metrics[metric]
    return typeof value === 'number' ? [{ run: run.run, value }] : []
  })
  if (figures.length < 2) return new Set()
  const values = figures.map(({ value }) => value)
  const best = metricLook(metric).higher ? Math.max(...values) : Math.min(...values)
  if (values.every((value) => value === best)) return new Set()
  return new Set(figures.filter(({ value }) => value === best).map(({ run }) => run))
}
