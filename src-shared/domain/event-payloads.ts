import * as z from 'zod'
import { Cue, maxCues } from './cues.ts'
import { BulkAction, GoldAnswer, type EventKind } from './review-events.ts'
import { Verdict } from './vocabulary.ts'

const longText = z.string().max(100_000)
const uid = z.string().min(1).max(1000)
const names = z.array(z.string().min(1).max(1000)).max(10_000)

/** What the payload of each kind must hold, where it comes from elsewhere. More may be in it and is kept. */
const payloads: Record<EventKind, z.ZodType> = {
  verdict: z.looseObject({
    verdict: Verdict,
    revision: uid.optional(),
    parents: z.array(uid).max(10_000).optional(),
    text: longText.optional(),
    reason: z.string().max(1000).optional(),
    comment: longText.optional(),
    cues: z.array(Cue).max(maxCues).optional()
  }),
  comment: z.looseObject({ text: longText }),
  cues: z.looseObject({ revision: uid, cues: z.array(Cue).max(maxCues) }),
  tags: z.looseObject({ add: names.optional(), remove: names.optional() }),
  gold: z.looseObject({ answer: GoldAnswer.nullable() }),
  bulk: z.looseObject({ action: BulkAction, annotators: names.max(50).optional(), blind: z.boolean().optional(), add: names.optional(), remove: names.optional(), seen: z.record(z.string(), z.number()).optional() }),
  undo: z.looseObject({}),
  redo: z.looseObject({})
}

/** Why a payload from elsewhere cannot stand in the log, in a few words; null where it can. */
export function payloadProblem(kind: EventKind, payload: unknown): string | null {
  const parsed = payloads[kind].safeParse(payload)
  if (parsed.success) return null
  const [issue] = parsed.error.issues
  return issue === undefined ? 'not what such an event holds' : `${['payload', ...issue.path].join('.')}: ${issue.message}`
}
