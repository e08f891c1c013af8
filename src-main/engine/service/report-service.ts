import { join, resolve } from 'node:path'
import { contract } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { AskEngine } from '../reporting/gather-report.ts'
import { checkTarget, reportTarget } from '../reporting/report-folder.ts'
import { findRuns } from './analysis-service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handler, Handlers } from './handlers.ts'

/** Reports of runs: where they may go, and the job that makes them. */
export function reportHandlers(engine: EngineContext): Pick<Handlers, 'report.target' | 'report.make'> {
  return {
    async 'report.target'({ out, name }) {
      const path = resolve(out)
      const state = await reportTarget(path)
      if (state !== 'other' || name === undefined) return { out: path, state }
      // A person chose the folder to put it in, rather than the folder that it shall be.
      const inside = join(path, name)
      return { out: inside, state: await reportTarget(inside) }
    },

    async 'report.make'({ project: handle, options, out, replace }) {
      const project = engine.project(handle)
      const runs = [...new Set(options.runs)]
      await findRuns(project, runs)
      const { where, me } = options.selection
      const wrong = where ? (await project.store.read('filter.check', { query: where, me })).errors[0] : undefined
      if (wrong) throw new PlanisphereError('INVALID_INPUT', `The filter cannot be read at character ${wrong.start + 1}: ${wrong.message}`, { hint: wrong.hint })
      // Asked before the job, so that a wrong folder is an answer and not a failed job.
      const path = await checkTarget(out, replace)
      const job = await engine.jobs.start(project, 'report', { options: { ...options, runs }, out: path, replace })
      return { job: job.id }
    }
  }
}

/** Asks the handlers of the engine as a caller from outside would: the same defaults, the same answers. */
export function askHandlers(handlers: Partial<Handlers>): (signal: AbortSignal) => AskEngine {
  return (signal) => async (method, input) => {
    const handler = handlers[method] as Handler<typeof method> | undefined
    if (handler === undefined) throw new PlanisphereError('UNSUPPORTED', `This engine does not answer ${method}.`)
    return (await handler(contract[method].input.parse(input) as never, { signal })) as never
  }
}
