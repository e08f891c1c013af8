import type { Job } from '#shared/domain/job.ts'
import type { Problem } from '#shared/domain/records.ts'
import type { OpenProject } from '../store/open-project.ts'

/** Where the jobs of a project are kept. */
export interface JobRows {
  insert(job: Job): Promise<void>
  /** Writes the job as it is now, its new problems, and the checkpoint where one is given (null clears it). */
  save(job: Job, change: { readonly problems: readonly Problem[]; readonly checkpoint?: unknown }): Promise<void>
  get(id: string): Promise<{ readonly job: Job; readonly checkpoint: unknown } | null>
  list(limit: number): Promise<Job[]>
  problems(id: string, start: number, count: number): Promise<Problem[]>
  forget(id: string): Promise<void>
}

/** In the project's own database: they survive the engine. */
export function storedJobRows(project: OpenProject): JobRows {
  const { store } = project
  return {
    insert: (job) => store.write('jobs.insert', { job }, { priority: 'person' }),
    save: (job, { problems, checkpoint }) => store.write('jobs.save', { job: { ...job, problems: [] }, checkpoint, problems }),
    get: (id) => store.read('jobs.get', { id }),
    list: (limit) => store.read('jobs.list', { limit }),
    problems: (id, start, count) => store.read('jobs.problems', { id, start, count }),
    forget: (id) => store.write('jobs.forget', { id }, { priority: 'person' })
  }
}

/** For a project that is open for reading only: an export or a dry run needs no row that outlives the engine. */
export class PassingJobRows implements JobRows {
  readonly #jobs = new Map<string, { job: Job; checkpoint: unknown; problems: Problem[] }>()

  insert(job: Job): Promise<void> {
    this.#jobs.set(job.id, { job, checkpoint: null, problems: [] })
    return Promise.resolve()
  }

  save(job: Job, change: { readonly problems: readonly Problem[]; readonly checkpoint?: unknown }): Promise<void> {
    const kept = this.#jobs.get(job.id)
    if (!kept) return Promise.resolve()
    kept.job = job
    kept.problems.push(...change.problems)
    if (change.checkpoint !== undefined) kept.checkpoint = change.checkpoint
    return Promise.resolve()
  }

  get(id: string): Promise<{ job: Job; checkpoint: unknown } | null> {
    return Promise.resolve(this.#jobs.get(id) ?? null)
  }

  list(limit: number): Promise<Job[]> {
    return Promise.resolve([...this.#jobs.values()].map(({ job }) => job).reverse().slice(0, limit))
  }

  problems(id: string, start: number, count: number): Promise<Problem[]> {
    return Promise.resolve(this.#jobs.get(id)?.problems.slice(start, start + count) ?? [])
  }

  forget(id: string): Promise<void> {
    this.#jobs.delete(id)
    return Promise.resolve()
  }
}
