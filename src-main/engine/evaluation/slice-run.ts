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
  const queries = await project.store.read('runs.fitting', { run: run.run, of, filter })
  // Neighbours share pages: a stretch of which a fifth is wanted is read faster whole.
  const dense = queries.length * 5 >= run.queries
  const sum = new MetricsSum()
  for (let from = 0; from < queries.length; from += page) {
    signal.throwIfAborted()
    for (const row of await project.store.read('runs.some', { run: run.run, queries: queries.slice(from, from + page), dense })) sum.add(row)
  }
  return { queries: sum.queries, all: run.queries, located: sum.located, metrics: sum.metrics() }
}
