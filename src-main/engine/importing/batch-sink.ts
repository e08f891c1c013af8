import type { ImportBatch, ImportCounts } from '../store/repositories/import-rows.ts'

/** A problem with one row of a batch. */
export interface BatchProblem {
  readonly row: number
  readonly code: string
  readonly message: string
}

/** Where batches go: into the store, or into a count. */
export interface BatchSink {
  readonly counts: ImportCounts
  readonly batchSize: number
  put(batch: ImportBatch, cursor: number, problem: (problem: BatchProblem) => void): Promise<void>
  /** Waits for what is under way; throws if it failed. */
  settle(): Promise<void>
}
