import { EncoderName } from '#shared/domain/encoder.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { writeTemplate } from '../evaluation/imports/write-template.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** What other systems computed: brought in by a job, and the order in which it is expected. */
export function runImportsHandlers(engine: EngineContext): Pick<Handlers, 'runs.import' | 'runs.template'> {
  return {
    async 'runs.import'({ project, import: asked }) {
      if (asked.source.kind === 'vectors' && !EncoderName.safeParse(asked.name).success) {
        throw new PlanisphereError('INVALID_INPUT', `${asked.name} cannot be the name of an encoder.`, { hint: 'Use letters, digits, dot, dash and underscore, 64 at most.' })
      }
      const job = await engine.jobs.start(engine.project(project), 'import-run', asked)
      return { job: job.id }
    },

    'runs.template': ({ project, out, queries, split }, { signal }) => writeTemplate(engine.project(project), { out, queries, split }, signal)
  }
}
