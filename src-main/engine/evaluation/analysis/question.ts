import type { QueryAttributes } from './query-attributes.ts'
import type { RunColumns } from './run-columns.ts'

/** A run that a question asks about. */
export interface AskedRun {
  readonly run: RunColumns
  readonly attributes: QueryAttributes
  /** For each row of the run, its row among the attributes; -1: the query has been removed since. */
  readonly attributeOf: Int32Array
}

/** What a question is answered from. `selected[i]`: the rows of `runs[i]` that the selection leaves, rising. */
export interface Asked<A> {
  readonly runs: readonly AskedRun[]
  readonly selected: readonly Int32Array[]
  readonly args: A
  /** Whether whoever asked has given up: to be asked now and then in long counts. */
  stopped(): boolean
}

/** A pure function from runs to figures. It runs in the analysis thread: plain data in and out. */
export type Question<A, R> = (asked: Asked<A>) => R
