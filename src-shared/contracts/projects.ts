import * as z from 'zod'
import { method } from './define.ts'
import { CaptionStatus, ProjectHandle } from '../domain/vocabulary.ts'
import { Region } from '../domain/records.ts'

export const ProjectInfo = z.object({
  project: ProjectHandle,
  name: z.string(),
  path: z.string(),
  schema: z.int(),
  createdAt: z.number(),
  places: z.int(),
  views: z.int(),
  /** Root captions: revisions of a caption are not counted again. */
  captions: z.int(),
  regions: z.int(),
  encoders: z.array(z.string()),
  runs: z.array(z.string()),
  readOnly: z.boolean()
})
export type ProjectInfo = z.infer<typeof ProjectInfo>

export const RegionProgress = z.object({
  region: Region.nullable(),
  places: z.int(),
  captions: z.int(),
  byStatus: z.record(CaptionStatus, z.int()),
  /** Mean coordinates of the located places, for the map; null where none is. */
  lat: z.number().nullable(),
  lon: z.number().nullable()
})
export type RegionProgress = z.infer<typeof RegionProgress>

export const Overview = z.object({
  byStatus: z.record(CaptionStatus, z.int()),
  byKind: z.record(z.string(), z.int()),
  bySplit: z.record(z.string(), z.int()),
  byContinent: z.array(z.object({ continent: z.string().nullable(), places: z.int(), captions: z.int(), reviewed: z.int() })),
  byAnnotator: z.array(z.object({ annotator: z.string(), verdicts: z.int(), edited: z.int(), lastAt: z.number().nullable() })),
  byAuthor: z.array(z.object({ author: z.string(), captions: z.int() })),
  /** Captions that `byAuthor` and `captionWords` speak of: fewer than all while a large import is being counted. */
  counted: z.int(),
  /** Captions by length in words: bin's lower edge and count, bins of five words. */
  captionWords: z.array(z.object({ from: z.int(), count: z.int() })),
  located: z.int(),
  unlocated: z.int(),
  imageProblems: z.int(),
  regions: z.array(RegionProgress)
})
export type Overview = z.infer<typeof Overview>

export const projectMethods = {
  'projects.create': method(z.object({ path: z.string().min(1) }), ProjectInfo, { paths: ['path'] }),
  /**
   * Opens (or finds open) a project. Locks it unless `readOnly`. With `resume` the jobs that a dead engine left unfinished
   * go on at once: for a window that takes up where it was.
   */
  'projects.open': method(z.object({ path: z.string().min(1), readOnly: z.boolean().default(false), resume: z.boolean().default(false) }), ProjectInfo, { paths: ['path'] }),
  'projects.close': method(z.object({ project: ProjectHandle }), z.object({})),
  'projects.info': method(z.object({ project: ProjectHandle }), ProjectInfo),
  'projects.overview': method(z.object({ project: ProjectHandle }), Overview),
  'projects.regions': method(z.object({ project: ProjectHandle }), z.array(RegionProgress)),
  /** What filters can offer: the values that occur. */
  'projects.facets': method(
    z.object({ project: ProjectHandle }),
    z.object({
      regions: z.array(Region),
      countries: z.array(z.string()),
      continents: z.array(z.string()),
      annotators: z.array(z.string()),
      authors: z.array(z.string()),
      kinds: z.array(z.string()),
      splits: z.array(z.string())
    })
  ),
  /** Checks database, log, vectors and images' folders; each item says what to do if it is not well. */
  'projects.doctor': method(
    z.object({ path: z.string().min(1) }),
    z.object({ ok: z.boolean(), items: z.array(z.object({ what: z.string(), ok: z.boolean(), detail: z.string() })) }),
    { paths: ['path'] }
  ),
  /** Points a folder of images that moved to its new place. */
  'projects.relink': method(z.object({ project: ProjectHandle, root: z.string(), path: z.string() }), z.object({ views: z.int() }), { paths: ['path'] })
}
