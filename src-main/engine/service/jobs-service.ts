import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type JobMethods = 'jobs.list' | 'jobs.get' | 'jobs.pause' | 'jobs.resume' | 'jobs.cancel' | 'jobs.undo' | 'jobs.forget' | 'jobs.problems'

/** Long work: what there is, and how to stop it, go on, or take it back. */
export function jobsHandlers(engine: EngineContext): Pick<Handlers, JobMethods> {
  const { jobs } = engine
  return {
    'jobs.list': async ({ project, limit }) => jobs.list(engine.project(project), limit),
    'jobs.get': async ({ project, job }) => jobs.get(engine.project(project), job),
    'jobs.pause': async ({ project, job }) => jobs.pause(engine.project(project), job),
    'jobs.resume': async ({ project, job }) => jobs.resume(engine.project(project), job),
    'jobs.cancel': async ({ project, job }) => jobs.cancel(engine.project(project), job),
    'jobs.undo': async ({ project, job }) => jobs.undo(engine.project(project), job),
    'jobs.forget': async ({ project, job }) => {
      await jobs.forget(engine.project(project), job)
      return {}
    },
    'jobs.problems': async ({ project, job, start, count }) => jobs.problems(engine.project(project), job, start, count)
  }
}
