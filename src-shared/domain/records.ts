import * as z from 'zod'
import { EventKind } from './review-events.ts'
import { AuthorKind, CaptionStatus, Footprint, Id, Latitude, Longitude, Split, ViewKind } from './vocabulary.ts'

export const Region = z.object({
  id: Id,
  uid: z.string(),
  name: z.string(),
  country: z.string().nullable(),
  continent: z.string().nullable()
})
export type Region = z.infer<typeof Region>

export const View = z.object({
  id: Id,
  uid: z.string(),
  place: Id,
  kind: ViewKind,
  /** Absolute path of the image; shown to people, never used to fetch it: images come by view id. */
  path: z.string(),
  /** Pixels; null until the image has been read. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  footprint: Footprint.nullable(),
  /** Why the image cannot be used, if it cannot. */
  problem: z.string().nullable()
})
export type View = z.infer<typeof View>

/** One revision of a caption. `root` is the first of its chain (its own id if it revises nothing). */
export const Caption = z.object({
  id: Id,
  uid: z.string(),
  place: Id,
  root: Id,
  revises: Id.nullable(),
  text: z.string(),
  authorKind: AuthorKind,
  /** The LVLM's model, the import's name or the annotator's name. */
  author: z.string(),
  prompt: z.string().nullable(),
  /** Milliseconds since 1970; null where the source does not say. */
  createdAt: z.number().nullable(),
  /** Columns of the source that Planisphere has no place for (ratings, say), as they were. */
  extra: z.record(z.string(), z.unknown()).nullable()
})
export type Caption = z.infer<typeof Caption>

export const Place = z.object({
  id: Id,
  uid: z.string(),
  lat: Latitude.nullable(),
  lon: Longitude.nullable(),
  split: Split.nullable(),
  region: Region.nullable()
})
export type Place = z.infer<typeof Place>

/** A caption with its present state: what lists and queues show. `id` is the root's; `text` is the head revision's. */
export const CaptionSummary = z.object({
  id: Id,
  head: Id,
  uid: z.string(),
  place: Id,
  text: z.string(),
  author: z.string(),
  authorKind: AuthorKind,
  status: CaptionStatus,
  revisions: z.int().positive(),
  annotator: z.string().nullable(),
  reviewedAt: z.number().nullable()
})
export type CaptionSummary = z.infer<typeof CaptionSummary>

export const PlaceDetail = z.object({
  place: Place,
  views: z.array(View),
  captions: z.array(CaptionSummary)
})
export type PlaceDetail = z.infer<typeof PlaceDetail>

/** One event of the append-only log. */
export const LogEvent = z.object({
  seq: z.int().positive(),
  uuid: z.string(),
  /** Milliseconds since 1970, the annotator's clock. */
  at: z.number(),
  annotator: z.string(),
  kind: EventKind,
  /** Null for a bulk event, and for a step that speaks of one. */
  caption: Id.nullable(),
  /** The uuid of the event that an undo or redo speaks of. */
  target: z.string().nullable(),
  /** Whether it is not undone; null for the steps themselves. */
  stands: z.boolean().nullable(),
  /** How many captions it speaks of. */
  captions: z.int(),
  payload: z.record(z.string(), z.unknown())
})
export type LogEvent = z.infer<typeof LogEvent>

export const Problem = z.object({
  file: z.string(),
  /** 1-based line, or the record's ordinal where the format has no lines; null for the file as a whole. */
  line: z.int().nullable(),
  code: z.string(),
  message: z.string()
})
export type Problem = z.infer<typeof Problem>
