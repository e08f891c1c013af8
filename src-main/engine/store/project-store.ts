import type { QueryArgs, QueryName, QueryResult } from './repositories/index.ts'

export interface WriteOptions {
  /** A person's write goes before every waiting batch of a job. Default: job. */
  readonly priority?: 'person' | 'job'
}

/** A reader of one's own, for work that may have to be ended at any moment. */
export interface StoreReader {
  read<Q extends QueryName>(query: Q, args: QueryArgs<Q>): Promise<QueryResult<Q>>
  /** Ends it at once: what it is doing is given up and fails. */
  end(): Promise<void>
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
  /** Another reader beside those that all share; whoever asks for it ends it. Closing the project ends it too. */
  reader(): StoreReader
  close(): Promise<void>
}
