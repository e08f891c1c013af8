import type { SignatureReader } from '../planet/signatures/signature-reader.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Colour, structure and texture of views: mining them, and those of one view. */
export function planetSignaturesHandlers(engine: EngineContext, signatures: SignatureReader): Pick<Handlers, 'planet.mine' | 'planet.signature'> {
  return {
    async 'planet.mine'({ project }) {
      const job = await engine.jobs.start(engine.project(project), 'mine', {})
      return { job: job.id }
    },

    'planet.signature': async ({ project, view }) => signatures.of(engine.project(project), view)
  }
}
