import * as z from 'zod'
import { method } from './define.ts'
import { CaptionStatus, Id, ProjectHandle, Verdict } from '../domain/vocabulary.ts'
import { BrowseOrder, Filter } from '../domain/filter.ts'
import { Caption, CaptionSummary, LogEvent, PlaceDetail } from '../domain/records.ts'

export const AnnotatorName = z.string().trim().min(1).max(100)

/** All that the Review screen shows of one caption. */
export const ReviewItem = z.object({
  caption: CaptionSummary,
  /** Oldest first; the last is the head. */
  revisions: z.array(Caption),
  events: z.array(LogEvent),
  detail: PlaceDetail,
  draft: z.string().nullable()
})
export type ReviewItem = z.infer<typeof ReviewItem>

export const reviewMethods = {
  /**
   * Positions [start, start + count) of a queue: the ids of the captions that fit the filter. The order is fixed when
   * the queue is opened (`opened`, a time in ms), so that a caption that gets its verdict does not move the others.
   */
  'review.queue': method(
    z.object({
      project: ProjectHandle,
      filter: Filter.default({}),
      order: BrowseOrder.default('id'),
      seed: z.int().default(1),
      opened: z.number(),
      start: z.int().min(0),
      count: z.int().min(0).max(1000)
    }),
    z.object({ total: z.int(), captions: z.array(Id) })
  ),
  'review.items': method(z.object({ project: ProjectHandle, captions: z.array(Id).min(1).max(20), annotator: AnnotatorName }), z.array(ReviewItem)),
  /**
   * Appends a verdict. Acknowledged only after it is on disk. The same `uuid` again is acknowledged and adds nothing.
   * `text` is required with `edited` and makes a revision; `expectedHead` refuses (CONFLICT) if someone revised meanwhile.
   */
  'review.submit': method(
    z.object({
      project: ProjectHandle,
      uuid: z.uuid(),
      annotator: AnnotatorName,
      at: z.number(),
      caption: Id,
      verdict: Verdict,
      text: z.string().max(20_000).optional(),
      reason: z.string().max(200).optional(),
      comment: z.string().max(5000).optional(),
      expectedHead: Id.optional()
    }),
    z.object({ seq: z.int(), caption: CaptionSummary })
  ),
  /** Undoes this annotator's newest standing event, across restarts; null when there is none. */
  'review.undo': method(
    z.object({ project: ProjectHandle, uuid: z.uuid(), annotator: AnnotatorName, at: z.number() }),
    z.object({ undone: LogEvent, caption: CaptionSummary }).nullable()
  ),
  'review.redo': method(
    z.object({ project: ProjectHandle, uuid: z.uuid(), annotator: AnnotatorName, at: z.number() }),
    z.object({ redone: LogEvent, caption: CaptionSummary }).nullable()
  ),
  /** Keeps a draft; null removes it. */
  'review.draft': method(z.object({ project: ProjectHandle, annotator: AnnotatorName, caption: Id, text: z.string().max(20_000).nullable() }), z.object({})),
  'review.progress': method(
    z.object({ project: ProjectHandle, annotator: AnnotatorName, filter: Filter.default({}) }),
    z.object({
      byStatus: z.record(CaptionStatus, z.int()),
      mine: z.int(),
      /** Verdicts of this annotator a minute, over the last ten minutes of work; null before the second. */
      perMinute: z.number().nullable()
    })
  ),
  'review.log': method(
    z.object({ project: ProjectHandle, before: z.int().nullable().default(null), annotator: z.string().optional(), caption: Id.optional(), count: z.int().min(1).max(500) }),
    z.array(LogEvent)
  )
}
