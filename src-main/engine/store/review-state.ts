import type { Database } from 'better-sqlite3'
import type { BulkAction, VerdictPayload } from '#shared/domain/review-events.ts'
import type { Cue } from '#shared/domain/cues.ts'
import type { CaptionStatus, Verdict } from '#shared/domain/vocabulary.ts'
import { wordEditDistance } from '#shared/domain/words.ts'
import { statement } from './statement.ts'
import { findLeaves, type Decision } from './verdict-leaves.ts'

/** An event of a caption, with whether it stands. `value`: of a bulk event's row. */
interface Act {
  readonly seq: number
  readonly uuid: string
  readonly clock: number
  readonly at: number
  readonly annotator: number
  readonly kind: string
  readonly payload: string
  readonly value: number | null
  readonly stands: 0 | 1
}

/** What a caption's log makes of it: everything that is derived, of one caption. */
export interface CaptionView {
  readonly status: CaptionStatus
  readonly head: number
  readonly winner: Decision | null
  readonly leaves: readonly Decision[]
  readonly conflict: boolean
  /** Annotators whose verdict stands. */
  readonly reviewers: readonly number[]
}

const actsSql = `
SELECT e.seq, e.uuid, e.clock, e.at, e.annotator, e.kind, e.payload, NULL AS value, s.event IS NOT NULL AS stands
FROM events e LEFT JOIN standing s ON s.event = e.seq WHERE e.caption = ? AND e.kind NOT IN ('undo', 'redo')
UNION ALL
SELECT e.seq, e.uuid, e.clock, e.at, e.annotator, e.kind, e.payload, b.value, s.event IS NOT NULL
FROM event_captions b JOIN events e ON e.seq = b.event LEFT JOIN standing s ON s.event = e.seq WHERE b.caption = ?
ORDER BY 3, 2`

const bulkVerdicts: Partial<Record<BulkAction, Verdict>> = { accept: 'accepted', flag: 'flagged', reject: 'rejected', replace: 'edited' }

/**
 * Derives all that is kept of a root caption from its events: a function of the set of events, whatever the order in
 * which they came. The caption's state is that of its newest leaf (see verdict-leaves.ts).
 */
export function deriveCaption(db: Database, caption: number): void {
  const acts = statement<[number, number], Act>(db, actsSql).all(caption, caption)
  const view = viewOf(db, caption, acts)
  const before = statement<[number], { head: number; edits: number }>(db, 'SELECT head, edits FROM caption_state WHERE caption = ?').get(caption)
  const edits = view.head === caption ? 0 : before?.head === view.head ? before.edits : wordEditDistance(textOf(db, caption), textOf(db, view.head))
  statement<unknown[]>(
    db,
    `INSERT INTO caption_state (caption, status, head, annotator, reviewed_at, event, verdicts, conflict, edits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (caption) DO UPDATE SET status = excluded.status, head = excluded.head, annotator = excluded.annotator, reviewed_at = excluded.reviewed_at,
       event = excluded.event, verdicts = excluded.verdicts, conflict = excluded.conflict, edits = excluded.edits`
  ).run(caption, view.status, view.head, view.winner?.annotator ?? null, view.winner?.at ?? null, view.winner?.seq ?? null, view.reviewers.length, view.conflict ? 1 : 0, edits)
  const standing = acts.filter(({ stands }) => stands === 1)
  deriveCues(db, caption, standing)
  deriveTags(db, caption, standing)
  deriveAssignments(db, caption, standing)
  deriveGold(db, caption, standing)
}

/**
 * A caption as its log tells it; `only` an annotator: as she sees it who may not see what others decided.
 */
export function captionView(db: Database, caption: number, only?: number): CaptionView {
  const acts = statement<[number, number], Act>(db, actsSql).all(caption, caption)
  return viewOf(db, caption, only === undefined ? acts : acts.filter(({ annotator }) => annotator === only))
}

/** Every verdict on a caption, by itself or through a bulk event, in the log's order; those that were undone included. */
export function captionDecisions(db: Database, caption: number): Decision[] {
  return statement<[number, number], Act>(db, actsSql).all(caption, caption).flatMap((act) => decisionOf(db, act) ?? [])
}

function viewOf(db: Database, caption: number, acts: readonly Act[]): CaptionView {
  const decisions = acts.flatMap((act) => decisionOf(db, act) ?? [])
  const { leaves, ancestors } = findLeaves(decisions)
  // A skip gives no opinion: it is the state only where nothing else is.
  const winner = leaves.findLast(({ verdict }) => verdict !== 'skipped') ?? leaves.at(-1) ?? null
  const headOf = (leaf: Decision): number => leaf.revision ?? decisions.findLast((other) => other.stands && other.revision !== null && ancestors(leaf).has(other.uuid))?.revision ?? caption
  const reviewers = [...new Set(decisions.filter(({ stands, single }) => stands && single).map(({ annotator }) => annotator))]
  return { status: winner?.verdict ?? 'unreviewed', head: winner === null ? caption : headOf(winner), winner, leaves, conflict: disagree(db, leaves, headOf), reviewers }
}

/** Leaves of different annotators with different outcomes. Two that let the same text pass agree, however they came to it. */
function disagree(db: Database, leaves: readonly Decision[], headOf: (leaf: Decision) => number): boolean {
  const opinions = leaves.filter(({ verdict }) => verdict !== 'skipped')
  if (new Set(opinions.map(({ annotator }) => annotator)).size < 2) return false
  const passes = (verdict: Verdict): boolean => verdict === 'accepted' || verdict === 'edited'
  const outcomes = new Set(opinions.map((leaf) => (passes(leaf.verdict) ? `text:${textOf(db, headOf(leaf)).trim().replaceAll(/\s+/g, ' ')}` : leaf.verdict)))
  return outcomes.size > 1
}

function decisionOf(db: Database, act: Act): Decision | null {
  if (act.kind !== 'verdict' && act.kind !== 'bulk') return null
  const payload = JSON.parse(act.payload) as Record<string, unknown>
  const bulk = act.kind === 'bulk' ? bulkVerdicts[payload['action'] as BulkAction] : undefined
  if (act.kind === 'bulk' && bulk === undefined) return null
  const single = payload as unknown as VerdictPayload
  const revision = bulk === undefined ? revisionId(db, single.revision) : bulk === 'edited' ? act.value : null
  return {
    seq: act.seq,
    uuid: act.uuid,
    clock: act.clock,
    annotator: act.annotator,
    at: act.at,
    verdict: bulk ?? single.verdict,
    revision,
    parents: bulk === undefined ? (single.parents ?? null) : null,
    seen: bulk === undefined ? null : seenBy(db, payload['seen']),
    stands: act.stands === 1,
    single: bulk === undefined
  }
}

function seenBy(db: Database, seen: unknown): ReadonlyMap<number, number> | null {
  if (typeof seen !== 'object' || seen === null) return null
  const find = statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck()
  return new Map(
    Object.entries(seen).flatMap(([name, clock]): [number, number][] => {
      const id = find.get(name) as number | undefined
      return id === undefined || typeof clock !== 'number' ? [] : [[id, clock]]
    })
  )
}

function revisionId(db: Database, uid: string | undefined): number | null {
  return uid === undefined ? null : ((statement<[string], number>(db, 'SELECT id FROM captions WHERE uid = ?').pluck().get(uid) as number | undefined) ?? null)
}

function textOf(db: Database, caption: number): string {
  return (statement<[number], string>(db, 'SELECT text FROM captions WHERE id = ?').pluck().get(caption) as string | undefined) ?? ''
}

function deriveCues(db: Database, caption: number, acts: readonly Act[]): void {
  const newest = new Map<number, { revision: number; cues: readonly Cue[] }>()
  for (const act of acts) {
    if (act.kind !== 'cues' && act.kind !== 'verdict') continue
    const payload = JSON.parse(act.payload) as { revision?: string; cues?: readonly Cue[] }
    const revision = revisionId(db, payload.revision)
    if (payload.cues !== undefined && revision !== null) newest.set(act.annotator, { revision, cues: payload.cues })
  }
  statement<[number]>(db, 'DELETE FROM caption_cues WHERE caption = ?').run(caption)
  const add = statement<unknown[]>(db, 'INSERT INTO caption_cues (caption, annotator, kind, start, "end", revision) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  for (const [annotator, { revision, cues }] of newest) for (const cue of cues) add.run(caption, annotator, cue.kind, cue.start, cue.end, revision)
}

function deriveTags(db: Database, caption: number, acts: readonly Act[]): void {
  const tags = new Set<string>()
  for (const act of acts) {
    if (act.kind !== 'tags' && act.kind !== 'bulk') continue
    const payload = JSON.parse(act.payload) as { action?: BulkAction; add?: readonly string[]; remove?: readonly string[] }
    if (act.kind === 'bulk' && payload.action !== 'tag') continue
    for (const tag of payload.remove ?? []) tags.delete(tag)
    for (const tag of payload.add ?? []) tags.add(tag)
  }
  statement<[number]>(db, 'DELETE FROM caption_tags WHERE caption = ?').run(caption)
  for (const tag of tags) statement<[number, string]>(db, 'INSERT INTO caption_tags (caption, tag) VALUES (?, ?)').run(caption, tag)
}

function deriveAssignments(db: Database, caption: number, acts: readonly Act[]): void {
  const assigned = new Map<string, { blind: boolean; event: number }>()
  for (const act of acts) {
    if (act.kind !== 'bulk') continue
    const payload = JSON.parse(act.payload) as { action?: BulkAction; annotators?: readonly string[]; blind?: boolean }
    const names = (payload.annotators ?? []).filter((_, bit) => act.value === null || Math.floor(act.value / 2 ** bit) % 2 === 1)
    if (payload.action === 'assign') for (const name of names) assigned.set(name, { blind: payload.blind === true, event: act.seq })
    if (payload.action === 'unassign') for (const name of names) assigned.delete(name)
  }
  statement<[number]>(db, 'DELETE FROM assignments WHERE caption = ?').run(caption)
  for (const [name, { blind, event }] of assigned) {
    statement<unknown[]>(db, 'INSERT INTO assignments (caption, annotator, blind, event) VALUES (?, ?, ?, ?)').run(caption, annotatorId(db, name), blind ? 1 : 0, event)
  }
}

function deriveGold(db: Database, caption: number, acts: readonly Act[]): void {
  const newest = acts.findLast(({ kind }) => kind === 'gold')
  const answer = newest === undefined ? null : (JSON.parse(newest.payload) as { answer: unknown }).answer
  statement<[number]>(db, 'DELETE FROM gold WHERE caption = ?').run(caption)
  if (newest !== undefined && answer !== null && answer !== undefined) {
    statement<[number, number, number]>(db, 'INSERT INTO gold (caption, annotator, event) VALUES (?, ?, ?)').run(caption, newest.annotator, newest.seq)
  }
}

/** The number of an annotator; a new one for a new name. */
export function annotatorId(db: Database, name: string): number {
  const known = statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name) as number | undefined
  return known ?? Number(statement<[string]>(db, 'INSERT INTO annotators (name) VALUES (?)').run(name).lastInsertRowid)
}
