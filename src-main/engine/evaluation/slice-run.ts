import type { Filter } from '#shared/domain/filter.ts'
import type { Metrics, RunSummary } from '#shared/domain/run.ts'
import type { OpenProject } from '../store/open-project.ts'
import { MetricsSum } from './metrics.ts'

/** Queries that are read at once: their metrics take the engine's loop less than a millisecond. */
const page = 500

export interface RunSlice {
  /** Queries of the run that fit, of all that it has. */
  readonly queries: number
  readonly all: number
  /** Those of which truth and answer have coordinates. */
  readonly located: number
  readonly metrics: Metrics
}

/** The metrics of a run over the queries that fit a filter, from the ranks that are kept. INVALID_INPUT where the filter is wrong. */
export async function sliceRun(project: OpenProject, run: RunSummary, filter: Filter, signal: AbortSignal): Promise<RunSlice> {
  const of = run.protocol.queries === 'captions' ? 'captions' : 'places'
  const ids = await project.store.read('browse.ids', { level: of, filter, order: 'id' })
  const sum = new MetricsSum()
  for (let from = 0; from < ids.length; from += page) {
    signal.throwIfAborted()
    for (const row of await project.store.read('runs.some', { run: run.run, of, kind: run.protocol.queries, ids: ids.slice(from, from + page) })) sum.add(row)
  }
  return { queries: sum.queries, all: run.queries, located: sum.located, metrics: sum.metrics() }
}
