import type { OpenProject } from './open-project.ts'

const key = 'own_images'

/**
 * Pictures in the project's own `images` folder move with it: when a project is opened elsewhere than last time, their
 * root follows. Images outside of the project stay where they are.
 */
export async function followOwnImages(project: OpenProject): Promise<void> {
  const before = await project.store.read('meta.get', { key })
  const now = project.folders.images
  if (before === now) return
  if (before !== null) {
    await project.store.write('projects.relink', { root: before, path: now })
    project.dataVersion += 1
  }
  await project.store.write('meta.set', { key, value: now })
}
