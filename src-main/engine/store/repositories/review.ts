import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { LogEntry } from '#shared/contracts/review-history.ts'
import type { Cue } from '#shared/domain/cues.ts'
import type { Filter } from '#shared/domain/filter.ts'
import type { CaptionSummary, LogEvent } from '#shared/domain/records.ts'
import { builtInReasons, type EventKind, type GoldAnswer, type RejectReason, type VerdictPayload } from '#shared/domain/review-events.ts'
import { captionStatuses, type CaptionStatus, type Verdict } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { isBlind } from '../blind-review.ts'
import { appendEvent, deriveSome, eventByUuid, rebuildFromLog } from '../review-log.ts'
import { annotatorId, captionView } from '../review-state.ts'
import { statement } from '../statement.ts'
import { summaryFor } from './caption-summary.ts'
import { fittingByStatus } from './filter-ids.ts'
import { indexCaptionNow } from './indexing.ts'
import type { CheckItem } from './projects.ts'
import { readHistory, tagNames, type LogArgs } from './review-history.ts'
import { rootCaption, takeStep, usedUuid, type StepArgs } from './review-step.ts'

/** Who writes, when (milliseconds since 1970, the annotator's clock), of which caption, under which uuid. */
interface Stamp {
  readonly uuid: string
  readonly annotator: string
  readonly at: number
  readonly caption: number
}

export interface VerdictArgs extends Stamp {
  readonly verdict: Verdict
  readonly text?: string
  readonly revision?: number
  readonly reason?: string
  readonly comment?: string
  readonly cues?: readonly Cue[]
  readonly expectedHead?: number
}

interface Appended {
  readonly seq: number
  readonly caption: CaptionSummary
}

export const reviewRepository = {
  /** Appends a verdict, once a uuid. An edit makes a revision by the annotator, which becomes the head. */
  submit(db: Database, args: VerdictArgs): Appended {
    return append(db, 'verdict', args, (root, annotator) => {
      const blind = isBlind(db, root.id, annotator)
      const view = captionView(db, root.id, blind ? annotator : undefined)
      if (args.expectedHead !== undefined && args.expectedHead !== view.head) {
        const by = view.winner === null ? '' : ` by ${nameOf(db, view.winner.annotator)}`
        throw new PlanisphereError('CONFLICT', `Caption ${root.uid} was revised meanwhile${by}.`, { hint: 'Read it again, then decide.' })
      }
      if (args.revision !== undefined) chainMember(db, root, args.revision)
      const base = args.revision ?? view.head
      const edited = args.verdict === 'edited' && args.text !== undefined
      const payload: VerdictPayload = {
        verdict: args.verdict,
        revision: edited ? revise(db, { root, revises: base, text: args.text, annotator: args.annotator, at: Math.round(args.at) }).uid : uidOf(db, base),
        parents: view.leaves.map(({ uuid }) => uuid),
        ...(edited ? { text: args.text } : {}),
        ...(args.reason === undefined ? {} : { reason: args.reason }),
        ...(args.comment === undefined ? {} : { comment: args.comment }),
        ...(args.cues === undefined ? {} : { cues: args.cues })
      }
      removeDraft(db, annotator, root.id)
      return { ...payload }
    })
  },

  comment(db: Database, args: Stamp & { text: string }): Appended {
    return append(db, 'comment', args, () => ({ text: args.text }))
  },

  /** The annotator's cues of a revision: all of them, in the place of those before. */
  cues(db: Database, args: Stamp & { revision: number; cues: readonly Cue[] }): Appended {
    return append(db, 'cues', args, (root) => {
      chainMember(db, root, args.revision)
      const text = statement<[number], string>(db, 'SELECT text FROM captions WHERE id = ?').pluck().get(args.revision) as string
      const outside = args.cues.find(({ end }) => end > text.length)
      if (outside) throw new PlanisphereError('INVALID_INPUT', `A cue ends at ${outside.end}, but the text has ${text.length} characters.`, { hint: 'Mark it again.' })
      return { revision: uidOf(db, args.revision), cues: args.cues }
    })
  },

  tags(db: Database, args: Stamp & { add: readonly string[]; remove: readonly string[] }): Appended {
    return append(db, 'tags', args, () => ({ add: args.add, remove: args.remove }))
  },

  gold(db: Database, args: Stamp & { answer: GoldAnswer | null }): Appended {
    return append(db, 'gold', args, () => ({ answer: args.answer }))
  },

  /** Takes back the annotator's newest standing event; null when there is none. Once a uuid. */
  undo(db: Database, args: StepArgs): { undone: LogEvent; caption: CaptionSummary | null } | null {
    const step = takeStep(db, 'undo', args)
    return step && { undone: step.event, caption: step.caption }
  },

  /** Gives back what the annotator undid last; null when there is none, or she did something new since. Once a uuid. */
  redo(db: Database, args: StepArgs): { redone: LogEvent; caption: CaptionSummary | null } | null {
    const step = takeStep(db, 'redo', args)
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

  /** How many captions of a filter have each status. Without a filter, or by region alone, the kept counters answer. */
  statuses(db: Database, args: { filter: Filter }): Record<CaptionStatus, number> {
    const { regions, ...others } = args.filter
    if (!Object.values(others).every((value) => value === undefined)) return fittingByStatus(db, args.filter)
    const counts = Object.fromEntries(captionStatuses.map((status) => [status, 0])) as Record<CaptionStatus, number>
    const where = regions === undefined ? '' : 'WHERE region IN (SELECT value FROM json_each(?))'
    const values = regions === undefined ? [] : [JSON.stringify(regions)]
    for (const row of statement<unknown[], { status: CaptionStatus; n: number }>(db, `SELECT status, sum(n) AS n FROM count_captions ${where} GROUP BY status`).all(...values)) counts[row.status] = row.n
    return counts
  },

  /** Verdicts of an annotator that stand, and the times of the newest, newest first. */
  pace(db: Database, args: { annotator: string; newest: number }): { standing: number; times: number[] } {
    const annotator = statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.annotator.trim()) as number | undefined
    if (annotator === undefined) return { standing: 0, times: [] }
    return {
      standing: statement<[number], number>(db, "SELECT count(*) FROM standing WHERE kind = 'verdict' AND annotator = ?").pluck().get(annotator) as number,
      times: statement<[number, number], number>(
        db,
        `SELECT e.at FROM standing s JOIN events e ON e.seq = s.event WHERE s.kind = 'verdict' AND s.annotator = ? ORDER BY s.clock DESC LIMIT ?`
      ).pluck().all(annotator, args.newest) as number[]
    }
  },

  log(db: Database, args: LogArgs): LogEntry[] {
    return readHistory(db, args)
  },

  tagNames(db: Database, args: { limit: number }): string[] {
    return tagNames(db, args.limit)
  },

  /** Derives every caption's state again from the log. Returns the number of events. */
  rebuild(db: Database, _args: Record<never, never>): number {
    const events = rebuildFromLog(db)
    statement<[]>(db, "DELETE FROM meta WHERE key = 'derive_again'").run()
    return events
  },

  /** Derives some of the captions of bulk events that wait for it; zero when none waits. */
  deriveSome(db: Database, _args: Record<never, never>): number {
    return deriveSome(db)
  },

  reasons(db: Database, _args: Record<never, never>): RejectReason[] {
    const kept = statement<[], string>(db, "SELECT value FROM meta WHERE key = 'reasons'").pluck().get() as string | undefined
    return kept === undefined ? builtInReasons.map((code) => ({ code, label: '' })) : (JSON.parse(kept) as RejectReason[])
  },

  setReasons(db: Database, args: { reasons: readonly RejectReason[] }): void {
    statement<[string]>(db, "INSERT INTO meta VALUES ('reasons', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(JSON.stringify(args.reasons))
  },

  /** Whether log and counters are what they must be. */
  check(db: Database, _args: Record<never, never>): CheckItem[] {
    const events = statement<[], number>(db, 'SELECT count(*) FROM events').pluck().get() as number
    const orphans = statement<[], number>(db, "SELECT count(*) FROM events e WHERE e.caption IS NOT NULL AND e.caption NOT IN (SELECT caption FROM caption_state)").pluck().get() as number
    const counted = statement<[], number>(db, 'SELECT coalesce(sum(n), 0) FROM count_captions').pluck().get() as number
    const captions = statement<[], number>(db, 'SELECT count(*) FROM captions WHERE root IS NULL').pluck().get() as number
    return [
      { what: 'Log', ok: orphans === 0, detail: orphans === 0 ? `${events} events` : `${orphans} verdicts are not in the captions’ state. Rebuild it from the log.` },
      { what: 'Counters', ok: counted === captions, detail: counted === captions ? `${captions} captions` : `${counted} captions are counted, ${captions} are there` }
    ]
  }
}

/** Appends an event of a caption unless its uuid is known; `payloadOf` checks and makes what it holds. */
function append(db: Database, kind: EventKind, args: Stamp, payloadOf: (root: { id: number; place: number; uid: string }, annotator: number) => Record<string, unknown>): Appended {
  const uuid = args.uuid.toLowerCase()
  const root = rootCaption(db, args.caption)
  const known = eventByUuid(db, uuid)
  const annotator = annotatorId(db, args.annotator)
  if (known) {
    if (known.kind !== kind || known.caption !== root.id) throw usedUuid(uuid)
    return { seq: known.seq, caption: summaryFor(db, root.id, annotator) }
  }
  const event = appendEvent(db, { uuid, at: Math.round(args.at), annotator, kind, caption: root.id, target: null, payload: payloadOf(root, annotator) })
  return { seq: event.seq, caption: summaryFor(db, root.id, annotator) }
}

function chainMember(db: Database, root: { id: number; uid: string }, revision: number): void {
  const member = statement<[number, number, number], number>(db, 'SELECT 1 FROM captions WHERE id = ? AND (id = ? OR root = ?)').pluck().get(revision, root.id, root.id)
  if (member === undefined) throw new PlanisphereError('INVALID_INPUT', `Caption ${root.uid} has no revision ${revision}.`, { hint: 'Read it again, then choose.' })
}

/** Inserts a revision and returns its id and its uid, by which the log knows it. */
export function revise(db: Database, args: { root: { id: number; place: number }; revises: number; text: string; annotator: string; at: number; uid?: string }): { id: number; uid: string } {
  const author = statement<[string], number>(
    db,
    "INSERT INTO authors (kind, name, prompt) VALUES ('person', ?, '') ON CONFLICT (kind, name, prompt) DO UPDATE SET name = name RETURNING id"
  ).pluck().get(args.annotator) as number
  const uid = args.uid ?? randomUUID()
  const id = Number(
    statement<unknown[]>(db, 'INSERT INTO captions (uid, place, root, revises, author, text, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      uid,
      args.root.place,
      args.root.id,
      args.revises,
      author,
      args.text,
      args.at
    ).lastInsertRowid
  )
  indexCaptionNow(db, id, args.text)
  return { id, uid }
}

function uidOf(db: Database, caption: number): string {
  return statement<[number], string>(db, 'SELECT uid FROM captions WHERE id = ?').pluck().get(caption) as string
}

function nameOf(db: Database, annotator: number): string {
  return (statement<[number], string>(db, 'SELECT name FROM annotators WHERE id = ?').pluck().get(annotator) as string | undefined) ?? ''
}

function removeDraft(db: Database, annotator: number, caption: number): void {
  statement<[number, number]>(db, 'DELETE FROM drafts WHERE annotator = ? AND caption = ?').run(annotator, caption)
}
