import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** The log for people to read, and the tags that they have given. */
export function reviewHistoryHandlers(engine: EngineContext): Pick<Handlers, 'review.log' | 'review.tagNames'> {
  return {
    async 'review.log'({ project, ...args }) {
      return engine.project(project).store.read('review.log', args)
    },

    async 'review.tagNames'({ project }) {
      return engine.project(project).store.read('review.tagNames', { limit: 1000 })
    }
  }
}
