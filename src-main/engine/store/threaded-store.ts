import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { DatabaseThread } from './database-thread.ts'
import type { ProjectStore, StoreReader } from './project-store.ts'
import { readableDatabase } from './readable-copy.ts'
import type { QueryArgs, QueryName, QueryResult } from './repositories/index.ts'
import { WriteQueue } from './write-queue.ts'

export interface StoreOptions {
  readonly file: string
  readonly backups: string
  readonly access: 'write' | 'read'
  /** Create the file with this time of creation. */
  readonly create: number | null
}

export interface OpenedStore {
  readonly store: ProjectStore
  /** Where the database was copied before it was migrated, or null. */
  readonly backup: string | null
}

const readerCount = 2

/** Opens (or creates) a project's database behind threads: one writer, unless read-only, and two readers. */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  // SQLite makes files beside the database even to read it.
  const readable = options.access === 'write' ? { file: options.file, dispose: () => Promise.resolve() } : await readableDatabase(options.file)
  const threadOptions = { ...options, file: readable.file }
  const writer = options.access === 'write' ? new DatabaseThread(threadOptions) : null
  const readers = Array.from({ length: readerCount }, () => new DatabaseThread({ ...threadOptions, access: 'read', create: null }))
  try {
    // The writer creates or migrates first.
    const backup = (await writer?.start()) ?? null
    await Promise.all(readers.map((reader) => reader.start()))
    return { store: new ThreadedStore(options.file, writer, readers, readable.dispose, () => new DatabaseThread({ ...threadOptions, access: 'read', create: null })), backup }
  } catch (error) {
    await Promise.all([...readers, ...(writer ? [writer] : [])].map((thread) => thread.close()))
    await readable.dispose()
    throw error
  }
}

class ThreadedStore implements ProjectStore {
  readonly file: string
  readonly #writer: DatabaseThread | null
  readonly #readers: readonly DatabaseThread[]
  readonly #queue: WriteQueue
  readonly #dispose: () => Promise<void>
  readonly #newReader: () => DatabaseThread
  readonly #lent = new Set<DatabaseThread>()

  constructor(file: string, writer: DatabaseThread | null, readers: readonly DatabaseThread[], dispose: () => Promise<void>, newReader: () => DatabaseThread) {
    this.file = file
    this.#writer = writer
    this.#readers = readers
    this.#queue = new WriteQueue()
    this.#dispose = dispose
    this.#newReader = newReader
  }

  get readOnly(): boolean {
    return this.#writer === null
  }

  async read<Q extends QueryName>(query: Q, args: QueryArgs<Q>): Promise<QueryResult<Q>> {
    const reader = this.#readers.reduce((best, candidate) => (candidate.load < best.load ? candidate : best))
    return (await reader.call(query, args)) as QueryResult<Q>
  }

  async write<Q extends QueryName>(query: Q, args: QueryArgs<Q>, options: { priority?: 'person' | 'job' } = {}): Promise<QueryResult<Q>> {
    const writer = this.#writer
    if (!writer) throw new PlanisphereError('READ_ONLY', 'The project is open read-only.', { hint: 'Open it again where its folder can be written and nobody else has it open.' })
    return (await this.#queue.add(options.priority ?? 'job', () => writer.call(query, args))) as QueryResult<Q>
  }

  reader(): StoreReader {
    const thread = this.#newReader()
    this.#lent.add(thread)
    return {
      read: async <Q extends QueryName>(query: Q, args: QueryArgs<Q>) => (await thread.call(query, args)) as QueryResult<Q>,
      end: async () => {
        this.#lent.delete(thread)
        await thread.end()
      }
    }
  }

  /** Waits for the writes that were asked for, then closes every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.#lent].map((reader) => reader.end()))
    await this.#queue.drained()
    // Readers first: the last connection to close is the writer, which folds the log into the file.
    await Promise.all(this.#readers.map((reader) => reader.close()))
    await this.#writer?.close()
    await this.#dispose()
  }
}
