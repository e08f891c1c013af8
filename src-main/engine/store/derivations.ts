import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from './open-project.ts'

/** Batches that a caller waits for; what is left goes on behind. */
const awaitedBatches = 20

const underWay = new WeakMap<OpenProject, Promise<void>>()

/**
 * Derives the captions of bulk events that were undone or given back, in short transactions between which a person's
 * writes go first. Resolves when all is done, or after a moment: then it goes on behind and tells `later` at its end.
 */
export async function bringDerivedUpToDate(project: OpenProject, later: () => void): Promise<void> {
  for (let batch = 0; batch < awaitedBatches; batch++) if ((await project.store.write('review.deriveSome', {}, { priority: 'person' })) === 0) return
  resumeDerivations(project, later)
}

/** Derives in the background what is left: after a long undo, or when the engine died during one. At most one run a project. */
export function resumeDerivations(project: OpenProject, later: () => void, onError: (error: unknown) => void = () => undefined): void {
  if (project.readOnly || underWay.has(project)) return
  const run = (async () => {
    let derived = 0
    for (;;) {
      const some = await project.store.write('review.deriveSome', {})
      if (some === 0) break
      derived += some
    }
    if (derived > 0) later()
  })()
  underWay.set(
    project,
    run
      .catch((error: unknown) => {
        // Closed meanwhile: the next opening goes on.
        if (!(error instanceof PlanisphereError && error.code === 'NOT_FOUND')) onError(error)
      })
      .finally(() => underWay.delete(project))
  )
}

/** After a migration that leaves the derived tables empty: everything is made again from the log, before anyone reads. */
export async function deriveAfterMigration(project: OpenProject): Promise<void> {
  if (project.readOnly || (await project.store.read('meta.get', { key: 'derive_again' })) === null) return
  await project.store.write('review.rebuild', {})
}
