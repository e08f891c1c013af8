import { randomUUID } from 'node:crypto'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { Job, JobKind, JobState } from '#shared/domain/job.ts'
import type { Problem } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { JobQueue, JobRunner } from './job-queue.ts'
import { PassingJobRows, storedJobRows, type JobRows } from './job-rows.ts'
import { RunningJob, type Stop } from './running-job.ts'

export interface QueueHooks {
  emit(event: EngineEvent): void
  onDefect(kind: string, error: unknown): void
  /** How long closing waits for a running job to come to a safe point. Default: 6,000 ms. */
  readonly stopLimitMs?: number
}

interface Lane {
  /** Whether a job runs or is about to. */
  busy: boolean
  running: RunningJob | null
  /** Ids of queued jobs, in order; one that is about to run is still the first. */
  readonly queued: string[]
  closing: boolean
}

/** Where the jobs of a project wait and run: long work, and what runs beside it. */
interface Lanes {
  readonly rows: JobRows
  readonly work: Lane
  readonly beside: Lane
}

const resumable: readonly JobState[] = ['paused', 'failed', 'cancelled', 'interrupted']
const active: readonly JobState[] = ['queued', 'running']

/** Jobs kept in each project's table `jobs` (see job-rows.ts); one a lane runs at a time in a project, the others wait in order. */
export class ProjectJobQueue implements JobQueue {
  readonly #hooks: QueueHooks
  readonly #runners = new Map<JobKind, JobRunner>()
  readonly #lanes = new WeakMap<OpenProject, Lanes>()
  /** What a dead engine left unfinished, until it is asked to go on. */
  readonly #interrupted = new WeakMap<OpenProject, string[]>()

  constructor(hooks: QueueHooks) {
    this.#hooks = hooks
  }

  register<P extends Record<string, unknown>, C>(runner: JobRunner<P, C>): void {
    // Each runner parses or trusts its own parameters: it is given what `start` was given for its kind.
    this.#runners.set(runner.kind, runner as unknown as JobRunner)
  }

  async start(project: OpenProject, kind: JobKind, params: Record<string, unknown>): Promise<Job> {
    const runner = this.#runner(kind)
    if (project.readOnly && !runner.onlyReads?.(params)) throw new PlanisphereError('READ_ONLY', `${project.name} is open read-only.`, { hint: 'Open it for writing to start work on it.' })
    const job: Job = {
      id: randomUUID(),
      kind,
      title: runner.title(params),
      state: 'queued',
      params,
      progress: null,
      result: null,
      error: null,
      problems: [],
      problemCount: 0,
      createdAt: Date.now(),
      finishedAt: null,
      undoable: false
    }
    await this.#rows(project).insert(job)
    this.#enqueue(project, job)
    return job
  }

  async get(project: OpenProject, id: string): Promise<Job> {
    const running = this.#running(project).find(({ job }) => job.id === id)
    if (running) return running.job
    return (await this.#kept(project, id)).job
  }

  async list(project: OpenProject, limit: number): Promise<Job[]> {
    const jobs = await this.#rows(project).list(limit)
    const running = this.#running(project)
    return jobs.map((job) => running.find((other) => other.job.id === job.id)?.job ?? job)
  }

  pause(project: OpenProject, id: string): Promise<Job> {
    return this.#stop(project, id, 'paused')
  }

  cancel(project: OpenProject, id: string): Promise<Job> {
    return this.#stop(project, id, 'cancelled')
  }

  async resume(project: OpenProject, id: string): Promise<Job> {
    const { job } = await this.#kept(project, id)
    if (active.includes((await this.get(project, id)).state)) return this.get(project, id)
    if (!resumable.includes(job.state)) throw new PlanisphereError('CONFLICT', `${job.title} is ${job.state}.`, { hint: 'Only a job that stopped before its end can go on.' })
    const queued: Job = { ...job, state: 'queued', error: null, finishedAt: null }
    await this.#save(project, queued)
    this.#enqueue(project, queued)
    return queued
  }

  async undo(project: OpenProject, id: string): Promise<{ places: number; views: number; captions: number }> {
    const { job } = await this.#kept(project, id)
    const runner = this.#runner(job.kind)
    if (active.includes((await this.get(project, id)).state)) throw new PlanisphereError('CONFLICT', `${job.title} is still at work.`, { hint: 'Cancel it first.' })
    if (!runner.undo || !job.undoable) throw new PlanisphereError('UNSUPPORTED', `What ${job.title} did cannot be taken back.`)
    const removed = await runner.undo(project, id)
    project.dataVersion++
    // It can neither be undone again nor go on from where it stood.
    const undone: Job = { ...job, state: 'cancelled', undoable: false }
    await this.#save(project, undone, null)
    this.#hooks.emit({ type: 'changed', project: project.handle, what: ['places', 'views', 'captions'] })
    return removed
  }

  async forget(project: OpenProject, id: string): Promise<void> {
    const job = await this.get(project, id)
    if (active.includes(job.state)) throw new PlanisphereError('CONFLICT', `${job.title} is still at work.`, { hint: 'Cancel it first.' })
    await this.#rows(project).forget(id)
  }

  async problems(project: OpenProject, id: string, start: number, count: number): Promise<{ total: number; problems: Problem[] }> {
    const job = await this.get(project, id)
    return { total: job.problemCount, problems: await this.#rows(project).problems(id, start, count) }
  }

  async recover(project: OpenProject): Promise<void> {
    if (project.readOnly) return
    const found = await project.store.write('jobs.interruptUnfinished', {})
    this.#interrupted.set(project, found.map((job) => job.id))
    for (const job of found) this.#hooks.emit({ type: 'job', project: project.handle, job })
  }

  async resumeInterrupted(project: OpenProject): Promise<void> {
    const ids = this.#interrupted.get(project) ?? []
    this.#interrupted.delete(project)
    for (const id of ids) if ((await this.get(project, id)).state === 'interrupted') await this.resume(project, id)
  }

  async stopAll(project: OpenProject): Promise<void> {
    const { work, beside } = this.#lanesOf(project)
    for (const lane of [work, beside]) {
      lane.closing = true
      lane.queued.length = 0
    }
    // One that never comes to a safe point must not keep the project from closing: its row stays 'running', and the
    // next opening finds it interrupted.
    const limit = new Promise<void>((resolve) => setTimeout(resolve, this.#hooks.stopLimitMs ?? 6000).unref())
    await Promise.race([Promise.all(this.#running(project).map((job) => job.stop('interrupted'))), limit])
  }

  #runner(kind: JobKind): JobRunner {
    const runner = this.#runners.get(kind)
    if (!runner) throw new PlanisphereError('UNSUPPORTED', `This engine cannot do jobs of the kind ${kind}.`)
    return runner
  }

  #lanesOf(project: OpenProject): Lanes {
    let lanes = this.#lanes.get(project)
    const empty = (): Lane => ({ busy: false, running: null, queued: [], closing: false })
    if (!lanes) this.#lanes.set(project, (lanes = { rows: project.readOnly ? new PassingJobRows() : storedJobRows(project), work: empty(), beside: empty() }))
    return lanes
  }

  #lane(project: OpenProject, kind: JobKind): Lane {
    return this.#lanesOf(project)[this.#runners.get(kind)?.beside === true ? 'beside' : 'work']
  }

  #running(project: OpenProject): RunningJob[] {
    const { work, beside } = this.#lanesOf(project)
    return [work, beside].flatMap(({ running }) => running ?? [])
  }

  #rows(project: OpenProject): JobRows {
    return this.#lanesOf(project).rows
  }

  async #kept(project: OpenProject, id: string): Promise<{ job: Job; checkpoint: unknown }> {
    const kept = await this.#rows(project).get(id)
    if (!kept) throw new PlanisphereError('NOT_FOUND', `There is no job ${id} in this project.`, { hint: 'It may have been forgotten. Read the list again.' })
    return kept
  }

  async #save(project: OpenProject, job: Job, checkpoint?: null): Promise<void> {
    await this.#rows(project).save(job, { problems: [], ...(checkpoint === null ? { checkpoint } : {}) })
    this.#hooks.emit({ type: 'job', project: project.handle, job })
  }

  #enqueue(project: OpenProject, job: Job): void {
    const lane = this.#lane(project, job.kind)
    this.#hooks.emit({ type: 'job', project: project.handle, job })
    lane.queued.push(job.id)
    this.#startNext(project, lane)
  }

  #startNext(project: OpenProject, lane: Lane): void {
    const id = lane.queued[0]
    if (lane.busy || lane.closing || id === undefined) return
    // Taken before anything is awaited, so that two starts cannot both find it free.
    lane.busy = true
    this.#runNext(project, lane, id)
      .catch((error: unknown) => this.#hooks.onDefect('queue', error))
      .finally(() => {
        lane.busy = false
        this.#startNext(project, lane)
      })
  }

  async #runNext(project: OpenProject, lane: Lane, id: string): Promise<void> {
    try {
      const { job, checkpoint } = await this.#kept(project, id)
      // Cancelled or paused while its row was read.
      if (lane.queued[0] !== id) return
      const runner = this.#runner(job.kind)
      lane.running = new RunningJob(project, this.#rows(project), runner, { ...job, undoable: runner.undoable === true }, checkpoint, {
        emit: this.#hooks.emit,
        onDefect: (error) => this.#hooks.onDefect(job.kind, error)
      })
    } finally {
      if (lane.queued[0] === id) lane.queued.shift()
    }
    await lane.running.ended
    lane.running = null
  }

  async #stop(project: OpenProject, id: string, why: Stop): Promise<Job> {
    const running = this.#running(project).find((other) => other.job.id === id)
    if (running) return running.stop(why)
    const { job } = await this.#kept(project, id)
    // Begun while its row was read: a stop must not be lost.
    const begun = this.#running(project).find((other) => other.job.id === id)
    if (begun) return begun.stop(why)
    const lane = this.#lane(project, job.kind)
    const position = lane.queued.indexOf(id)
    // Cancelling what is paused or failed gives it up; anything else has ended already and stays as it is.
    if (position < 0 && !(why === 'cancelled' && ['paused', 'failed', 'interrupted'].includes(job.state))) return job
    if (position >= 0) lane.queued.splice(position, 1)
    const stopped: Job = { ...job, state: why, finishedAt: Date.now() }
    await this.#save(project, stopped)
    return stopped
  }
}
