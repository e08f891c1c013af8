import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from './open-project.ts'

export interface IndexingOptions {
  readonly signal?: AbortSignal
  /** Told after every batch: rows indexed since the start, and how many there were then. */
  progress?(done: number, total: number): void
}

const underWay = new WeakMap<OpenProject, Promise<void>>()

/**
 * Brings full text and coordinates up to date in batches of some 8 ms, between which a person's writes go first.
 * Imports call it at their end. Stopped or killed, it goes on where it was at the next call or opening.
 */
export async function bringIndexesUpToDate(project: OpenProject, options: IndexingOptions = {}): Promise<void> {
  const rows = (left: { captions: number; places: number }): number => left.captions + left.places
  let total = 0
  for (;;) {
    options.signal?.throwIfAborted()
    const left = rows(await project.store.write('indexing.step', { limit: 5000 }))
    total = Math.max(total, left)
    if (left === 0) return
    options.progress?.(total - left, total)
  }
}

/** Indexes in the background what was left when the project was last closed. At most one such run a project. */
export function resumeIndexing(project: OpenProject, onError: (error: unknown) => void): void {
  if (project.readOnly || underWay.has(project)) return
  const run = (async () => {
    const left = await project.store.read('indexing.pending', {})
    if (left.captions + left.places > 0) await bringIndexesUpToDate(project)
  })()
  const settled = run
    .catch((error: unknown) => {
      // Closed meanwhile: the next opening goes on.
      if (!(error instanceof PlanisphereError && error.code === 'NOT_FOUND')) onError(error)
    })
    .finally(() => underWay.delete(project))
  underWay.set(project, settled)
}
