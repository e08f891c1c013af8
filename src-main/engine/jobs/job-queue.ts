import type { Job, JobKind, JobProgress } from '#shared/domain/job.ts'
import type { Problem } from '#shared/domain/records.ts'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { OpenProject } from '../store/open-project.ts'

/** What a runner is given: its parameters, where it stood, and how to tell how it goes. */
export interface JobContext<P = Record<string, unknown>, C = unknown> {
  readonly id: string
  readonly project: OpenProject
  readonly params: P
  /** Aborted by pause, cancel and shutdown. Stop at the next safe point and throw `signal.reason`. */
  readonly signal: AbortSignal
  /** The last saved checkpoint of an earlier try, or null. */
  readonly checkpoint: C | null
  saveCheckpoint(checkpoint: C): Promise<void>
  /** Cheap: may be called for every item; reports go out at most ten times a second. */
  progress(progress: Omit<JobProgress, 'rate' | 'etaSeconds'>): void
  /** A problem with one item; the job goes on. */
  problem(problem: Problem): void
  emit(event: EngineEvent): void
}

/** One kind of long work. */
export interface JobRunner<P = Record<string, unknown>, C = unknown> {
  readonly kind: JobKind
  title(params: P): string
  readonly undoable?: boolean
  /** Runs beside the others: a person waits for it, and it takes little of the machine. Those that do wait for each other. */
  readonly beside?: boolean
  /** Whether such a job leaves the project as it is, and so may run where it is open for reading only. */
  onlyReads?(params: P): boolean
  run(context: JobContext<P, C>): Promise<Record<string, unknown>>
  /** Removes what the job added. */
  undo?(project: OpenProject, job: string): Promise<{ places: number; views: number; captions: number }>
}

/** The jobs of all open projects: one runs at a time in a project (and one of those that run beside it), the others wait in order. */
export interface JobQueue {
  register<P extends Record<string, unknown>, C>(runner: JobRunner<P, C>): void
  start(project: OpenProject, kind: JobKind, params: Record<string, unknown>): Promise<Job>
  get(project: OpenProject, id: string): Promise<Job>
  list(project: OpenProject, limit: number): Promise<Job[]>
  pause(project: OpenProject, id: string): Promise<Job>
  resume(project: OpenProject, id: string): Promise<Job>
  cancel(project: OpenProject, id: string): Promise<Job>
  undo(project: OpenProject, id: string): Promise<{ places: number; views: number; captions: number }>
  forget(project: OpenProject, id: string): Promise<void>
  problems(project: OpenProject, id: string, start: number, count: number): Promise<{ total: number; problems: Problem[] }>
  /** Marks what was running when the engine last died as interrupted. Called when a project is opened. */
  recover(project: OpenProject): Promise<void>
  /** Lets what `recover` found go on, in the order in which it was started. Does so once an opening. */
  resumeInterrupted(project: OpenProject): Promise<void>
  /** Stops the project's running job at its next safe point; it can be resumed. */
  stopAll(project: OpenProject): Promise<void>
}
