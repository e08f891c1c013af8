import * as z from 'zod'
import { method } from './define.ts'
import { AnnotatorName } from './review.ts'
import { Filter } from '../domain/filter.ts'
import { FindReplace, maxFindLength } from '../domain/find-replace.ts'
import { CaptionSummary } from '../domain/records.ts'
import { Tag } from '../domain/review-events.ts'
import { CaptionStatus, Id, ProjectHandle } from '../domain/vocabulary.ts'

/** Names in one assignment: each is a bit of a number that JavaScript and SQLite both keep exactly. */
export const maxAssigned = 30
/** Captions that may be named one by one. */
export const maxNamed = 10_000

const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length
const Annotators = z.array(AnnotatorName).min(1).max(maxAssigned).refine(distinct, { error: 'An annotator is named twice.' })
const comment = z.string().trim().min(1).max(5000).optional()

/** What is done to every caption. */
export const BulkChange = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), comment }),
  z.object({ action: z.literal('flag'), comment }),
  z.object({ action: z.literal('reject'), reason: z.string().max(200).optional(), comment }),
  z
    .object({ action: z.literal('tag'), add: z.array(Tag).max(20).default([]), remove: z.array(Tag).max(20).default([]) })
    .refine(({ add, remove }) => add.length + remove.length > 0, { error: 'There is no tag to add or to remove.', path: ['add'] }),
  z
    .object({
      action: z.literal('assign'),
      annotators: Annotators,
      /** Every caption goes to so many of them. */
      overlap: z.int().min(1).max(maxAssigned).default(1),
      /** Whether none sees what the others decided before all have. */
      blind: z.boolean().default(false),
      /** Who gets which caption; the same seed gives the same. */
      seed: z.int().min(0).max(0xffffffff).default(1)
    })
    .refine(({ annotators, overlap }) => overlap <= annotators.length, { error: 'There are fewer annotators than each caption is to have.', path: ['overlap'] }),
  z.object({ action: z.literal('unassign'), annotators: Annotators }),
  z.object({ action: z.literal('replace'), ...FindReplace.shape, find: z.string().min(1).max(maxFindLength), /** Captions that stay as they are. */ except: z.array(Id).max(maxNamed).default([]) })
])
export type BulkChange = z.infer<typeof BulkChange>

/** Which captions: those that fit the filter (`me` in it: the annotator), or those that are named. */
const target = {
  project: ProjectHandle,
  annotator: AnnotatorName,
  filter: Filter.default({}),
  captions: z.array(Id).min(1).max(maxNamed).optional(),
  /**
   * Whether captions are decided as well that are gold, or that wait for the blind verdict of anyone. Without it accept,
   * flag, reject and replace leave them out: a decision over many captions at once is no review, and would give away or
   * spoil one that is to be made without knowing. Tags and assignments decide nothing and speak of all.
   */
  hidden: z.boolean().default(false)
}

/** A match: what is put in the place of the UTF-16 units [start, end) of the text. */
const Match = z.object({ start: z.int().min(0), end: z.int().min(0), text: z.string() })
export const FoundCaption = z.object({ caption: CaptionSummary, matches: z.array(Match) })
export type FoundCaption = z.infer<typeof FoundCaption>

const Progress = z.object({ done: z.int(), total: z.int() })

export const bulkMethods = {
  /**
   * Does one thing to many captions, as a job (kind `bulk`) that runs beside the others: one event of the log, which one
   * undo takes back. The same `uuid` goes on with the same event. Result of the job: {event, captions, leftOut, unchanged,
   * undone}; `event` is null where there was no caption to change: nothing is in the log then. Cancelled, what is done
   * stays (bulk.outcome). Undone meanwhile, it stops.
   */
  'bulk.start': method(z.object({ ...target, uuid: z.uuid(), at: z.number(), change: BulkChange }), z.object({ job: z.string(), total: z.int() })),
  /** How many captions that would be, and the first of them as the annotator sees them. Nothing is changed. */
  'bulk.preview': method(
    z.object({ ...target, action: z.enum(['accept', 'flag', 'reject', 'tag', 'assign', 'unassign']), count: z.int().min(0).max(100).default(10) }),
    z.object({ total: z.int(), leftOut: z.int(), byStatus: z.record(CaptionStatus, z.int()), captions: z.array(CaptionSummary) })
  ),
  /** What an event over many captions has done so far; null: there is none of this uuid. `planned`: how many it was to be. */
  'bulk.outcome': method(z.object({ project: ProjectHandle, uuid: z.uuid() }), z.object({ captions: z.int(), planned: z.int(), stands: z.boolean() }).nullable()),
  /** Captions that still follow an undo or redo of an event over many: it holds from the moment it is answered, lists follow behind. */
  'bulk.following': method(z.object({ project: ProjectHandle }), z.object({ captions: z.int() })),
  /**
   * Matches in the texts as they are now. Looking goes on behind: the answer comes when all is found or after `patience`
   * milliseconds, then `progress` says how far it is; asked again with the same words and the same `opened`, it goes on.
   * `items`: the captions [start, start + count) of those found, in the order of their ids. INVALID_INPUT where the
   * expression cannot be read (place.item `find:START-END`) or one text takes too long.
   */
  'bulk.findReplace': method(
    z.object({
      ...target,
      ...FindReplace.shape,
      opened: z.number(),
      start: z.int().min(0).default(0),
      count: z.int().min(0).max(200).default(50),
      patience: z.int().min(0).max(60_000).optional()
    }),
    z.object({
      progress: Progress.nullable(),
      /** Captions that would change, and matches in them. */
      captions: z.int(),
      matches: z.int(),
      /** Captions that would change, by what they are now. */
      byStatus: z.record(CaptionStatus, z.int()),
      /** Captions with matches that stay as they are: nothing would be left of them, or they would be too long. */
      unusable: z.int(),
      /** Captions with matches that are gold or wait for a blind verdict. */
      leftOut: z.int(),
      items: z.array(FoundCaption)
    })
  )
}
