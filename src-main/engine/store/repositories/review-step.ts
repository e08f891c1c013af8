import type { Database } from 'better-sqlite3'
import type { CaptionSummary, LogEvent } from '#shared/domain/records.ts'
import { appendEvent, eventByUuid, newestStanding, newestUndone, type StoredEvent } from '../review-log.ts'
import { annotatorId } from '../review-state.ts'
import { statement } from '../statement.ts'
import { summaryFor } from './caption-summary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { logEventOf } from './review-history.ts'

export interface StepArgs {
  readonly uuid: string
  readonly annotator: string
  /** Milliseconds since 1970, the annotator's clock. */
  readonly at: number
}

export interface StepOutcome {
  readonly event: LogEvent
  /** Null for a bulk event. */
  readonly caption: CaptionSummary | null
}

const targetOf: Record<'undo' | 'redo', (db: Database, annotator: number) => StoredEvent | null> = { undo: newestStanding, redo: newestUndone }

/** Takes back (or gives back) the annotator's newest event that stands (or that she undid last). Null: there is none. Once a uuid. */
export function takeStep(db: Database, kind: 'undo' | 'redo', args: StepArgs): StepOutcome | null {
  const uuid = args.uuid.toLowerCase()
  const known = eventByUuid(db, uuid)
  if (known && known.kind !== kind) throw usedUuid(uuid)
  const annotator = annotatorId(db, args.annotator)
  const target = known ? (known.target === null ? null : eventByUuid(db, known.target)) : targetOf[kind](db, annotator)
  if (!target) return null
  if (!known) appendEvent(db, { uuid, at: Math.round(args.at), annotator, kind, caption: target.caption, target: target.uuid, payload: {} })
  const event = logEventOf(db, target.seq)
  return event === null ? null : { event, caption: target.caption === null ? null : summaryFor(db, target.caption, annotator) }
}

export function usedUuid(uuid: string): PlanisphereError {
  return new PlanisphereError('CONFLICT', `The event ${uuid} is in the log already and says something else.`, { hint: 'Give every action a uuid of its own.' })
}

/** The root of a caption's chain. */
export function rootCaption(db: Database, id: number): { id: number; place: number; uid: string } {
  const row = statement<[number], { id: number; place: number; uid: string }>(
    db,
    'SELECT r.id, r.place, r.uid FROM captions c JOIN captions r ON r.id = coalesce(c.root, c.id) WHERE c.id = ?'
  ).get(id)
  if (!row) throw new PlanisphereError('NOT_FOUND', `There is no caption ${id} in this project.`, { hint: 'It may have been removed with its import. Read the queue again.' })
  return row
}
