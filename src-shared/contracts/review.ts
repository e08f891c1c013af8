import * as z from 'zod'
import { method } from './define.ts'
import { Cue, maxCues } from '../domain/cues.ts'
import { GoldAnswer, RejectReason, Tag } from '../domain/review-events.ts'
import { CaptionStatus, Id, ProjectHandle, Verdict } from '../domain/vocabulary.ts'
import { Filter } from '../domain/filter.ts'
import { queueFields } from '../domain/queue.ts'
import { Caption, CaptionSummary, LogEvent, PlaceDetail } from '../domain/records.ts'

export const AnnotatorName = z.string().trim().min(1).max(100)

/** A standing verdict that no other verdict knows of (several of them: decided apart). */
export const OpenVerdict = z.object({
  uuid: z.string(),
  annotator: z.string(),
  verdict: Verdict,
  /** The revision that is the caption's text by this verdict. */
  revision: Id,
  text: z.string(),
  reason: z.string().nullable(),
  comment: z.string().nullable(),
  at: z.number()
})
export type OpenVerdict = z.infer<typeof OpenVerdict>

/** Cues as one annotator marked them; offsets count UTF-16 code units of the revision's text. */
export const AnnotatorCues = z.object({ annotator: z.string(), revision: Id, cues: z.array(Cue) })
export type AnnotatorCues = z.infer<typeof AnnotatorCues>

/** All that the Review screen shows of one caption to one annotator. */
export const ReviewItem = z.object({
  caption: CaptionSummary,
  /** Oldest first; the last is the head. */
  revisions: z.array(Caption),
  /** Newest first, at most 200. */
  events: z.array(LogEvent),
  detail: PlaceDetail,
  draft: z.string().nullable(),
  /** Whether what others decided is hidden from this annotator. */
  blind: z.boolean(),
  /** Verdicts that were given apart; `conflict`: and that disagree. Empty where fewer than two are open. */
  openVerdicts: z.array(OpenVerdict),
  conflict: z.boolean(),
  cues: z.array(AnnotatorCues),
  tags: z.array(z.string()),
  /** The known answer, for whoever set it. */
  gold: GoldAnswer.nullable(),
  assigned: z.array(z.object({ annotator: z.string(), blind: z.boolean(), answered: z.boolean() }))
})
export type ReviewItem = z.infer<typeof ReviewItem>

/** Who does what, when, under which uuid: the same uuid again is acknowledged and adds nothing. */
const stamp = { project: ProjectHandle, uuid: z.uuid(), annotator: AnnotatorName, at: z.number() }
const appended = z.object({ seq: z.int(), caption: CaptionSummary })

export const reviewMethods = {
  /**
   * Positions [start, start + count) of a queue: the ids of its captions (see domain/queue.ts). The order is fixed when
   * the queue is opened (`opened`, a time in ms), so that a caption that gets its verdict does not move the others.
   */
  'review.queue': method(
    z.object({
      project: ProjectHandle,
      ...queueFields,
      /** Whom `me` in the filter means, and who answers gold captions. */
      annotator: AnnotatorName.optional(),
      opened: z.number(),
      start: z.int().min(0),
      count: z.int().min(0).max(1000)
    }),
    z.object({ total: z.int(), captions: z.array(Id) })
  ),
  'review.items': method(z.object({ project: ProjectHandle, captions: z.array(Id).min(1).max(20), annotator: AnnotatorName }), z.array(ReviewItem)),
  /**
   * Appends a verdict. Acknowledged only after it is on disk. The same `uuid` again is acknowledged and adds nothing.
   * `text` is required with `edited` and makes a revision. `revision` chooses another revision of the caption as the one
   * that is accepted (to restore it, or to settle a disagreement). `expectedHead` refuses (CONFLICT) if someone revised
   * meanwhile.
   */
  'review.submit': method(
    z.object({
      ...stamp,
      caption: Id,
      verdict: Verdict,
      text: z.string().max(20_000).optional(),
      revision: Id.optional(),
      reason: z.string().max(200).optional(),
      comment: z.string().max(5000).optional(),
      cues: z.array(Cue).max(maxCues).optional(),
      expectedHead: Id.optional()
    }),
    appended
  ),
  'review.comment': method(z.object({ ...stamp, caption: Id, text: z.string().trim().min(1).max(5000) }), appended),
  /** The annotator's cues of a caption, all of them; offsets in the text of `revision`. */
  'review.cues': method(z.object({ ...stamp, caption: Id, revision: Id, cues: z.array(Cue).max(maxCues) }), appended),
  'review.tags': method(z.object({ ...stamp, caption: Id, add: z.array(Tag).max(20).default([]), remove: z.array(Tag).max(20).default([]) }), appended),
  /** Makes a caption gold: its answer is known and hidden. Null: it is gold no longer. */
  'review.gold': method(z.object({ ...stamp, caption: Id, answer: GoldAnswer.nullable() }), appended),
  /** Undoes this annotator's newest standing event, across restarts; null when there is none. `caption` is null for a bulk event. */
  'review.undo': method(z.object(stamp), z.object({ undone: LogEvent, caption: CaptionSummary.nullable() }).nullable()),
  'review.redo': method(z.object(stamp), z.object({ redone: LogEvent, caption: CaptionSummary.nullable() }).nullable()),
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
  /** The reasons for which captions are rejected in this project, in the order of the keys 1 to 9. */
  'review.reasons': method(z.object({ project: ProjectHandle }), z.array(RejectReason)),
  'review.setReasons': method(z.object({ project: ProjectHandle, reasons: z.array(RejectReason).max(30) }), z.array(RejectReason))
}
