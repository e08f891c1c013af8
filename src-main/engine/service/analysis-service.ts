import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Analyst } from '../evaluation/analysis/analyst.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type AnalysisMethods = 'analysis.count'

/** Questions about kept runs: figures, slices, tests, pictures. */
export function analysisHandlers(engine: EngineContext, analyst: Analyst): Pick<Handlers, AnalysisMethods> {
  return {
    async 'analysis.count'({ project: handle, run, selection }, { signal }) {
      const project = engine.project(handle)
      return analyst.ask(project, 'count', { runs: await findRuns(project, [run]), selection, args: {} }, signal)
    }
  }
}

/** The runs of these ids, in that order. NOT_FOUND names one that the project does not have. */
export async function findRuns(project: OpenProject, ids: readonly string[]): Promise<RunSummary[]> {
  return Promise.all(
    ids.map(async (id) => {
      const run = await project.store.read('runs.get', { run: id })
      if (!run) throw new PlanisphereError('NOT_FOUND', `The project has no run ${id}.`, { hint: 'List its runs again.' })
      return run
    })
  )
}
