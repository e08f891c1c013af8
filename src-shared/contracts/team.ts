import * as z from 'zod'
import { method } from './define.ts'
import { AnnotatorName } from './review.ts'
import { cueKinds } from '../domain/cues.ts'
import { Filter } from '../domain/filter.ts'
import { GoldAnswer } from '../domain/review-events.ts'
import { Id, ProjectHandle, Verdict } from '../domain/vocabulary.ts'

/** Counting in steps: how far it is. The total may be an estimate from above. */
export const TeamProgress = z.object({ done: z.int(), total: z.int() })
export type TeamProgress = z.infer<typeof TeamProgress>

/** Either the result, or how far it is: `patience` was over first. Asked again, the same counting goes on. */
const counted = <R extends z.ZodType>(result: R) => z.object({ progress: TeamProgress.nullable(), result: result.nullable() })

const question = {
  project: ProjectHandle,
  filter: Filter.default({}),
  /** Who asks. Captions on which she may not see what others decided are left out, where a filter singles captions out. */
  viewer: AnnotatorName.optional(),
  /** Milliseconds to wait for the result; without it, until it is there. Counting that nobody asks for ends by itself. */
  patience: z.int().min(0).max(60_000).optional()
}

/** How an annotator answered captions whose answer is known (the rule: engine/evaluation/agreement/gold-score.ts). */
export const GoldScore = z.object({
  answered: z.int(),
  /** Null where it is withheld: of fewer than five answers, from whoever did not set them. */
  right: z.int().nullable(),
  share: z.number().nullable(),
  withheld: z.boolean()
})
export type GoldScore = z.infer<typeof GoldScore>

export const AnnotatorFigures = z.object({
  annotator: z.string(),
  /** Captions by the newest of her verdicts that stand, each given to one caption (bulk events do not count). */
  verdicts: z.record(Verdict, z.int()),
  captions: z.int(),
  /** All her verdicts that stand, those that she replaced by newer ones included. */
  given: z.int(),
  /** edited / (accepted + edited + rejected) of `verdicts`; null where none of these is. */
  editRate: z.number().nullable(),
  /** Words put in, taken out or replaced from the first text to that of her edit, on the mean; `edits`: over how many. */
  wordsChanged: z.object({ mean: z.number().nullable(), edits: z.int() }),
  /** Median time from one verdict to the next, breaks of over three minutes left out. */
  secondsPerVerdict: z.number().nullable(),
  /** Verdicts a minute of work: the same gaps. */
  perMinute: z.number().nullable(),
  activeHours: z.number(),
  /** Her newest event of any kind, in milliseconds since 1970, whatever the filter. */
  lastSeen: z.number().nullable(),
  /** Days on which she gave verdicts, oldest first, at most the last 90. */
  days: z.array(z.object({ day: z.iso.date(), verdicts: z.int(), minutes: z.number() })),
  assigned: z.object({ total: z.int(), answered: z.int(), left: z.int() }),
  gold: GoldScore
})
export type AnnotatorFigures = z.infer<typeof AnnotatorFigures>

export const AlphaFigure = z.object({
  alpha: z.number().nullable(),
  reason: z.enum(['no-pairable-unit', 'no-variation']).nullable(),
  /** 95 % bootstrap interval over captions. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Captions that at least two valued, and the values on them. */
  units: z.int(),
  values: z.int()
})
export type AlphaFigure = z.infer<typeof AlphaFigure>

export const UnitizingFigure = z.object({ alpha: z.number().nullable(), observed: z.number(), expected: z.number() })
export type UnitizingFigure = z.infer<typeof UnitizingFigure>

const texts = { tokenF1: z.number().nullable(), editSimilarity: z.number().nullable(), texts: z.int() }

export const TeamAgreement = z.object({
  /** Whether only verdicts count that were given without knowing another annotator's. */
  apart: z.boolean(),
  /** Captions with verdicts of two or more that fit the filter; `hidden` of them are kept from the viewer and left out. */
  captions: z.int(),
  hidden: z.int(),
  /** Values accepted, edited, rejected, flagged; a skip gives no value. */
  verdicts: AlphaFigure,
  /** Values pass (accepted, edited) and fail (rejected, flagged). */
  passFail: AlphaFigure,
  /** Means over the pairs of texts that passed; `texts`: how many pairs. */
  texts: z.object(texts),
  pairs: z.array(z.object({ a: z.string(), b: z.string(), verdicts: AlphaFigure, passFail: AlphaFigure, sameVerdict: z.number(), ...texts })),
  /** Each annotator against all others: every comparison with another is a unit. */
  annotators: z.array(z.object({ annotator: z.string(), verdicts: AlphaFigure, sameVerdict: z.number(), ...texts })),
  cues: z.object({
    /** Texts that two or more marked, and their length in characters (UTF-16). */
    texts: z.int(),
    length: z.int(),
    unitizing: UnitizingFigure,
    identification: UnitizingFigure,
    coding: UnitizingFigure,
    overKinds: UnitizingFigure,
    perKind: z.array(z.object({ kind: z.enum(cueKinds), ...UnitizingFigure.shape }))
  })
})
export type TeamAgreement = z.infer<typeof TeamAgreement>

/** One assignment that still has captions: who made it, and how far each of its annotators is. */
export const TeamAssignment = z.object({
  event: z.string(),
  by: z.string(),
  at: z.number(),
  blind: z.boolean(),
  captions: z.int(),
  /** Whether it can be taken back: it is the newest thing that its maker did. */
  undoable: z.boolean(),
  annotators: z.array(z.object({ annotator: z.string(), assigned: z.int(), answered: z.int() }))
})
export type TeamAssignment = z.infer<typeof TeamAssignment>

export const GoldCaption = z.object({
  caption: Id,
  place: Id,
  /** The first text: what annotators were shown. */
  text: z.string(),
  at: z.number(),
  answer: GoldAnswer,
  answers: z.array(z.object({ annotator: z.string(), verdict: Verdict, text: z.string(), at: z.number(), right: z.boolean(), counts: z.boolean() }))
})
export type GoldCaption = z.infer<typeof GoldCaption>

export const teamMethods = {
  /** What each annotator did, how fast, and how well. */
  'team.annotators': method(z.object({ ...question, timeZone: z.string().max(60).default('UTC') }), counted(z.array(AnnotatorFigures))),
  /** How far annotators agree. Of each, the newest verdict on a caption that stands; bulk events do not count. */
  'team.agreement': method(z.object({ ...question, apart: z.boolean().default(false), seed: z.int().default(1) }), counted(TeamAgreement)),
  /** Assignments as they are now, newest first. */
  'team.assignments': method(z.object({ project: ProjectHandle, patience: question.patience }), counted(z.array(TeamAssignment))),
  /** Gold captions whose answer this viewer set, newest first, and how many others set. */
  'team.gold': method(
    z.object({ project: ProjectHandle, viewer: AnnotatorName, start: z.int().min(0).default(0), count: z.int().min(0).max(100).default(50) }),
    z.object({ total: z.int(), ofOthers: z.int(), captions: z.array(GoldCaption) })
  ),
  /**
   * Makes `count` random captions of a filter gold: those that are accepted, or edited and accepted, and not gold yet,
   * drawn with a seed; the present text is the answer. The same `uuid` again makes the same captions gold and no others.
   */
  'team.makeGold': method(
    z.object({ project: ProjectHandle, uuid: z.uuid(), annotator: AnnotatorName, at: z.number(), filter: Filter.default({}), count: z.int().min(1).max(500), seed: z.int().min(0).default(1) }),
    z.object({ made: z.int(), candidates: z.int() })
  )
}
