import type { EngineEvent } from '#shared/contracts/events.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { OpenProject } from '../store/open-project.ts'

/** What every service works with. Made once, in `service/create-engine.ts`. */
export interface EngineContext {
  /** The open project of a handle; NOT_FOUND if it is not open. */
  project(handle: string): OpenProject
  readonly openProjects: {
    open(path: string, options: { readOnly: boolean; create?: boolean }): Promise<OpenProject>
    close(handle: string): Promise<void>
  }
  readonly jobs: JobQueue
  emit(event: EngineEvent): void
  /** Folder of the application's own files: resources/. */
  readonly resources: string
  /** Planisphere's version. */
  readonly version: string
}
