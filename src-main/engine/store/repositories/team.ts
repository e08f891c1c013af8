import type { Database } from 'better-sqlite3'
import type { GoldAnswer } from '#shared/domain/review-events.ts'
import { verdicts as verdictNames, type Verdict } from '#shared/domain/vocabulary.ts'
import { wordEditDistance } from '#shared/domain/words.ts'
import { newestStanding } from '../review-log.ts'
import { statement } from '../statement.ts'

export interface Person {
  readonly id: number
  readonly name: string
  readonly lastSeen: number | null
}

/** Where a reading of an annotator's verdicts stands. */
export interface VerdictCursor {
  readonly clock: number
  readonly event: number
}

/** Standing verdicts of one annotator, newest first, a column each. */
export interface VerdictColumns {
  readonly captions: Int32Array
  /** Index into the vocabulary's `verdicts`. */
  readonly kinds: Uint8Array
  readonly at: Float64Array
  /** Of an edit, the revision that it made, else 0. */
  readonly revisions: Int32Array
  /** Of an edit, the words changed from the first text where that is known already, else -1. */
  readonly words: Int32Array
  readonly last: VerdictCursor | null
}

export interface AssignmentRow {
  readonly event: number
  readonly annotator: number
  readonly blind: number
  readonly assigned: number
  readonly answered: number
  /** Captions of the event in this chunk, the same in each of its rows. */
  readonly captions: number
}

const verdictsSql = `
SELECT s.event, s.caption, s.clock, e.at, e.payload ->> '$.verdict' AS verdict, CASE WHEN e.payload ->> '$.verdict' = 'edited' THEN e.payload ->> '$.revision' END AS revision
FROM standing s JOIN events e ON e.seq = s.event
WHERE s.kind = 'verdict' AND s.annotator = ? AND (s.clock, s.event) < (?, ?) ORDER BY s.clock DESC, s.event DESC LIMIT ?`

const hiddenSql = `
SELECT a.caption, a.blind = 1 AND EXISTS (
    SELECT 1 FROM assignments o WHERE o.caption = a.caption AND o.blind = 1
      AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.caption = o.caption AND s.annotator = o.annotator AND s.kind = 'verdict')) AS hidden
FROM assignments a WHERE a.annotator = ? AND a.caption > ? ORDER BY a.caption LIMIT ?`

/** What is asked of all annotators at once. Everything is read in steps of some milliseconds, by index. */
export const teamRepository = {
  people(db: Database, _args: Record<never, never>): Person[] {
    return statement<[], Person>(
      db,
      'SELECT n.id, n.name, (SELECT e.at FROM events e WHERE e.annotator = n.id ORDER BY e.clock DESC LIMIT 1) AS lastSeen FROM annotators n ORDER BY n.name'
    ).all()
  },

  /** How many verdicts of each annotator stand: how long the counting will take. */
  standingVerdicts(db: Database, _args: Record<never, never>): number {
    return statement<[], number>(db, "SELECT count(*) FROM standing WHERE kind = 'verdict'").pluck().get() as number
  },

  verdicts(db: Database, args: { annotator: number; before: VerdictCursor | null; limit: number }): VerdictColumns {
    const { clock, event } = args.before ?? { clock: Number.MAX_SAFE_INTEGER, event: 0 }
    const rows = statement<number[], [number, number, number, number, Verdict, string | null]>(db, verdictsSql).raw().all(args.annotator, clock, event, args.limit) as unknown as [
      number, number, number, number, Verdict, string | null
    ][]
    const edit = statement<[string], { id: number; head: number | null; edits: number | null }>(db, 'SELECT c.id, s.head, s.edits FROM captions c LEFT JOIN caption_state s ON s.caption = c.root WHERE c.uid = ?')
    const [captions, kinds, at, revisions, words] = [new Int32Array(rows.length), new Uint8Array(rows.length), new Float64Array(rows.length), new Int32Array(rows.length), new Int32Array(rows.length).fill(-1)]
    rows.forEach(([, caption, , time, verdict, revision], i) => {
      captions[i] = caption
      kinds[i] = verdictNames.indexOf(verdict)
      at[i] = time
      const made = revision === null ? undefined : edit.get(revision)
      if (made === undefined) return
      revisions[i] = made.id
      if (made.head === made.id) words[i] = made.edits ?? -1
    })
    const last = rows.length < args.limit ? undefined : rows.at(-1)
    return { captions, kinds, at, revisions, words, last: last === undefined ? null : { clock: last[2], event: last[0] } }
  },

  /** Words that differ between the first text and a revision's, of each revision. */
  wordsChanged(db: Database, args: { revisions: readonly number[] }): number[] {
    const texts = statement<[number], { text: string; first: string }>(db, 'SELECT c.text, r.text AS first FROM captions c JOIN captions r ON r.id = coalesce(c.root, c.id) WHERE c.id = ?')
    return args.revisions.map((id) => {
      const row = texts.get(id)
      return row === undefined ? 0 : wordEditDistance(row.first, row.text)
    })
  },

  /** Captions assigned to an annotator, by rising id after `after`. */
  assigned(db: Database, args: { annotator: number; after: number; limit: number }): Int32Array {
    return Int32Array.from(
      statement<number[], number>(db, 'SELECT caption FROM assignments WHERE annotator = ? AND caption > ? ORDER BY caption LIMIT ?').pluck().all(args.annotator, args.after, args.limit) as number[]
    )
  },

  /** Captions on which a viewer may not see what others decided (the rule of blind-review.ts), of her next `limit` assignments. */
  hiddenAssignments(db: Database, args: { viewer: string; after: number; limit: number }): { captions: number[]; next: number | null } {
    const viewer = annotatorNamed(db, args.viewer)
    const rows = viewer === null ? [] : statement<number[], { caption: number; hidden: number }>(db, hiddenSql).all(viewer, args.after, args.limit)
    return { captions: rows.filter(({ hidden }) => hidden === 1).map(({ caption }) => caption), next: rows.length < args.limit ? null : (rows.at(-1)?.caption ?? null) }
  },

  /** Gold captions that a viewer did not set. */
  hiddenGold(db: Database, args: { viewer: string }): number[] {
    return statement<[number], number>(db, 'SELECT caption FROM gold WHERE annotator <> ?').pluck().all(annotatorNamed(db, args.viewer) ?? 0) as number[]
  },

  lastCaption(db: Database, _args: Record<never, never>): number {
    return (statement<[], number | null>(db, 'SELECT max(id) FROM captions').pluck().get() as number | null) ?? 0
  },

  /** Assignments of the captions from `after` (left out) to `upTo`, summed by event and annotator. */
  assignments(db: Database, args: { after: number; upTo: number }): AssignmentRow[] {
    const captions = new Map(
      (statement<number[], [number, number]>(db, 'SELECT event, count(DISTINCT caption) FROM assignments WHERE caption > ? AND caption <= ? GROUP BY event').raw().all(args.after, args.upTo) as unknown as [number, number][])
    )
    return statement<number[], Omit<AssignmentRow, 'captions'>>(
      db,
      `SELECT a.event, a.annotator, a.blind, count(*) AS assigned,
         sum(EXISTS (SELECT 1 FROM standing s WHERE s.caption = a.caption AND s.annotator = a.annotator AND s.kind = 'verdict')) AS answered
       FROM assignments a WHERE a.caption > ? AND a.caption <= ? GROUP BY a.event, a.annotator`
    )
      .all(args.after, args.upTo)
      .map((row) => ({ ...row, captions: captions.get(row.event) ?? 0 }))
  },

  /** Who made an assignment, and whether it is the newest thing that stands of hers. */
  assignmentEvents(db: Database, args: { events: readonly number[] }): { seq: number; uuid: string; by: string; at: number; undoable: boolean }[] {
    return args.events.flatMap((seq) => {
      const row = statement<[number], { seq: number; uuid: string; by: string; at: number; annotator: number }>(
        db,
        'SELECT e.seq, e.uuid, n.name AS by, e.at, e.annotator FROM events e JOIN annotators n ON n.id = e.annotator WHERE e.seq = ?'
      ).get(seq)
      if (row === undefined) return []
      const { annotator, ...event } = row
      return [{ ...event, undoable: newestStanding(db, annotator)?.seq === seq }]
    })
  }
}

export function annotatorNamed(db: Database, name: string): number | null {
  return (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name.trim()) as number | undefined) ?? null
}

/** The known answer of a gold event's payload. */
export function goldAnswerOf(payload: string): GoldAnswer {
  return (JSON.parse(payload) as { answer: GoldAnswer }).answer
}
