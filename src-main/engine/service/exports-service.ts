import { resolve } from 'node:path'
import { exportsFolder } from '../exporting/export-job.ts'
import { ExportTarget } from '../exporting/export-target.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

export function exportsHandlers(engine: EngineContext): Pick<Handlers, 'exports.start'> {
  return {
    async 'exports.start'({ project, format, out, copyImages }) {
      const open = engine.project(project)
      // Asked before the job, so that a wrong target is an answer and not a failed job.
      const target = await ExportTarget.open(out, exportsFolder(format), 'asking')
      await target.discard()
      const job = await engine.jobs.start(open, 'export', { format, out: resolve(out), copyImages })
      return { job: job.id }
    }
  }
}
