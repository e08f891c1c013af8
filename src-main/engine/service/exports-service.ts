import { resolve } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { exportsFolder } from '../exporting/export-job.ts'
import { ExportTarget } from '../exporting/export-target.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

export function exportsHandlers(engine: EngineContext): Pick<Handlers, 'exports.start'> {
  return {
    async 'exports.start'({ project, format, out, copyImages, where, me }) {
      const open = engine.project(project)
      if (where && format === 'jsonl') {
        throw new PlanisphereError('UNSUPPORTED', 'jsonl holds a whole project with its log: a part of it cannot be written.', { hint: 'Choose another format, or make a work package of the part.' })
      }
      const wrong = where ? (await open.store.read('filter.check', { query: where, me })).errors[0] : undefined
      if (wrong) throw new PlanisphereError('INVALID_INPUT', `The filter cannot be read at character ${wrong.start + 1}: ${wrong.message}`, { hint: wrong.hint })
      // Asked before the job, so that a wrong target is an answer and not a failed job.
      const target = await ExportTarget.open(out, exportsFolder(format), 'asking')
      await target.discard()
      const job = await engine.jobs.start(open, 'export', { format, out: resolve(out), copyImages, ...(where ? { where, ...(me === undefined ? {} : { me }) } : {}) })
      return { job: job.id }
    }
  }
}
