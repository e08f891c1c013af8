import type { MethodOutput } from '#shared/contracts/index.ts'
import type { ReportOptions } from '#shared/contracts/report.ts'
import type { RunPair, SliceBy } from '#shared/domain/analysis.ts'
import type { RunSummary } from '#shared/domain/run.ts'

export type TableRow = MethodOutput<'analysis.table'>['groups'][number]['rows'][number]
export type SliceRow = MethodOutput<'analysis.slices'>['rows'][number]
export type Distribution = MethodOutput<'analysis.distribution'>['runs']
export type ExampleRow = MethodOutput<'analysis.queries'>['rows'][number]

/** One metric by one kind of slice: `values[i]` of a row belongs to run i of the group; the difference is of its first two. */
export interface SliceFacts {
  readonly by: SliceBy
  readonly rows: readonly SliceRow[]
  readonly overlapping: boolean
}

/** Queries of the group's first two runs that changed most, and how many did; of a single run its worst queries. */
export interface ExampleFacts {
  readonly wins: number
  readonly losses: number
  readonly ties: number
  readonly unpaired: number
  readonly won: readonly ExampleRow[]
  readonly lost: readonly ExampleRow[]
}

/** Runs of one protocol. Only they stand in one table. */
export interface GroupFacts {
  /** In the order in which they were chosen. */
  readonly rows: readonly TableRow[]
  readonly metrics: readonly string[]
  readonly differs: readonly { readonly field: string; readonly here: string; readonly there: string }[]
  readonly warnings: readonly string[]
  /** Null for a single run; a text where the engine refused, with its reason. */
  readonly pairs: readonly RunPair[] | string | null
  readonly slices: readonly SliceFacts[]
  readonly errors: Distribution
  readonly ranks: Distribution
  readonly examples: ExampleFacts | null
  readonly worst: readonly ExampleRow[]
}

/** All that a report is made of: answers of the engine, as the screens get them, and nothing computed beside them. */
export interface ReportFacts {
  readonly options: ReportOptions
  readonly project: { readonly name: string; readonly places: number; readonly views: number; readonly captions: number }
  /** Milliseconds since 1970. */
  readonly madeAt: number
  /** In the order in which they were chosen: the first is A. */
  readonly runs: readonly RunSummary[]
  readonly groups: readonly GroupFacts[]
  readonly versions: { readonly planisphere: string; readonly node: string; readonly onnxruntime: string }
}

/** A, B, C… as runs are named where there is no room for their names. */
export function letterOf(facts: ReportFacts, run: string): string {
  const at = facts.runs.findIndex((other) => other.run === run)
  return at < 0 ? '?' : at < 26 ? String.fromCharCode(65 + at) : `R${at + 1}`
}

/** Which of the report's colours and marks a run has. */
export function indexOf(facts: ReportFacts, run: string): number {
  return Math.max(0, facts.runs.findIndex((other) => other.run === run))
}
