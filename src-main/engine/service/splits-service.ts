import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { divideInThread } from '../splits/divide-in-thread.ts'
import { forgetChange, listChanges, writeChange } from '../splits/former-splits.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type SplitMethods = 'splits.preview' | 'splits.assign' | 'splits.last' | 'splits.undo'

/** Dividing places into train, validation and test. */
export function splitsHandlers(engine: EngineContext): Pick<Handlers, SplitMethods> {
  return {
    async 'splits.preview'({ project, rule }, { signal }) {
      return (await divideInThread(engine.project(project), rule, signal)).overview
    },

    async 'splits.assign'({ project, rule }) {
      const job = await engine.jobs.start(engine.project(project), 'split', { rule })
      return { job: job.id }
    },

    async 'splits.last'({ project }) {
      const [last] = await listChanges(engine.project(project))
      return last === undefined ? null : { job: last.job, title: last.title, at: last.at, places: last.change.ids.length }
    },

    async 'splits.undo'({ project: handle }) {
      const project = engine.project(handle)
      const busy = (await engine.jobs.list(project, 100)).find(({ kind, state }) => kind === 'split' && (state === 'running' || state === 'queued'))
      if (busy) throw new PlanisphereError('CONFLICT', `${busy.title} is at work.`, { hint: 'Wait for its end, or cancel it.' })
      const [last] = await listChanges(project)
      if (last === undefined) throw new PlanisphereError('NOT_FOUND', 'There is no division of the places to take back.', { hint: 'Only those that were made here can be.' })
      const changedSince = await writeChange(project, last.change, 'take back')
      await forgetChange(project, last.job)
      project.dataVersion++
      engine.emit({ type: 'changed', project: handle, what: ['places'] })
      return { restored: last.change.ids.length - changedSince, changedSince }
    }
  }
}
