import type { QueryArgs, QueryName, QueryResult } from './repositories/index.ts'

export interface WriteOptions {
  /** A person's write goes before every waiting batch of a job. Default: job. */
  readonly priority?: 'person' | 'job'
}

/**
 * One open project's database, behind worker threads: one writer, readers apart. Every call is one transaction.
 * `write` resolves after the transaction is committed (synchronous=FULL: it is on disk).
 */
export interface ProjectStore {
  readonly file: string
  readonly readOnly: boolean
  read<Q extends QueryName>(query: Q, args: QueryArgs<Q>): Promise<QueryResult<Q>>
  write<Q extends QueryName>(query: Q, args: QueryArgs<Q>, options?: WriteOptions): Promise<QueryResult<Q>>
  close(): Promise<void>
}
