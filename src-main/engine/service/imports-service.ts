import { previewSource } from '../importing/preview.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

export function importsHandlers(engine: EngineContext): Pick<Handlers, 'imports.preview' | 'imports.start'> {
  return {
    async 'imports.preview'(input, call) {
      return await previewSource(input.options, input.rows, call.signal)
    },

    async 'imports.start'(input) {
      const job = await engine.jobs.start(engine.project(input.project), 'import', { options: input.options, dryRun: input.dryRun })
      return { job: job.id }
    }
  }
}
