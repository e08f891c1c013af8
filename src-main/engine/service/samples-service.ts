import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** The synthetic sample project. */
export function samplesHandlers(engine: EngineContext): Pick<Handlers, 'samples.start'> {
  return {
    async 'samples.start'({ path, options }) {
      const project = await engine.openProjects.open(path, { readOnly: false, create: true })
      const job = await engine.jobs.start(project, 'sample', { ...options })
      return { project: project.handle, job: job.id }
    }
  }
}
