import type { Database } from 'better-sqlite3'
import type { BulkAction, EventKind } from '#shared/domain/review-events.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { deriveCaption } from './review-state.ts'
import { statement } from './statement.ts'

/** A row of the table `events`, its payload parsed. */
export interface StoredEvent {
  readonly seq: number
  readonly uuid: string
  /** Hybrid logical clock: (clock, uuid) is the log's order, wherever the events were written. */
  readonly clock: number
  readonly at: number
  readonly annotator: number
  readonly kind: EventKind
  readonly caption: number | null
  /** The uuid of the event that an undo or redo speaks of. */
  readonly target: string | null
  readonly payload: Record<string, unknown>
}

/** `clock` is given only for an event that was written elsewhere. */
export type NewEvent = Omit<StoredEvent, 'seq' | 'clock'> & { readonly clock?: number }

/** A caption of a bulk event; `value` as in the table event_captions. */
export interface EventCaption {
  readonly caption: number
  readonly value: number | null
}

interface EventRow extends Omit<StoredEvent, 'payload'> {
  readonly payload: string
}

const columns = 'seq, uuid, clock, at, annotator, kind, caption, target, payload'

/** How many captions of a bulk event are derived again in one transaction. */
export const derivationBatch = 100

/** Appends an event and brings what is derived from the log up to date. The only way into the log. */
export function appendEvent(db: Database, event: NewEvent): StoredEvent {
  const clock = event.clock ?? nextClock(db, event.at)
  const seq = Number(
    statement<unknown[]>(db, 'INSERT INTO events (uuid, clock, at, annotator, kind, caption, target, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      event.uuid,
      clock,
      event.at,
      event.annotator,
      event.kind,
      event.caption,
      event.target,
      JSON.stringify(event.payload)
    ).lastInsertRowid
  )
  const stored: StoredEvent = { ...event, clock, seq }
  if (event.kind === 'undo' || event.kind === 'redo') {
    const target = event.target === null ? null : eventByUuid(db, event.target)
    // An event that was merged before the one it speaks of: that one asks for its steps when it comes.
    if (target !== null) settle(db, target)
  } else settle(db, stored)
  return stored
}

/** Adds captions to a bulk event and derives them. Those that it has already are left as they are. */
export function appendCaptions(db: Database, event: number, captions: readonly EventCaption[]): number {
  const known = statement<[number, number], number>(db, 'SELECT 1 FROM event_captions WHERE event = ? AND caption = ?').pluck()
  const add = statement<unknown[]>(db, 'INSERT INTO event_captions (event, caption, value) VALUES (?, ?, ?)')
  let added = 0
  for (const { caption, value } of captions) {
    if (known.get(event, caption) !== undefined) continue
    add.run(event, caption, value)
    deriveCaption(db, caption)
    added++
  }
  return added
}

/** Derives some of the captions that wait for it; returns how many were. Zero: nothing waits. */
export function deriveSome(db: Database): number {
  const waiting = statement<[], { event: number; after: number }>(db, 'SELECT event, after FROM derivations ORDER BY event LIMIT 1').get()
  if (!waiting) return 0
  const captions = statement<[number, number, number], number>(db, 'SELECT caption FROM event_captions WHERE event = ? AND caption > ? ORDER BY caption LIMIT ?').pluck().all(waiting.event, waiting.after, derivationBatch) as number[]
  for (const caption of captions) deriveCaption(db, caption)
  if (captions.length < derivationBatch) statement<[number]>(db, 'DELETE FROM derivations WHERE event = ?').run(waiting.event)
  else statement<[number, number]>(db, 'UPDATE derivations SET after = ? WHERE event = ?').run(captions.at(-1) ?? 0, waiting.event)
  return Math.max(1, captions.length)
}

export function eventByUuid(db: Database, uuid: string): StoredEvent | null {
  return parsed(statement<[string], EventRow>(db, `SELECT ${columns} FROM events WHERE uuid = ?`).get(uuid))
}

/** The annotator's newest event that stands, whatever it speaks of: what an undo takes back. */
export function newestStanding(db: Database, annotator: number): StoredEvent | null {
  const names = columns.split(', ').map((name) => `e.${name}`).join(', ')
  return parsed(
    statement<[number], EventRow>(db, `SELECT ${names} FROM standing s JOIN events e ON e.seq = s.event WHERE s.annotator = ? ORDER BY s.clock DESC, e.uuid DESC LIMIT 1`).get(annotator)
  )
}

/** What the annotator undid last and did not redo, if she has done nothing else since. */
export function newestUndone(db: Database, annotator: number): StoredEvent | null {
  const names = columns.split(', ').map((name) => `t.${name}`).join(', ')
  return parsed(
    statement<[number, number], EventRow>(
      db,
      `SELECT ${names} FROM events u JOIN events t ON t.uuid = u.target LEFT JOIN standing s ON s.event = t.seq
       WHERE u.annotator = ? AND u.kind = 'undo' AND s.event IS NULL
         AND u.clock > coalesce((SELECT clock FROM events WHERE annotator = ? AND kind NOT IN ('undo', 'redo') ORDER BY clock DESC LIMIT 1), 0)
       ORDER BY u.clock DESC, u.uuid DESC LIMIT 1`
    ).get(annotator, annotator)
  )
}

/** Derives everything again from the log, as if nothing had been derived. Returns the number of events. */
export function rebuildFromLog(db: Database): number {
  db.exec('DELETE FROM standing; DELETE FROM derivations; DELETE FROM caption_state; DELETE FROM caption_cues; DELETE FROM caption_tags; DELETE FROM assignments; DELETE FROM gold')
  const next = statement<[number], EventRow>(db, `SELECT ${columns} FROM events WHERE seq > ? AND kind NOT IN ('undo', 'redo') ORDER BY seq LIMIT 1000`)
  for (let after = 0; ; ) {
    const rows = next.all(after)
    for (const row of rows) setStanding(db, row)
    if (rows.length === 0) break
    after = rows.at(-1)?.seq ?? after
  }
  const captions = statement<[number, number], number>(
    db,
    'SELECT caption FROM events WHERE caption > ? UNION SELECT caption FROM event_captions WHERE caption > ? ORDER BY caption LIMIT 1000'
  ).pluck()
  for (let after = 0; ; ) {
    const some = captions.all(after, after) as number[]
    for (const caption of some) deriveCaption(db, caption)
    if (some.length === 0) break
    after = some.at(-1) ?? after
  }
  return statement<[], number>(db, 'SELECT count(*) FROM events').pluck().get() as number
}

/** What a bulk event does to each of its captions. */
export function bulkAction(payload: Record<string, unknown>): BulkAction | null {
  return typeof payload['action'] === 'string' ? (payload['action'] as BulkAction) : null
}

/** The annotator's clock, or one more than the newest of the log where hers is behind. */
function nextClock(db: Database, at: number): number {
  const newest = (statement<[], number>(db, 'SELECT max(clock) FROM events').pluck().get() as number | null) ?? 0
  return Math.max(at, newest + 1)
}

/** Whether the event stands now, and what follows from it for its captions. */
function settle(db: Database, event: StoredEvent): void {
  const changed = setStanding(db, event)
  if (event.caption !== null) deriveCaption(db, event.caption)
  else if (changed && statement<[number], number>(db, 'SELECT 1 FROM event_captions WHERE event = ?').pluck().get(event.seq) !== undefined) {
    statement<[number]>(db, 'INSERT INTO derivations (event, after) VALUES (?, 0) ON CONFLICT (event) DO UPDATE SET after = 0').run(event.seq)
  }
}

/**
 * An event stands unless the last step (undo or redo, by its own annotator) that speaks of it is an undo. A function of
 * the set of events, not of the order in which they came. Returns whether it changed.
 */
function setStanding(db: Database, event: Pick<StoredEvent, 'seq' | 'uuid' | 'annotator' | 'kind' | 'caption' | 'clock'>): boolean {
  const last = statement<[string, number], string>(db, 'SELECT kind FROM events WHERE target = ? AND annotator = ? ORDER BY clock DESC, uuid DESC LIMIT 1').pluck().get(event.uuid, event.annotator) as string | undefined
  if (last === 'undo') return statement<[number]>(db, 'DELETE FROM standing WHERE event = ?').run(event.seq).changes > 0
  return (
    statement<unknown[]>(db, 'INSERT INTO standing (event, annotator, kind, caption, clock) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(event.seq, event.annotator, event.kind, event.caption, event.clock).changes > 0
  )
}

function parsed(row: EventRow | undefined): StoredEvent | null {
  if (!row) return null
  try {
    return { ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }
  } catch (cause) {
    throw new PlanisphereError('PROJECT_DAMAGED', `Event ${row.seq} of the log cannot be read.`, { hint: 'Restore the newest file of the folder backups/.', cause })
  }
}
