import type { Estimate, Sample } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { holm } from '../../statistics/holm.ts'
import type { HowSure } from '../estimate.ts'
import { metricEstimate } from '../metric-estimate.ts'
import { chanceOf, differencesOf, pairedSelection } from '../pair-figures.ts'
import type { AskedRun, Question } from '../question.ts'
import { unitsOf } from '../units.ts'
import { sampleSize } from './sample-size.ts'

/** Runs by their places in the question, in groups of one protocol. */
interface TableArgs extends HowSure {
  readonly metrics: readonly string[]
  readonly groups: readonly (readonly number[])[]
}

export interface TableFigures {
  readonly sample: Sample
  readonly metrics: Record<string, Estimate>
  readonly best: string[]
}

/** For each run its figures; with those of its group, of which metrics it is better than all others by more than chance. */
export const runTable: Question<TableArgs, { rows: TableFigures[]; sameQueries: boolean[] }> = ({ runs, selected, args, stopped }) => {
  const rows = runs.map((asked, i): TableFigures => {
    const own = selected[i] as Int32Array
    const metrics: Record<string, Estimate> = {}
    for (const metric of args.metrics) if (!stopped()) metrics[metric] = metricEstimate(asked, own, metric, args)
    return { sample: sampleSize(asked, own), metrics, best: [] }
  })
  const sameQueries = args.groups.map((group) => {
    // Runs over other queries have figures of other queries: the tests, which are of those in common, say nothing of them.
    const same = group.every((at) => sameRows(runs[group[0] as number] as AskedRun, runs[at] as AskedRun))
    for (const metric of args.metrics) {
      const best = same && metricLook(metric).mean && !stopped() ? bestOf(group, metric) : null
      if (best !== null) rows[best]?.best.push(metric)
    }
    return same
  })
  return { rows, sameQueries }

  /** The run whose figure is better than every other of the group, all differences to it standing after Holm over all pairs. */
  function bestOf(group: readonly number[], metric: string): number | null {
    const figures = group.flatMap((at) => {
      const value = rows[at]?.metrics[metric]?.value
      return value === null || value === undefined ? [] : [{ at, value: metricLook(metric).higher ? value : -value }]
    })
    const [first, second] = figures.toSorted((a, b) => b.value - a.value)
    if (first === undefined || second === undefined || first.value === second.value || figures.length < group.length) return null
    const pairs = group.flatMap((a, i) => group.slice(i + 1).map((b) => [a, b] as const))
    const p = holm(pairs.map(([a, b]) => (stopped() ? 1 : (chance(a, b, metric) ?? 1))))
    return pairs.every(([a, b], i) => (a !== first.at && b !== first.at) || (p[i] as number) < 0.05) ? first.at : null
  }

  function chance(a: number, b: number, metric: string): number | null {
    const [one, two] = [runs[a] as AskedRun, runs[b] as AskedRun]
    const { rows: both, partner } = pairedSelection(one, two, selected[a] as Int32Array)
    return chanceOf(unitsOf(one, both, differencesOf(one, two, both, partner, metric)), args)?.p ?? null
  }
}

function sameRows(a: AskedRun, b: AskedRun): boolean {
  return a === b || (a.run.count === b.run.count && a.run.query.every((query, i) => query === b.run.query[i]))
}
