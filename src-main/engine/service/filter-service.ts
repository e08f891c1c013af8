import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** The filter language: what is wrong with a query, how many fit, and what could be written. */
export function filterHandlers(engine: EngineContext): Pick<Handlers, 'filter.check' | 'filter.values'> {
  return {
    'filter.check': ({ project, ...args }) => engine.project(project).store.read('filter.check', args),
    'filter.values': ({ project, ...args }) => engine.project(project).store.read('filter.values', args)
  }
}
