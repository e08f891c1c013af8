import { dirname, join } from 'node:path'
import type { OpenProject } from './open-project.ts'

const key = 'own_images'

/**
 * Pictures in the project's own `images` folder, and encoders in its `encoders` folder, move with it: when a project is
 * opened elsewhere than last time, their paths follow. What lies outside of the project stays where it is.
 */
export async function followOwnImages(project: OpenProject): Promise<void> {
  const before = await project.store.read('meta.get', { key })
  const now = project.folders.images
  if (before === now) return
  if (before !== null) {
    await project.store.write('projects.relink', { root: before, path: now })
    await project.store.write('encoders.moveFolder', { from: join(dirname(before), 'encoders'), to: project.folders.encoders })
    project.dataVersion += 1
  }
  await project.store.write('meta.set', { key, value: now })
}
