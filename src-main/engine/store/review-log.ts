import type { Database } from 'better-sqlite3'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { statement } from './statement.ts'

/** What a verdict's event holds. `revision` is the uid of the caption that an edit made. */
export interface VerdictPayload {
  readonly verdict: Verdict
  readonly text?: string
  readonly revision?: string
  readonly reason?: string
  readonly comment?: string
}

/** A row of the table `events`, its payload parsed. */
export interface StoredEvent {
  readonly seq: number
  readonly uuid: string
  readonly at: number
  readonly annotator: number
  readonly kind: 'verdict' | 'comment' | 'undo' | 'redo'
  readonly caption: number | null
  readonly target: number | null
  readonly payload: Record<string, unknown>
}

export type NewEvent = Omit<StoredEvent, 'seq'>

interface EventRow extends Omit<StoredEvent, 'payload'> {
  readonly payload: string
}

const columns = 'seq, uuid, at, annotator, kind, caption, target, payload'

/** Appends an event and brings what is derived from the log up to date. The only way into the log. */
export function appendEvent(db: Database, event: NewEvent): StoredEvent {
  const seq = Number(
    statement<unknown[]>(db, 'INSERT INTO events (uuid, at, annotator, kind, caption, target, payload) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      event.uuid,
      event.at,
      event.annotator,
      event.kind,
      event.caption,
      event.target,
      JSON.stringify(event.payload)
    ).lastInsertRowid
  )
  const stored = { ...event, seq }
  applyEvent(db, stored)
  return stored
}

export function eventByUuid(db: Database, uuid: string): StoredEvent | null {
  return parsed(statement<[string], EventRow>(db, `SELECT ${columns} FROM events WHERE uuid = ?`).get(uuid))
}

export function eventBySeq(db: Database, seq: number): StoredEvent | null {
  return parsed(statement<[number], EventRow>(db, `SELECT ${columns} FROM events WHERE seq = ?`).get(seq))
}

/** The annotator's newest verdict that stands, whatever caption it speaks of. */
export function newestStanding(db: Database, annotator: number): StoredEvent | null {
  const seq = statement<[number], number>(db, 'SELECT max(event) FROM standing WHERE annotator = ?').pluck().get(annotator) as number | null
  return seq === null ? null : eventBySeq(db, seq)
}

/** The verdict that the annotator undid last and that no new verdict has cleared. */
export function newestUndone(db: Database, annotator: number): StoredEvent | null {
  const seq = statement<[number], number>(db, 'SELECT event FROM undone WHERE annotator = ? ORDER BY undo DESC LIMIT 1').pluck().get(annotator) as number | undefined
  return seq === undefined ? null : eventBySeq(db, seq)
}

/** Derives everything again from the log, as if nothing had been derived. Returns the number of events. */
export function rebuildFromLog(db: Database): number {
  db.exec('DELETE FROM standing; DELETE FROM undone; DELETE FROM caption_state')
  const next = statement<[number], EventRow>(db, `SELECT ${columns} FROM events WHERE seq > ? ORDER BY seq LIMIT 1000`)
  let seq = 0
  let count = 0
  for (;;) {
    const rows = next.all(seq)
    if (rows.length === 0) return count
    for (const row of rows) applyEvent(db, { ...row, payload: JSON.parse(row.payload) as Record<string, unknown> })
    count += rows.length
    seq = rows.at(-1)?.seq ?? seq
  }
}

function applyEvent(db: Database, event: StoredEvent): void {
  const { annotator, target } = event
  if (event.kind === 'undo' && target !== null) {
    statement<[number]>(db, 'DELETE FROM standing WHERE event = ?').run(target)
    statement<[number, number, number]>(db, 'INSERT INTO undone (undo, annotator, event) VALUES (?, ?, ?)').run(event.seq, annotator, target)
  } else if (event.kind === 'redo' && target !== null) {
    statement<[number, number]>(db, 'DELETE FROM undone WHERE annotator = ? AND event = ?').run(annotator, target)
    stand(db, target, annotator, event.caption)
  } else {
    statement<[number]>(db, 'DELETE FROM undone WHERE annotator = ?').run(annotator)
    if (event.kind === 'verdict') stand(db, event.seq, annotator, event.caption)
  }
  if (event.caption !== null) deriveState(db, event.caption)
}

function stand(db: Database, event: number, annotator: number, caption: number | null): void {
  if (caption !== null) statement<[number, number, number]>(db, 'INSERT OR IGNORE INTO standing (event, annotator, caption) VALUES (?, ?, ?)').run(event, annotator, caption)
}

/**
 * A caption's state: the newest verdict that stands. Its head: the revision of the newest standing edit, or itself.
 * With several annotators an undo takes away its own verdict only, and what others decided stays.
 */
function deriveState(db: Database, caption: number): void {
  const newest = statement<[number], { seq: number; at: number; annotator: number; verdict: string }>(
    db,
    `SELECT e.seq, e.at, e.annotator, e.payload ->> '$.verdict' AS verdict FROM standing s JOIN events e ON e.seq = s.event
     WHERE s.caption = ? ORDER BY s.event DESC LIMIT 1`
  ).get(caption)
  const head = statement<[number], number>(
    db,
    `SELECT c.id FROM standing s JOIN events e ON e.seq = s.event JOIN captions c ON c.uid = e.payload ->> '$.revision'
     WHERE s.caption = ? AND e.payload ->> '$.verdict' = 'edited' ORDER BY s.event DESC LIMIT 1`
  ).pluck().get(caption) as number | undefined
  statement<unknown[]>(
    db,
    `INSERT INTO caption_state (caption, status, head, annotator, reviewed_at, event) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (caption) DO UPDATE SET status = excluded.status, head = excluded.head, annotator = excluded.annotator, reviewed_at = excluded.reviewed_at, event = excluded.event`
  ).run(caption, newest?.verdict ?? 'unreviewed', head ?? caption, newest?.annotator ?? null, newest?.at ?? null, newest?.seq ?? null)
}

function parsed(row: EventRow | undefined): StoredEvent | null {
  if (!row) return null
  try {
    return { ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }
  } catch (cause) {
    throw new PlanisphereError('PROJECT_DAMAGED', `Event ${row.seq} of the log cannot be read.`, { hint: 'Restore the newest file of the folder backups/.', cause })
  }
}
