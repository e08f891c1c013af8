import Database from 'better-sqlite3'
import type { Problem } from '#shared/domain/records.ts'
import type { JobContext, JobRunner } from '#engine/jobs/job-queue.ts'
import { migrations } from '#engine/store/migrations/index.ts'
import type { OpenProject } from '#engine/store/open-project.ts'
import type { ProjectStore } from '#engine/store/project-store.ts'
import { repositories } from '#engine/store/repositories/index.ts'

/** A project whose store is one connection in this thread: the repositories' real SQL without workers or files. */
export interface PlainProject {
  readonly project: OpenProject
  readonly db: Database.Database
  /** Called before every write; may throw, as a crash would. */
  beforeWrite?: (query: string) => void
}

/** `file`: where its database is made, or the bytes of one that is taken as it is. */
export function plainProject(file: string | Buffer = ':memory:'): PlainProject {
  const db = new Database(file)
  db.pragma('foreign_keys = ON')
  if (typeof file === 'string') for (const migration of migrations) migration.up(db)
  const call = (query: string, args: unknown): unknown => {
    const [repository = '', name = ''] = query.split('.')
    const functions = (repositories as unknown as Record<string, Record<string, (db: Database.Database, args: unknown) => unknown>>)[repository]
    const found = functions?.[name]
    if (!found) throw new Error(`no query ${query}`)
    return db.transaction(() => found(db, args)).immediate()
  }
  const plain: PlainProject = {
    db,
    project: {
      handle: '0123456789abcdef',
      path: '/nowhere/test.planisphere',
      name: 'test',
      readOnly: false,
      createdAt: 0,
      store: {
        file: typeof file === 'string' ? file : ':memory:',
        readOnly: false,
        read: (query, args) => Promise.resolve().then(() => call(query, structuredClone(args))),
        write: (query, args) =>
          Promise.resolve().then(() => {
            plain.beforeWrite?.(query)
            return call(query, structuredClone(args))
          }),
        reader: () => ({ read: (query: string, args: unknown) => Promise.resolve().then(() => call(query, structuredClone(args))), end: () => Promise.resolve() }),
        close: () => Promise.resolve(db.close()).then(() => {})
      } as ProjectStore,
      folders: { vectors: '', thumbnails: '', backups: '', encoders: '', images: '', planet: '' },
      dataVersion: 0
    }
  }
  return plain
}

/** Runs a job's runner as the queue would, with its checkpoint read from the database. Returns its result and problems. */
export async function runJob<P extends Record<string, unknown>, C>(
  plain: PlainProject,
  runner: JobRunner<P, C>,
  params: P,
  more: { id?: string; signal?: AbortSignal } = {}
): Promise<{ id: string; result: Record<string, unknown>; problems: Problem[] }> {
  const id = more.id ?? `job-${Math.random().toString(36).slice(2)}`
  plain.db.prepare("INSERT INTO jobs (id, kind, title, state, params, created_at) VALUES (?, ?, ?, 'running', '{}', 0) ON CONFLICT DO NOTHING").run(id, runner.kind, runner.title(params))
  const stored = plain.db.prepare('SELECT checkpoint FROM jobs WHERE id = ?').pluck().get(id) as string | null
  const problems: Problem[] = []
  const context: JobContext<P, C> = {
    id,
    project: plain.project,
    params,
    signal: more.signal ?? new AbortController().signal,
    checkpoint: stored === null ? null : (JSON.parse(stored) as C),
    saveCheckpoint(checkpoint) {
      plain.db.prepare('UPDATE jobs SET checkpoint = ? WHERE id = ?').run(JSON.stringify(checkpoint), id)
      return Promise.resolve()
    },
    progress() {},
    problem: (problem) => void problems.push(problem),
    emit() {}
  }
  return { id, result: await runner.run(context), problems }
}
