import type { Job, JobProgress } from '#shared/domain/job.ts'
import type { Problem } from '#shared/domain/records.ts'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { JobContext, JobRunner } from './job-queue.ts'
import type { JobRows } from './job-rows.ts'
import { ProgressMeter } from './progress-meter.ts'

/** Why a running job was asked to stop: the state it then has. */
export type Stop = 'paused' | 'cancelled' | 'interrupted'

const reportEveryMs = 100
const shownProblems = 20
/** Problems that are held until the next checkpoint; with more, they are written before it. */
const heldProblems = 2000

/** One job while it runs: its context, its reports, its end. */
export class RunningJob {
  readonly project: OpenProject
  readonly ended: Promise<Job>
  readonly #rows: JobRows
  readonly #runner: JobRunner
  readonly #emit: (event: EngineEvent) => void
  readonly #onDefect: (error: unknown) => void
  readonly #abort = new AbortController()
  readonly #meter = new ProgressMeter()
  #job: Job
  #stop: Stop | null = null
  #unsaved: Problem[] = []
  #lastReport = -Infinity
  #timer: NodeJS.Timeout | null = null
  #latest: Omit<JobProgress, 'rate' | 'etaSeconds'> | null = null

  constructor(project: OpenProject, rows: JobRows, runner: JobRunner, job: Job, checkpoint: unknown, hooks: { emit: (event: EngineEvent) => void; onDefect: (error: unknown) => void }) {
    this.project = project
    this.#rows = rows
    this.#runner = runner
    this.#emit = hooks.emit
    this.#onDefect = hooks.onDefect
    this.#job = { ...job, state: 'running', error: null, result: null, finishedAt: null }
    this.ended = this.#run(checkpoint)
  }

  /** The job as it is now. */
  get job(): Job {
    return this.#job
  }

  /** Asks it to stop at its next safe point; resolves with the job when it has. */
  stop(why: Stop): Promise<Job> {
    this.#stop ??= why
    this.#abort.abort(new PlanisphereError('CANCELLED', `${this.#job.title} was stopped.`))
    return this.ended
  }

  async #run(checkpoint: unknown): Promise<Job> {
    let end: Partial<Job>
    try {
      await this.#save(this.#job)
      this.#tell()
      end = { state: 'done', result: await this.#runner.run(this.#context(checkpoint)) }
    } catch (error) {
      // A stop is what was asked for; any other failure, even after it, is one that a person must see.
      end = this.#stop !== null && isCancelled(error) ? { state: this.#stop } : this.#failure(error)
    }
    if (this.#timer) clearTimeout(this.#timer)
    this.#takeProgress(performance.now())
    // Nobody sees the end before it is kept: who is told that a job is done may close the project or die.
    let final: Job = { ...this.#job, ...end, finishedAt: Date.now() }
    try {
      await this.#save(final)
    } catch (error) {
      // The disk is full, say: the row keeps 'running' and becomes 'interrupted' at the next opening.
      if (final.state !== 'failed') final = { ...final, ...this.#failure(error) }
    }
    this.#job = final
    this.#tell()
    return final
  }

  #context(checkpoint: unknown): JobContext {
    return {
      id: this.#job.id,
      project: this.project,
      params: this.#job.params,
      signal: this.#abort.signal,
      checkpoint: checkpoint ?? null,
      saveCheckpoint: (next) => this.#save(this.#job, next),
      progress: (progress) => {
        this.#latest = progress
        this.#reportSoon()
      },
      problem: (problem) => {
        this.#unsaved.push(problem)
        const problems = this.#job.problems.length < shownProblems ? [...this.#job.problems, problem] : this.#job.problems
        this.#set({ problems, problemCount: this.#job.problemCount + 1 })
        if (this.#unsaved.length === heldProblems) this.#save(this.#job).catch((error: unknown) => this.#onDefect(error))
        this.#reportSoon()
      },
      emit: (event) => this.#emit(event)
    }
  }

  #save(job: Job, checkpoint?: unknown): Promise<void> {
    const problems = this.#unsaved
    this.#unsaved = []
    return this.#rows.save(job, { problems, checkpoint }).catch((error: unknown) => {
      this.#unsaved = [...problems, ...this.#unsaved]
      throw error
    })
  }

  #failure(error: unknown): Pick<Job, 'state' | 'error'> {
    const { code, message, hint } = toErrorData(error)
    if (code === 'INTERNAL') this.#onDefect(error)
    return { state: 'failed', error: { code, message, ...(hint === undefined ? {} : { hint }) } }
  }

  #set(change: Partial<Job>): void {
    this.#job = { ...this.#job, ...change }
  }

  #reportSoon(): void {
    if (this.#timer) return
    const wait = this.#lastReport + reportEveryMs - performance.now()
    if (wait <= 0) return this.#report()
    this.#timer = setTimeout(() => this.#report(), wait)
  }

  #report(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#job.state !== 'running') return
    this.#lastReport = performance.now()
    this.#takeProgress(this.#lastReport)
    this.#tell()
  }

  #takeProgress(now: number): void {
    if (!this.#latest) return
    this.#set({ progress: this.#meter.report(this.#latest, now) })
    this.#latest = null
  }

  #tell(): void {
    this.#emit({ type: 'job', project: this.project.handle, job: this.#job })
  }
}

function isCancelled(error: unknown): boolean {
  return (error instanceof PlanisphereError && error.code === 'CANCELLED') || (error instanceof Error && error.name === 'AbortError')
}
