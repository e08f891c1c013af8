import type { Database } from 'better-sqlite3'
import type { LogEntry, LogSubject } from '#shared/contracts/review-history.ts'
import type { LogEvent } from '#shared/domain/records.ts'
import type { EventKind } from '#shared/domain/review-events.ts'
import { isBlind } from '../blind-review.ts'
import { statement } from '../statement.ts'
import { ftsQuery } from './filter-text.ts'

interface LogRow extends Omit<LogEvent, 'payload' | 'stands'> {
  readonly stands: 0 | 1 | null
  readonly payload: string
}

export const logSql = `
SELECT e.seq, e.uuid, e.at, n.name AS annotator, e.kind, e.caption, e.target,
  CASE WHEN e.kind IN ('undo', 'redo') THEN NULL ELSE EXISTS (SELECT 1 FROM standing s WHERE s.event = e.seq) END AS stands,
  CASE WHEN e.kind = 'bulk' THEN (SELECT count(*) FROM event_captions b WHERE b.event = e.seq) ELSE e.caption IS NOT NULL END AS captions,
  e.payload
FROM events e JOIN annotators n ON n.id = e.annotator`

export interface LogArgs {
  /** Events that come before this one in the log's order; null: from the newest. */
  readonly before: number | null
  readonly annotator?: string
  readonly caption?: number
  readonly kind?: EventKind
  /** By the log's clock, in milliseconds: from `since`, and before `until`. */
  readonly since?: number
  readonly until?: number
  /** The uid of a caption or a place, or words of captions. */
  readonly text?: string
  /** Leaves out what this annotator may not see yet. */
  readonly viewer?: string
  readonly count: number
}

const snippetLength = 200

/** The log, newest first: by (clock, uuid), its order wherever the events were written. */
export function readLog(db: Database, args: LogArgs): LogEvent[] {
  const viewer = args.viewer?.trim()
  const seenBy = viewer === undefined ? null : annotatorOf(db, viewer)
  const { where, values } = conditions(db, args)
  const rows = statement<unknown[], LogRow>(db, `${logSql} ${where} ORDER BY e.clock DESC, e.uuid DESC LIMIT ?`).iterate(...values, viewer === undefined ? args.count : -1)
  const events: LogEvent[] = []
  for (const row of rows) {
    if (viewer !== undefined && row.annotator !== viewer && row.caption !== null && isBlind(db, row.caption, seenBy)) continue
    events.push(logEvent(row))
    if (events.length === args.count) break
  }
  return events
}

/** The log with what each event speaks of. */
export function readHistory(db: Database, args: LogArgs): LogEntry[] {
  return readLog(db, args).map((event) => ({ ...event, subject: subjectOf(db, event) }))
}

export function logEventOf(db: Database, seq: number): LogEvent | null {
  const row = statement<[number], LogRow>(db, `${logSql} WHERE e.seq = ?`).get(seq)
  return row === undefined ? null : logEvent(row)
}

/** The tags of a project, in order; at most `limit`. One look-up each, however many captions have them. */
export function tagNames(db: Database, limit: number): string[] {
  return statement<[number], string>(
    db,
    `WITH RECURSIVE names (tag) AS (SELECT min(tag) FROM caption_tags UNION ALL SELECT (SELECT min(tag) FROM caption_tags WHERE tag > names.tag) FROM names WHERE names.tag IS NOT NULL)
     SELECT tag FROM names WHERE tag IS NOT NULL LIMIT ?`
  ).pluck().all(limit) as string[]
}

function conditions(db: Database, args: LogArgs): { where: string; values: (number | string)[] } {
  const parts: string[] = []
  const values: (number | string)[] = []
  const add = (sql: string, ...of: (number | string)[]): void => {
    parts.push(sql)
    values.push(...of)
  }
  const cursor = args.before === null ? undefined : statement<[number], { clock: number; uuid: string }>(db, 'SELECT clock, uuid FROM events WHERE seq = ?').get(args.before)
  if (cursor) add('(e.clock, e.uuid) < (?, ?)', cursor.clock, cursor.uuid)
  if (args.caption !== undefined) add('(e.caption = ? OR e.seq IN (SELECT event FROM event_captions WHERE caption = ?))', args.caption, args.caption)
  if (args.annotator !== undefined) add('e.annotator = ?', annotatorOf(db, args.annotator.trim()) ?? 0)
  if (args.kind !== undefined) add('e.kind = ?', args.kind)
  if (args.since !== undefined) add('e.clock >= ?', args.since)
  if (args.until !== undefined) add('e.clock < ?', args.until)
  if (args.text !== undefined && args.text.trim() !== '') add('e.caption IN (SELECT value FROM json_each(?))', JSON.stringify(captionsFound(db, args.text.trim())))
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

/** Root captions with this uid, of the place with this uid, or with these words in any of their revisions. */
function captionsFound(db: Database, text: string): number[] {
  const named = statement<[string, string], number>(
    db,
    'SELECT coalesce(root, id) FROM captions WHERE uid = ? UNION SELECT c.id FROM places p JOIN captions c ON c.place = p.id WHERE p.uid = ? AND c.root IS NULL'
  ).pluck().all(text, text) as number[]
  if (named.length > 0) return named
  const query = ftsQuery(text)
  if (query === null) return []
  return statement<[string], number>(db, 'SELECT DISTINCT coalesce(c.root, c.id) FROM captions_fts f JOIN captions c ON c.id = f.rowid WHERE f.captions_fts MATCH ?').pluck().all(query) as number[]
}

/**
 * What an event speaks of. Its text is that of the revision that the event names, else the first: both are texts that
 * its annotator has seen, so that nothing is told to whom it is hidden from.
 */
function subjectOf(db: Database, event: LogEvent): LogSubject | null {
  if (event.caption === null) return null
  const place = statement<[number], Omit<LogSubject, 'revision' | 'snippet' | 'text'> & { text: string }>(
    db,
    `SELECT c.uid, c.text, p.id AS place, p.uid AS placeUid, r.name AS region FROM captions c JOIN places p ON p.id = c.place LEFT JOIN regions r ON r.id = p.region WHERE c.id = ?`
  ).get(event.caption)
  if (!place) return null
  const { text, ...rest } = place
  const named = typeof event.payload['revision'] === 'string' ? event.payload['revision'] : null
  const revision = named === null ? undefined : statement<[string], { id: number; text: string }>(db, 'SELECT id, text FROM captions WHERE uid = ?').get(named)
  return { ...rest, revision: revision?.id ?? null, snippet: snippet(revision?.text ?? text) }
}

function snippet(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  // Not in the middle of a pair of surrogates.
  return line.length <= snippetLength ? line : `${line.slice(0, snippetLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function annotatorOf(db: Database, name: string): number | null {
  return (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name) as number | undefined) ?? null
}

function logEvent(row: LogRow): LogEvent {
  return { ...row, stands: row.stands === null ? null : row.stands === 1, payload: JSON.parse(row.payload) as Record<string, unknown> }
}
