import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import type { ErrorData } from '#shared/errors/planisphere-error.ts'
import type { Access } from './sqlite-connection.ts'
import { createDatabaseFile, openDatabaseFile } from './database-file.ts'
import { repositories } from './repositories/index.ts'
import { storeErrorData } from './sqlite-errors.ts'

/** What a store worker is started with. */
export interface StoreWorkerData {
  readonly file: string
  readonly backups: string
  readonly access: Access
  /** Make the file first, with this time of creation. */
  readonly create: number | null
}

export type StoreRequest = { readonly id: number; readonly query: string; readonly args: unknown } | { readonly id: number; readonly close: true }

export type StoreAnswer =
  | { readonly type: 'ready'; readonly backup: string | null }
  | { readonly type: 'failed'; readonly error: ErrorData }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorData; readonly stack: string | null }

type RepositoryFunction = (db: Database, args: unknown) => unknown

const data = workerData as StoreWorkerData
const port = parentPort
if (!port) throw new Error('store-worker.ts is a worker')

try {
  if (data.create !== null) createDatabaseFile(data.file, data.create)
  const { db, backup } = openDatabaseFile(data.file, data.access, { backups: data.backups })
  port.on('message', (request: StoreRequest) => {
    if ('close' in request) close(db, request.id)
    else answer(db, request)
  })
  say({ type: 'ready', backup })
} catch (error) {
  say({ type: 'failed', error: storeErrorData(error) })
}

function answer(db: Database, { id, query, args }: { id: number; query: string; args: unknown }): void {
  try {
    const run = db.transaction(() => functionOf(query)(db, args))
    // Immediate: a writer that begins by reading must not fail half-way for want of the lock.
    const result: unknown = data.access === 'write' ? run.immediate() : run.deferred()
    say({ type: 'result', id, result }, ownBuffers(result))
  } catch (error) {
    say({ type: 'error', id, error: storeErrorData(error), stack: error instanceof Error ? (error.stack ?? null) : null })
  }
}

function close(db: Database, id: number): void {
  if (data.access === 'write') {
    try {
      db.pragma('optimize')
      db.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // A full disk: the log stays beside the file and is read at the next opening.
    }
  }
  db.close()
  say({ type: 'result', id, result: null })
  port?.close()
}

function functionOf(name: string): RepositoryFunction {
  const [repository = '', fn = ''] = name.split('.')
  const functions: object | undefined = Object.hasOwn(repositories, repository) ? repositories[repository as keyof typeof repositories] : undefined
  const found: unknown = functions && Object.hasOwn(functions, fn) ? functions[fn as keyof typeof functions] : undefined
  if (typeof found !== 'function') throw new Error(`the store has no query ${name}`)
  return found as RepositoryFunction
}

/** Buffers of typed arrays in the result: moved, not copied. A list of a million ids crosses at once. */
function ownBuffers(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null) return []
  const values: unknown[] = ArrayBuffer.isView(result) ? [result] : Array.isArray(result) ? [] : Object.values(result)
  const buffers = new Set<ArrayBuffer>()
  for (const value of values) {
    // A small Buffer lies in Node's shared pool, which must not leave.
    if (ArrayBuffer.isView(value) && !Buffer.isBuffer(value) && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) buffers.add(value.buffer)
  }
  return [...buffers]
}

function say(message: StoreAnswer, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}
