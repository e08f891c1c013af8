import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { Thumbnails, type Picture } from '../media/thumbnails.ts'
import { TileArchives } from '../media/tile-archives.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Pictures of views, and tiles of archives on this computer. */
export function mediaHandlers(engine: EngineContext): Pick<Handlers, 'media.view' | 'media.tileArchive' | 'media.tile'> {
  const thumbnails = new Thumbnails()
  const archives = new TileArchives()
  return {
    async 'media.view'({ project: handle, view, size }) {
      const project = engine.project(handle)
      const file = await project.store.read('media.file', { view })
      if (file === null) throw new PlanisphereError('NOT_FOUND', `There is no view ${view} in this project.`, { hint: 'It may have been removed with its import. Read the list again.' })
      return unshared(await thumbnails.view({ file, size, id: view, folder: project.readOnly ? null : project.folders.thumbnails }))
    },
    'media.tileArchive': ({ path }) => archives.add(path),
    async 'media.tile'({ archive, z, x, y }) {
      const tile = await archives.tile(archive, z, x, y)
      return tile && unshared(tile)
    }
  }
}

/** Files and encoders give memory of this process, never shared memory: a matter of types only. */
function unshared(picture: Picture): { type: string; bytes: Uint8Array<ArrayBuffer> } {
  return { type: picture.type, bytes: picture.bytes as Uint8Array<ArrayBuffer> }
}
