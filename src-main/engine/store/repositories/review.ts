import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { ReviewItem } from '#shared/contracts/review.ts'
import type { Filter } from '#shared/domain/filter.ts'
import type { Caption, CaptionSummary, LogEvent } from '#shared/domain/records.ts'
import { captionStatuses, type AuthorKind, type CaptionStatus, type Verdict } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { appendEvent, eventByUuid, eventBySeq, newestStanding, newestUndone, rebuildFromLog, type StoredEvent, type VerdictPayload } from '../review-log.ts'
import { statement } from '../statement.ts'
import { browseRepository, captionSummarySql } from './browse.ts'
import { filterSql } from './filter-sql.ts'
import { indexCaptionNow } from './indexing.ts'
import type { CheckItem } from './projects.ts'

export interface VerdictArgs {
  readonly uuid: string
  readonly annotator: string
  /** Milliseconds since 1970, the annotator's clock. */
  readonly at: number
  readonly caption: number
  readonly verdict: Verdict
  readonly text?: string
  readonly reason?: string
  readonly comment?: string
  readonly expectedHead?: number
}

export interface StepArgs {
  readonly uuid: string
  readonly annotator: string
  readonly at: number
}

export const reviewRepository = {
  /** Appends a verdict, once a uuid. An edit makes a revision by the annotator, which becomes the head. */
  submit(db: Database, args: VerdictArgs): { seq: number; caption: CaptionSummary } {
    const uuid = args.uuid.toLowerCase()
    const root = rootCaption(db, args.caption)
    const known = eventByUuid(db, uuid)
    if (known) {
      if (known.kind !== 'verdict' || known.caption !== root.id) throw usedUuid(uuid)
      return { seq: known.seq, caption: summary(db, root.id) }
    }
    const before = summary(db, root.id)
    if (args.expectedHead !== undefined && args.expectedHead !== before.head) {
      throw new PlanisphereError('CONFLICT', `Caption ${before.uid} was revised meanwhile${before.annotator === null ? '' : ` by ${before.annotator}`}.`, {
        hint: 'Read it again, then decide.'
      })
    }
    const annotator = annotatorId(db, args.annotator)
    const at = Math.round(args.at)
    const payload: Record<string, unknown> & VerdictPayload = {
      verdict: args.verdict,
      ...(args.reason === undefined ? {} : { reason: args.reason }),
      ...(args.comment === undefined ? {} : { comment: args.comment }),
      ...(args.verdict === 'edited' && args.text !== undefined ? { text: args.text, revision: revise(db, { root, head: before.head, text: args.text, annotator: args.annotator, at }) } : {})
    }
    const event = appendEvent(db, { uuid, at, annotator, kind: 'verdict', caption: root.id, target: null, payload })
    removeDraft(db, annotator, root.id)
    return { seq: event.seq, caption: summary(db, root.id) }
  },

  /** Takes back the annotator's newest standing verdict; null when there is none. Once a uuid. */
  undo(db: Database, args: StepArgs): { undone: LogEvent; caption: CaptionSummary } | null {
    const step = takeStep(db, 'undo', args, newestStanding)
    return step && { undone: step.event, caption: step.caption }
  },

  /** Gives back what the annotator undid last; null when there is none, or a new verdict came since. Once a uuid. */
  redo(db: Database, args: StepArgs): { redone: LogEvent; caption: CaptionSummary } | null {
    const step = takeStep(db, 'redo', args, newestUndone)
    return step && { redone: step.event, caption: step.caption }
  },

  draft(db: Database, args: { annotator: string; caption: number; text: string | null; at: number }): void {
    const root = rootCaption(db, args.caption)
    const annotator = annotatorId(db, args.annotator)
    if (args.text === null) removeDraft(db, annotator, root.id)
    else
      statement<unknown[]>(db, 'INSERT INTO drafts (annotator, caption, text, at) VALUES (?, ?, ?, ?) ON CONFLICT (annotator, caption) DO UPDATE SET text = excluded.text, at = excluded.at').run(
        annotator,
        root.id,
        args.text,
        args.at
      )
  },

  /** All that the Review screen shows of each caption; one that is gone is left out. */
  items(db: Database, args: { captions: readonly number[]; annotator: string }): ReviewItem[] {
    const annotator = statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.annotator.trim()) as number | undefined
    const draft = statement<[number, number], string>(db, 'SELECT text FROM drafts WHERE annotator = ? AND caption = ?').pluck()
    return args.captions.flatMap((id) => {
      const caption = statement<[number], CaptionSummary>(db, `${captionSummarySql} WHERE c.id = ? AND c.root IS NULL`).get(id)
      const detail = caption && browseRepository.placeDetail(db, { place: caption.place })
      if (!caption || !detail) return []
      return {
        caption,
        revisions: revisions(db, id, caption.head),
        events: statement<[number], LogRow>(db, `${logSql} WHERE e.caption = ? ORDER BY e.seq DESC LIMIT 200`).all(id).map(logEvent),
        detail,
        draft: annotator === undefined ? null : ((draft.get(annotator, id) as string | undefined) ?? null)
      }
    })
  },

  /** How many captions of a filter have each status. Without a filter, or by region alone, the kept counters answer. */
  statuses(db: Database, args: { filter: Filter }): Record<CaptionStatus, number> {
    const counts = Object.fromEntries(captionStatuses.map((status) => [status, 0])) as Record<CaptionStatus, number>
    for (const row of statusRows(db, args.filter)) counts[row.status] = row.n
    return counts
  },

  /** Verdicts of an annotator that stand, and the times of the newest, newest first. */
  pace(db: Database, args: { annotator: string; newest: number }): { standing: number; times: number[] } {
    const annotator = statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.annotator.trim()) as number | undefined
    if (annotator === undefined) return { standing: 0, times: [] }
    return {
      standing: statement<[number], number>(db, 'SELECT count(*) FROM standing WHERE annotator = ?').pluck().get(annotator) as number,
      times: statement<[number, number], number>(
        db,
        'SELECT e.at FROM standing s JOIN events e ON e.seq = s.event WHERE s.annotator = ? ORDER BY s.event DESC LIMIT ?'
      ).pluck().all(annotator, args.newest) as number[]
    }
  },

  /** The log, newest first, before an event. */
  log(db: Database, args: { before: number | null; annotator?: string; caption?: number; count: number }): LogEvent[] {
    const conditions = ['e.seq < ?']
    const values: (number | string)[] = [args.before ?? Number.MAX_SAFE_INTEGER]
    if (args.caption !== undefined) {
      conditions.push('e.caption = ?')
      values.push(args.caption)
    }
    if (args.annotator !== undefined) {
      conditions.push('e.annotator = (SELECT id FROM annotators WHERE name = ?)')
      values.push(args.annotator)
    }
    return statement<unknown[], LogRow>(db, `${logSql} WHERE ${conditions.join(' AND ')} ORDER BY e.seq DESC LIMIT ?`)
      .all(...values, args.count)
      .map(logEvent)
  },

  /** Derives every caption's state again from the log. Returns the number of events. */
  rebuild(db: Database, _args: Record<never, never>): number {
    return rebuildFromLog(db)
  },

  /** Whether log and counters are what they must be. */
  check(db: Database, _args: Record<never, never>): CheckItem[] {
    const events = statement<[], number>(db, 'SELECT count(*) FROM events').pluck().get() as number
    const orphans = statement<[], number>(db, "SELECT count(*) FROM events e WHERE e.kind = 'verdict' AND e.caption NOT IN (SELECT caption FROM caption_state)").pluck().get() as number
    const counted = statement<[], number>(db, 'SELECT coalesce(sum(n), 0) FROM count_captions').pluck().get() as number
    const captions = statement<[], number>(db, 'SELECT count(*) FROM captions WHERE root IS NULL').pluck().get() as number
    return [
      { what: 'Log', ok: orphans === 0, detail: orphans === 0 ? `${events} events` : `${orphans} verdicts are not in the captions’ state. Rebuild it from the log.` },
      { what: 'Counters', ok: counted === captions, detail: counted === captions ? `${captions} captions` : `${counted} captions are counted, ${captions} are there` }
    ]
  }
}

interface LogRow extends Omit<LogEvent, 'payload'> {
  readonly payload: string
}

const logSql = 'SELECT e.seq, e.uuid, e.at, n.name AS annotator, e.kind, e.caption, e.payload FROM events e JOIN annotators n ON n.id = e.annotator'

function logEvent(row: LogRow): LogEvent {
  return { ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }
}

function takeStep(
  db: Database,
  kind: 'undo' | 'redo',
  args: StepArgs,
  targetOf: (db: Database, annotator: number) => StoredEvent | null
): { event: LogEvent; caption: CaptionSummary } | null {
  const uuid = args.uuid.toLowerCase()
  const known = eventByUuid(db, uuid)
  if (known && known.kind !== kind) throw usedUuid(uuid)
  const annotator = annotatorId(db, args.annotator)
  const target = known ? (known.target === null ? null : eventBySeq(db, known.target)) : targetOf(db, annotator)
  if (!target || target.caption === null) return null
  if (!known) appendEvent(db, { uuid, at: Math.round(args.at), annotator, kind, caption: target.caption, target: target.seq, payload: { target: target.uuid } })
  const row = statement<[number], LogRow>(db, `${logSql} WHERE e.seq = ?`).get(target.seq)
  if (!row) return null
  return { event: logEvent(row), caption: summary(db, target.caption) }
}

function rootCaption(db: Database, id: number): { id: number; place: number; uid: string } {
  const row = statement<[number], { id: number; place: number; uid: string }>(
    db,
    'SELECT r.id, r.place, r.uid FROM captions c JOIN captions r ON r.id = coalesce(c.root, c.id) WHERE c.id = ?'
  ).get(id)
  if (!row) throw new PlanisphereError('NOT_FOUND', `There is no caption ${id} in this project.`, { hint: 'It may have been removed with its import. Read the queue again.' })
  return row
}

function summary(db: Database, root: number): CaptionSummary {
  const row = statement<[number], CaptionSummary>(db, `${captionSummarySql} WHERE c.id = ? AND c.root IS NULL`).get(root)
  if (!row) throw new PlanisphereError('NOT_FOUND', `There is no caption ${root} in this project.`)
  return row
}

/** Inserts a revision and returns its uid, by which the log knows it. */
function revise(db: Database, args: { root: { id: number; place: number }; head: number; text: string; annotator: string; at: number }): string {
  const author = statement<[string], number>(
    db,
    "INSERT INTO authors (kind, name, prompt) VALUES ('person', ?, '') ON CONFLICT (kind, name, prompt) DO UPDATE SET name = name RETURNING id"
  ).pluck().get(args.annotator) as number
  const uid = randomUUID()
  const id = Number(
    statement<unknown[]>(db, 'INSERT INTO captions (uid, place, root, revises, author, text, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      uid,
      args.root.place,
      args.root.id,
      args.head,
      author,
      args.text,
      args.at
    ).lastInsertRowid
  )
  indexCaptionNow(db, id, args.text)
  return uid
}

/** The chain of a caption, oldest first. Revisions that an undo took away come before the head, which is the last. */
function revisions(db: Database, root: number, head: number): Caption[] {
  return statement<unknown[], Omit<Caption, 'extra'> & { extra: string | null }>(
    db,
    `SELECT c.id, c.uid, c.place, coalesce(c.root, c.id) AS root, c.revises, c.text, a.kind AS authorKind, a.name AS author, nullif(a.prompt, '') AS prompt, c.created_at AS createdAt, c.extra
     FROM captions c JOIN authors a ON a.id = c.author WHERE c.id = ? OR c.root = ? ORDER BY c.id = ?, c.id`
  )
    .all(root, root, head)
    .map((row) => ({ ...row, authorKind: row.authorKind as AuthorKind, extra: row.extra === null ? null : (JSON.parse(row.extra) as Record<string, unknown>) }))
}

function annotatorId(db: Database, name: string): number {
  return statement<[string], number>(db, 'INSERT INTO annotators (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id').pluck().get(name) as number
}

function removeDraft(db: Database, annotator: number, caption: number): void {
  statement<[number, number]>(db, 'DELETE FROM drafts WHERE annotator = ? AND caption = ?').run(annotator, caption)
}

function statusRows(db: Database, filter: Filter): { status: CaptionStatus; n: number }[] {
  const { regions, ...others } = filter
  const counted = Object.values(others).every((value) => value === undefined)
  if (counted) {
    const where = regions === undefined ? '' : 'WHERE region IN (SELECT value FROM json_each(?))'
    const values = regions === undefined ? [] : [JSON.stringify(regions)]
    return statement<unknown[], { status: CaptionStatus; n: number }>(db, `SELECT status, sum(n) AS n FROM count_captions ${where} GROUP BY status`).all(...values)
  }
  const { sql, parameters } = filterSql('captions', filter, 'id')
  return statement<unknown[], { status: CaptionStatus; n: number }>(
    db,
    `SELECT coalesce(s.status, 'unreviewed') AS status, count(*) AS n FROM (${sql}) q LEFT JOIN caption_state s ON s.caption = q.id GROUP BY 1`
  ).all(...parameters)
}

function usedUuid(uuid: string): PlanisphereError {
  return new PlanisphereError('CONFLICT', `The event ${uuid} is in the log already and says something else.`, { hint: 'Give every action a uuid of its own.' })
}
