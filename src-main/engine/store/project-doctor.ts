import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { databaseName, projectFolder } from './open-projects.ts'
import type { CheckItem } from './repositories/projects.ts'
import { openStore } from './threaded-store.ts'

/** Checks a project without changing or locking it: database, log, counters, vectors, folders of images. */
export async function checkProject(path: string): Promise<CheckItem[]> {
  let opened
  let folder
  try {
    folder = projectFolder(path)
    const file = join(folder, databaseName)
    opened = await openStore({ file, backups: join(folder, 'backups'), access: 'read', create: null })
  } catch (error) {
    const { message, hint } = toErrorData(error)
    return [{ what: 'Project', ok: false, detail: hint === undefined ? message : `${message} ${hint}` }]
  }
  const { store } = opened
  try {
    const items: CheckItem[] = [{ what: 'Project', ok: true, detail: `${folder} can be read and its schema is ours` }]
    items.push(...(await store.read('projects.integrity', {})))
    items.push(...(await store.read('review.check', {})))
    const left = await store.read('indexing.pending', {})
    items.push({ what: 'Search index', ok: true, detail: left.captions + left.places === 0 ? 'up to date' : `${left.captions} captions and ${left.places} places are still to be indexed` })
    for (const { root, views, first } of await store.read('projects.imageRoots', {})) {
      const sample = first === null ? null : isAbsolute(first) || root === '' ? first : join(root, first)
      const ok = sample === null || existsSync(sample)
      items.push({ what: 'Images', ok, detail: ok ? `${views} views under ${root || 'several folders'}` : `${sample} is missing (${views} views under ${root}). Point the folder to where it is now.` })
    }
    items.push(...(await store.read('projects.vectors', { folder: join(folder, 'vectors') })))
    return items
  } catch (error) {
    const { message } = toErrorData(error)
    return [{ what: 'Database', ok: false, detail: message }]
  } finally {
    await store.close()
  }
}
