import type { Estimate, Sample } from '#shared/domain/analysis.ts'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import type { Sort } from '../../../ui/index.ts'
import { groupRuns } from '../group-runs.ts'
import { protocolDifferences, type ProtocolField } from '../protocol-words.ts'

export interface TableRow {
  readonly run: RunSummary
  /** Null: all queries of the run. */
  readonly sample: Sample | null
  readonly figures: Readonly<Record<string, Estimate>>
  /** Metrics of which this run is better than every other of its group, each difference being more than chance. */
  readonly best: readonly string[]
}

export interface TableGroup {
  readonly key: string
  /** Null: runs that were left out of the computing, whatever their protocol. */
  readonly protocol: Protocol | null
  /** In what its protocol differs from the first group's. */
  readonly differs: readonly ProtocolField[]
  readonly warnings: readonly string[]
  readonly rows: readonly TableRow[]
}

/** So many runs are computed at once; the figures of others stand as they were kept. */
export const mostComputed = 50

/** Which runs are computed: the chosen ones first, then the newest. In a lasting order, so that choosing asks nothing anew. */
export function computedRuns(runs: readonly RunSummary[], chosen: readonly string[]): string[] {
  if (runs.length <= mostComputed) return runs.map(({ run }) => run)
  const first = new Set([...new Set([...chosen, ...runs.toSorted((a, b) => b.createdAt - a.createdAt).map(({ run }) => run)])].slice(0, mostComputed))
  return runs.filter(({ run }) => first.has(run)).map(({ run }) => run)
}

/** What a run has kept, as rows without intervals: until they are computed, and for runs beyond what is computed. */
function keptRow(run: RunSummary): TableRow {
  const figures = Object.fromEntries(Object.entries(run.metrics).map(([name, value]): [string, Estimate] => [name, { value, low: null, high: null, kind: 'none' }]))
  return { run, sample: null, figures, best: [] }
}

/** Groups of runs with one protocol. Without an answer: the kept figures of all queries. */
export function tableGroups(answer: MethodOutput<'analysis.table'> | null, runs: readonly RunSummary[]): TableGroup[] {
  const named = new Map(runs.map((run) => [run.run, run]))
  const answered = answer?.groups.map(({ key, rows, warnings }) => ({ key, warnings, rows: rows.flatMap(({ run, sample, metrics, best }): TableRow[] => (named.has(run.run) ? [{ run, sample, figures: metrics, best }] : [])) }))
  const groups = (answered ?? groupRuns(runs).map(({ key, runs: members }) => ({ key, warnings: [], rows: members.map(keptRow) }))).filter(({ rows }) => rows.length > 0)
  const first = groups[0]?.rows[0]?.run.protocol
  const shown = new Set(groups.flatMap(({ rows }) => rows.map(({ run }) => run.run)))
  const others = runs.filter(({ run }) => !shown.has(run))
  return [
    ...groups.map((group): TableGroup => {
      const protocol = group.rows[0]?.run.protocol ?? null
      return { ...group, protocol, differs: protocol === null || first === undefined ? [] : protocolDifferences(protocol, first) }
    }),
    ...(others.length === 0 ? [] : [{ key: 'others', protocol: null, differs: [], warnings: [], rows: others.map(keptRow) }])
  ]
}

/** Rows of a group by a column: `name`, `encoder`, `queries`, `gallery`, `made`, or a metric. What has no figure stands last, either way. */
export function sortRows(rows: readonly TableRow[], sort: Sort | null): readonly TableRow[] {
  if (sort === null) return rows
  const of = ({ run, sample, figures }: TableRow): string | number | null => {
    if (sort.key === 'name') return run.name
    if (sort.key === 'queries') return sample?.queries ?? run.queries
    if (sort.key === 'gallery') return run.gallery
    if (sort.key === 'made') return run.createdAt
    return figures[sort.key]?.value ?? null
  }
  const sign = sort.descending ? -1 : 1
  return rows.toSorted((left, right) => {
    const [a, b] = [of(left), of(right)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true }))
  })
}
