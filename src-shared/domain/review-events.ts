import * as z from 'zod'
import type { Cue } from './cues.ts'
import { Verdict } from './vocabulary.ts'

/** The kinds of event in the log. An undo or redo speaks of another event; all others stand until they are undone. */
export const eventKinds = ['verdict', 'comment', 'cues', 'tags', 'gold', 'bulk', 'undo', 'redo'] as const
export const EventKind = z.enum(eventKinds)
export type EventKind = z.infer<typeof EventKind>

/** What one event can do to all captions of a filter. `replace` changes their text. */
export const bulkActions = ['accept', 'flag', 'reject', 'tag', 'assign', 'unassign', 'replace'] as const
export const BulkAction = z.enum(bulkActions)
export type BulkAction = z.infer<typeof BulkAction>

/** A word or two by which people gather captions. Commas part tags where several are typed. */
export const Tag = z.string().trim().min(1).max(50).regex(/^[^,"]+$/, 'A tag has neither commas nor quotes.')

/** Why a caption is rejected: the code is kept in the log, the label is what people read. */
export const RejectReason = z.object({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'A code has small letters, digits and hyphens only.'),
  /** Empty for a built-in reason, whose words the application knows in every language. */
  label: z.string().trim().max(100)
})
export type RejectReason = z.infer<typeof RejectReason>

/** The reasons of a new project, in the order of the keys 1 to 9. */
export const builtInReasons = ['wrong-place', 'wrong-layout', 'wrong-object', 'wrong-colour', 'invented-sign', 'too-vague', 'leaks-answer', 'bad-image', 'language'] as const

/** The known answer of a gold caption: which verdict is right, and for an edit the text. */
export const GoldAnswer = z.object({
  verdict: Verdict,
  text: z.string().max(20_000).optional(),
  note: z.string().max(2000).optional(),
  /** The annotator whose verdict the answer was taken from: hers cannot be measured by it. */
  from: z.string().max(100).optional()
})
export type GoldAnswer = z.infer<typeof GoldAnswer>

/**
 * What a verdict's event holds. `revision`: uid of the caption row that is the head after it (an edit's new one, or the
 * one that was on the screen). `parents`: uuids of the standing verdicts that its annotator had seen; absent in logs of
 * the first schema, whose verdicts each saw all before them.
 */
export interface VerdictPayload {
  readonly verdict: Verdict
  readonly revision?: string
  readonly parents?: readonly string[]
  readonly text?: string
  readonly reason?: string
  readonly comment?: string
  readonly cues?: readonly Cue[]
}
