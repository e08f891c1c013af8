import * as z from 'zod'
import { method } from './define.ts'
import { Id, ProjectHandle } from '../domain/vocabulary.ts'

const Bytes = z.instanceof(Uint8Array)

export const mediaMethods = {
  /**
   * One view as an encoded picture that a browser shows (JPEG, PNG or WebP), at most `size` pixels on its longer side
   * (0: as it is, converted if the browser cannot read it). Thumbnails are kept in the project.
   */
  'media.view': method(z.object({ project: ProjectHandle, view: Id, size: z.int().min(0).max(4096) }), z.object({ type: z.string(), bytes: Bytes })),
  /** Tile archives (MBTiles, PMTiles; raster) that the person added. */
  'media.tileArchive': method(z.object({ path: z.string() }), z.object({ id: z.string(), name: z.string(), minZoom: z.int(), maxZoom: z.int(), attribution: z.string(), type: z.string() }), { paths: ['path'] }),
  'media.tile': method(
    z.object({ archive: z.string(), z: z.int().min(0).max(24), x: z.int().min(0), y: z.int().min(0) }),
    z.object({ type: z.string(), bytes: Bytes }).nullable()
  )
}
