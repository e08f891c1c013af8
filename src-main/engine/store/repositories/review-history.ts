import type { Database } from 'better-sqlite3'
import type { LogEvent } from '#shared/domain/records.ts'
import { isBlind } from '../blind-review.ts'
import { statement } from '../statement.ts'

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
  readonly before: number | null
  readonly annotator?: string
  readonly caption?: number
  /** Leaves out what this annotator may not see yet. */
  readonly viewer?: string
  readonly count: number
}

/** The log, newest first, before an event. */
export function readLog(db: Database, args: LogArgs): LogEvent[] {
  const conditions = ['e.seq < ?']
  const values: (number | string)[] = [args.before ?? Number.MAX_SAFE_INTEGER]
  if (args.caption !== undefined) {
    conditions.push('(e.caption = ? OR e.seq IN (SELECT event FROM event_captions WHERE caption = ?))')
    values.push(args.caption, args.caption)
  }
  if (args.annotator !== undefined) {
    conditions.push('e.annotator = (SELECT id FROM annotators WHERE name = ?)')
    values.push(args.annotator)
  }
  const viewer = args.viewer === undefined ? null : ((statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.viewer.trim()) as number | undefined) ?? null)
  const rows = statement<unknown[], LogRow>(db, `${logSql} WHERE ${conditions.join(' AND ')} ORDER BY e.seq DESC LIMIT ?`).iterate(...values, args.viewer === undefined ? args.count : -1)
  const events: LogEvent[] = []
  for (const row of rows) {
    if (args.viewer !== undefined && row.annotator !== args.viewer.trim() && row.caption !== null && isBlind(db, row.caption, viewer)) continue
    events.push(logEvent(row))
    if (events.length === args.count) break
  }
  return events
}

export function logEventOf(db: Database, seq: number): LogEvent | null {
  const row = statement<[number], LogRow>(db, `${logSql} WHERE e.seq = ?`).get(seq)
  return row === undefined ? null : logEvent(row)
}

function logEvent(row: LogRow): LogEvent {
  return { ...row, stands: row.stands === null ? null : row.stands === 1, payload: JSON.parse(row.payload) as Record<string, unknown> }
}
