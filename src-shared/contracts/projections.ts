import * as z from 'zod'
import { method } from './define.ts'
import { QuerySelection } from '../domain/query-selection.ts'
import { ProjectHandle, Split, ViewKind } from '../domain/vocabulary.ts'

const Bytes = z.instanceof(Uint8Array)

/** Most points of a picture. */
export const mostPoints = 100_000

export const ProjectionOptions = z.object({
  encoder: z.string().min(1),
  /** The sides that are laid out together. */
  captions: z.boolean().default(true),
  views: ViewKind.nullable().default(null),
  split: Split.nullable().default(null),
  /** Each side minus its mean first, as runs with centred embeddings rank. */
  centered: z.boolean().default(false),
  /** Where there are more, a seeded sample. */
  limit: z.int().min(10).max(mostPoints).default(20_000),
  seed: z.int().default(1),
  /** UMAP's neighbours of a point. */
  neighbours: z.int().min(2).max(100).default(15),
  /** Null: 500 up to 10,000 points, 200 above. */
  epochs: z.int().min(1).max(2_000).nullable().default(null)
})
export type ProjectionOptions = z.infer<typeof ProjectionOptions>

export const Layout = z.enum(['pca', 'umap'])
export type Layout = z.infer<typeof Layout>

export const ProjectionSummary = z.object({
  version: z.literal(1),
  projection: z.string(),
  createdAt: z.number(),
  options: ProjectionOptions,
  encoderHash: z.string(),
  points: z.int(),
  captions: z.int(),
  /** Captions and views that have no vector, and those that a sample left out. */
  missing: z.int(),
  leftOut: z.int(),
  dimensions: z.int(),
  /** Shares of the variance on the two axes of `pca`. */
  explained: z.tuple([z.number(), z.number()]),
  /** Share of a point's nearest neighbours among the vectors that are nearest in the picture as well; `umap` null: not laid out yet. */
  kept: z.object({ pca: z.number().nullable(), umap: z.number().nullable() }),
  milliseconds: z.object({ pca: z.int(), neighbours: z.int(), umap: z.int() })
})
export type ProjectionSummary = z.infer<typeof ProjectionSummary>

/** What points are coloured by. `rank` and `right` need a run; they colour its queries. */
export const ColourBy = z.enum(['side', 'region', 'country', 'continent', 'split', 'status', 'author', 'length', 'rank', 'right'])
export type ColourBy = z.infer<typeof ColourBy>

const asked = { project: ProjectHandle, projection: z.string() }

export const projectionMethods = {
  /** Newest first. One that is being made is there as soon as its principal plane is (`kept.umap` null). */
  'projections.list': method(z.object({ project: ProjectHandle }), z.array(ProjectionSummary)),
  /** Lays out embeddings in a plane, as a job. Its result is the summary. */
  'projections.start': method(z.object({ project: ProjectHandle, options: ProjectionOptions }), z.object({ job: z.string() })),
  'projections.remove': method(z.object(asked), z.object({})),
  /** Little-endian: `ids` int32; `sides` a byte a point, 0 caption, 1 view; layouts float32, x and y of each point, between -1 and 1. */
  'projections.points': method(z.object(asked), z.object({ summary: ProjectionSummary, ids: Bytes, sides: Bytes, pca: Bytes, umap: Bytes.nullable() })),
  /**
   * A value a point as int32, -1: unknown. Categories are indices into `names` (by number of points); numbers (length in
   * characters, rank) are themselves. `selected`: a byte a point, whether it is a query of `run` that fits `selection`;
   * null where nothing is selected.
   */
  'projections.colours': method(
    z.object({ ...asked, by: ColourBy, run: z.string().nullable().default(null), selection: QuerySelection.default({}) }),
    z.object({ values: Bytes, names: z.array(z.string()).nullable(), selected: Bytes.nullable() })
  ),
  /** What stands behind one point. */
  'projections.point': method(
    z.object({ ...asked, index: z.int().min(0), run: z.string().nullable().default(null) }),
    z.object({ side: z.enum(['caption', 'view']), id: z.int(), uid: z.string(), text: z.string().nullable(), view: z.int().nullable(), place: z.string(), region: z.string().nullable(), rank: z.int().nullable() }).nullable()
  ),
  /** The ids that people know, in the points' order; empty where one has been removed. */
  'projections.uids': method(z.object(asked), z.object({ uids: z.array(z.string()) }))
} as const
