import * as z from 'zod'
import { method } from './define.ts'
import { AnnotatorName } from './review.ts'
import { LogEvent } from '../domain/records.ts'
import { EventKind } from '../domain/review-events.ts'
import { Id, ProjectHandle } from '../domain/vocabulary.ts'

/** The caption that an event of the log speaks of. */
export const LogSubject = z.object({
  uid: z.string(),
  /** The revision that a verdict lets stand; null where the event names none. */
  revision: Id.nullable(),
  /** The beginning of that revision's text, else of the caption's first text; in one line. */
  snippet: z.string(),
  place: Id,
  placeUid: z.string(),
  region: z.string().nullable()
})
export type LogSubject = z.infer<typeof LogSubject>

/** An event with what it speaks of; null for a bulk event. */
export const LogEntry = LogEvent.extend({ subject: LogSubject.nullable() })
export type LogEntry = z.infer<typeof LogEntry>

export const reviewHistoryMethods = {
  /**
   * The log, newest first by its clock; `before` is the `seq` of the last event of the page before. `since` and `until`
   * (milliseconds) are times of that clock: the annotator's own, or later where hers was behind. `text` finds the events
   * of a caption or place by its uid, or of captions by their words. What an annotator may not see yet is left out where
   * `viewer` is given.
   */
  'review.log': method(
    z.object({
      project: ProjectHandle,
      before: z.int().nullable().default(null),
      annotator: z.string().optional(),
      caption: Id.optional(),
      kind: EventKind.optional(),
      since: z.number().optional(),
      until: z.number().optional(),
      text: z.string().max(1000).optional(),
      viewer: AnnotatorName.optional(),
      count: z.int().min(1).max(500)
    }),
    z.array(LogEntry)
  ),
  /** The tags that captions of the project have, in order; at most 1,000. */
  'review.tagNames': method(z.object({ project: ProjectHandle }), z.array(z.string()))
}
