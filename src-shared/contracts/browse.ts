import * as z from 'zod'
import { method } from './define.ts'
import { BoundingBox, Footprint, Id, ProjectHandle, ViewKind, CaptionStatus } from '../domain/vocabulary.ts'
import { CaptionSummary, PlaceDetail } from '../domain/records.ts'
import { BrowseOrder, Filter } from '../domain/filter.ts'
import { Agreement } from '../domain/planet.ts'

export const BrowseRow = z.object({
  place: Id,
  placeUid: z.string(),
  region: z.string().nullable(),
  country: z.string().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  split: z.string().nullable(),
  /** The view to show for the place: the satellite view, or its first. */
  view: Id.nullable(),
  kinds: z.array(ViewKind),
  captions: z.int(),
  /** The first caption's head text. */
  text: z.string().nullable(),
  status: CaptionStatus.nullable(),
  /** Of the place's captions, that of the one whose text agrees least with the tile; null where none is scored. */
  agreement: Agreement.nullable()
})
export type BrowseRow = z.infer<typeof BrowseRow>

/** A caption of a list. `agreement`: of the text that it has now with its own tile; null where that is not scored. */
export const BrowseCaption = CaptionSummary.extend({ agreement: Agreement.nullable() })
export type BrowseCaption = z.infer<typeof BrowseCaption>

export const browseMethods = {
  /**
   * Rows [start, start + count) of the places that fit the filter, in the given order, and how many there are.
   * The engine keeps the ordered ids of recent filters, so that any position of a million is reached at once.
   */
  'browse.places': method(
    z.object({
      project: ProjectHandle,
      filter: Filter.default({}),
      order: BrowseOrder.default('id'),
      seed: z.int().default(1),
      start: z.int().min(0),
      count: z.int().min(0).max(500)
    }),
    z.object({ total: z.int(), rows: z.array(BrowseRow) })
  ),
  /** The same over captions (a row a root caption). */
  'browse.captions': method(
    z.object({
      project: ProjectHandle,
      filter: Filter.default({}),
      order: BrowseOrder.default('id'),
      seed: z.int().default(1),
      start: z.int().min(0),
      count: z.int().min(0).max(500)
    }),
    z.object({ total: z.int(), rows: z.array(BrowseCaption) })
  ),
  'browse.place': method(z.object({ project: ProjectHandle, place: Id }), PlaceDetail),
  /** Position of a place in the filtered order, or null. */
  'browse.locate': method(
    z.object({ project: ProjectHandle, filter: Filter.default({}), order: BrowseOrder.default('id'), seed: z.int().default(1), place: Id }),
    z.object({ index: z.int().nullable() })
  ),
  /** Clusters and single places for a map window. `place` is set on single places only. */
  'browse.clusters': method(
    z.object({ project: ProjectHandle, filter: Filter.default({}), box: BoundingBox, zoom: z.number().min(0).max(24) }),
    z.object({
      total: z.int(),
      features: z.array(z.object({ lon: z.number(), lat: z.number(), count: z.int(), place: Id.nullable() }))
    })
  ),
  /** The located places nearest to a point, for showing neighbours around a tile. `view`: the satellite view, and its footprint. */
  'browse.near': method(
    z.object({ project: ProjectHandle, lat: z.number(), lon: z.number(), radiusM: z.number().positive().max(100_000), limit: z.int().min(1).max(500).default(100) }),
    z.array(z.object({ place: Id, lat: z.number(), lon: z.number(), distanceM: z.number(), view: Id.nullable(), footprint: Footprint.nullable() }))
  )
}
