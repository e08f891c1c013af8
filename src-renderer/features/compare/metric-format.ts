import { metricLook } from '#shared/domain/metric.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'

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
