import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { describePairs, readReport } from '../leaks/leaks-report.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Leaks between splits: looked for by a job, shown from its report. */
export function leaksHandlers(engine: EngineContext): Pick<Handlers, 'leaks.check' | 'leaks.last' | 'leaks.pairs'> {
  return {
    async 'leaks.check'({ project, options }) {
      const job = await engine.jobs.start(engine.project(project), 'leaks', { options })
      return { job: job.id }
    },

    async 'leaks.last'({ project }) {
      const report = await readReport(engine.project(project))
      return report === null ? null : { at: report.at, options: report.options, counts: report.counts }
    },

    async 'leaks.pairs'({ project: handle, kind, start, count }) {
      const project = engine.project(handle)
      const report = await readReport(project)
      if (report === null) throw new PlanisphereError('NOT_FOUND', 'No leaks have been looked for yet.', { hint: 'Check for leaks first.' })
      return describePairs(project, report, kind, start, count)
    }
  }
}
