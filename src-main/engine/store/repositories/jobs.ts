import type { Database } from 'better-sqlite3'
import type { Job, JobKind, JobState } from '#shared/domain/job.ts'
import type { Problem } from '#shared/domain/records.ts'
import { statement } from '../statement.ts'

/** A job as it is kept: the contract's record and its checkpoint. */
export interface KeptJob {
  readonly job: Job
  readonly checkpoint: unknown
}

/** Problems of one job that are kept; all are counted. */
export const keptProblems = 100_000
/** Problems that a job's record shows. */
const shownProblems = 20

interface JobRow {
  readonly id: string
  readonly kind: JobKind
  readonly title: string
  readonly state: JobState
  readonly params: string
  readonly checkpoint: string | null
  readonly progress: string | null
  readonly result: string | null
  readonly error: string | null
  readonly problem_count: number
  readonly undoable: number
  readonly created_at: number
  readonly finished_at: number | null
}

export const jobsRepository = {
  insert(db: Database, { job }: { job: Job }): void {
    statement<unknown[]>(db, 'INSERT INTO jobs (id, kind, title, state, params, undoable, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      job.id,
      job.kind,
      job.title,
      job.state,
      JSON.stringify(job.params),
      job.undoable ? 1 : 0,
      job.createdAt
    )
  },

  /** Writes state, progress, result and error as they are now; the checkpoint too, if one is given. */
  save(db: Database, { job, checkpoint, problems }: { job: Job; checkpoint?: unknown; problems: readonly Problem[] }): void {
    statement<unknown[]>(
      db,
      'UPDATE jobs SET title = ?, state = ?, progress = ?, result = ?, error = ?, problem_count = ?, undoable = ?, finished_at = ? WHERE id = ?'
    ).run(job.title, job.state, json(job.progress), json(job.result), json(job.error), job.problemCount, job.undoable ? 1 : 0, job.finishedAt, job.id)
    if (checkpoint !== undefined) statement<unknown[]>(db, 'UPDATE jobs SET checkpoint = ? WHERE id = ?').run(json(checkpoint), job.id)
    if (problems.length === 0) return
    const kept = statement<[string], number>(db, 'SELECT count(*) FROM job_problems WHERE job = ?').pluck().get(job.id) as number
    const insert = statement<unknown[]>(db, 'INSERT INTO job_problems (job, file, line, code, message) VALUES (?, ?, ?, ?, ?)')
    for (const { file, line, code, message } of problems.slice(0, Math.max(0, keptProblems - kept))) insert.run(job.id, file, line, code, message)
  },

  get(db: Database, { id }: { id: string }): KeptJob | null {
    const row = statement<[string], JobRow>(db, 'SELECT * FROM jobs WHERE id = ?').get(id)
    return row ? keptJob(db, row) : null
  },

  list(db: Database, { limit }: { limit: number }): Job[] {
    return statement<[number], JobRow>(db, 'SELECT * FROM jobs ORDER BY created_at DESC, id LIMIT ?')
      .all(limit)
      .map((row) => keptJob(db, row).job)
  },

  problems(db: Database, { id, start, count }: { id: string; start: number; count: number }): Problem[] {
    // Paged by position: at most `keptProblems` rows of one job, found through its index.
    return statement<[string, number, number], Problem>(db, 'SELECT file, line, code, message FROM job_problems WHERE job = ? ORDER BY id LIMIT ? OFFSET ?').all(id, count, start)
  },

  forget(db: Database, { id }: { id: string }): void {
    statement<[string]>(db, 'DELETE FROM jobs WHERE id = ?').run(id)
  },

  /** Jobs that were queued or running when the engine died: now interrupted. Returns them. */
  interruptUnfinished(db: Database, _args: Record<never, never>): Job[] {
    const ids = statement<[], string>(db, "SELECT id FROM jobs WHERE state IN ('queued', 'running') ORDER BY state = 'queued', created_at, id").pluck().all() as string[]
    statement<[]>(db, "UPDATE jobs SET state = 'interrupted' WHERE state IN ('queued', 'running')").run()
    return ids.flatMap((id) => jobsRepository.get(db, { id })?.job ?? [])
  }
}

function keptJob(db: Database, row: JobRow): KeptJob {
  return {
    checkpoint: parsed(row.checkpoint),
    job: {
      id: row.id,
      kind: row.kind,
      title: row.title,
      state: row.state,
      params: JSON.parse(row.params) as Job['params'],
      progress: parsed(row.progress) as Job['progress'],
      result: parsed(row.result) as Job['result'],
      error: parsed(row.error) as Job['error'],
      problems: row.problem_count === 0 ? [] : jobsRepository.problems(db, { id: row.id, start: 0, count: shownProblems }),
      problemCount: row.problem_count,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      undoable: row.undoable === 1
    }
  }
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}

function parsed(text: string | null): unknown {
  return text === null ? null : (JSON.parse(text) as unknown)
}
