import type { Database } from 'better-sqlite3'
import type { AnnotatorCues, OpenVerdict, ReviewItem } from '#shared/contracts/review.ts'
import type { CueKind } from '#shared/domain/cues.ts'
import type { Caption } from '#shared/domain/records.ts'
import type { GoldAnswer } from '#shared/domain/review-events.ts'
import type { AuthorKind, Verdict } from '#shared/domain/vocabulary.ts'
import { isBlind } from '../blind-review.ts'
import { captionView } from '../review-state.ts'
import { statement } from '../statement.ts'
import { browseRepository } from './browse.ts'
import { asSeenBy, findSummary } from './caption-summary.ts'
import { readLog } from './review-history.ts'

export const reviewItemsRepository = {
  /** All that the Review screen shows of each caption to an annotator; one that is gone is left out. */
  read(db: Database, args: { captions: readonly number[]; annotator: string }): ReviewItem[] {
    const name = args.annotator.trim()
    const annotator = (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name) as number | undefined) ?? null
    return args.captions.flatMap((id) => itemOf(db, id, name, annotator) ?? [])
  }
}

function itemOf(db: Database, id: number, name: string, annotator: number | null): ReviewItem | null {
  const summary = findSummary(db, id)
  const detail = summary && browseRepository.placeDetail(db, { place: summary.place })
  if (!summary || !detail) return null
  const blind = isBlind(db, id, annotator)
  const caption = asSeenBy(db, summary, annotator)
  const view = captionView(db, id, blind ? (annotator ?? 0) : undefined)
  return {
    caption,
    revisions: revisions(db, id, caption.head).filter((revision) => !blind || revision.id === id || (revision.authorKind === 'person' && revision.author === name)),
    events: readLog(db, { before: null, caption: id, count: 200 }).filter((event) => !blind || event.annotator === name),
    detail: { ...detail, captions: detail.captions.map((sibling) => asSeenBy(db, sibling, annotator)) },
    draft: annotator === null ? null : ((statement<[number, number], string>(db, 'SELECT text FROM drafts WHERE annotator = ? AND caption = ?').pluck().get(annotator, id) as string | undefined) ?? null),
    blind,
    openVerdicts: view.leaves.length < 2 ? [] : view.leaves.map((leaf) => openVerdict(db, id, leaf)),
    conflict: view.conflict,
    cues: cuesOf(db, id).filter((of) => !blind || of.annotator === name),
    tags: statement<[number], string>(db, 'SELECT tag FROM caption_tags WHERE caption = ? ORDER BY tag').pluck().all(id) as string[],
    gold: goldAnswer(db, id, annotator),
    assigned: assigned(db, id).filter((of) => !blind || of.annotator === name)
  }
}

export function openVerdict(db: Database, root: number, leaf: { seq: number; uuid: string; annotator: number; at: number; verdict: Verdict; revision: number | null }): OpenVerdict {
  const payload = JSON.parse(statement<[number], string>(db, 'SELECT payload FROM events WHERE seq = ?').pluck().get(leaf.seq) as string) as { reason?: string; comment?: string }
  const revision = leaf.revision ?? root
  return {
    uuid: leaf.uuid,
    annotator: statement<[number], string>(db, 'SELECT name FROM annotators WHERE id = ?').pluck().get(leaf.annotator) as string,
    verdict: leaf.verdict,
    revision,
    text: statement<[number], string>(db, 'SELECT text FROM captions WHERE id = ?').pluck().get(revision) as string,
    reason: payload.reason ?? null,
    comment: payload.comment ?? null,
    at: leaf.at
  }
}

function cuesOf(db: Database, caption: number): AnnotatorCues[] {
  const rows = statement<[number], { annotator: string; revision: number; kind: CueKind; start: number; end: number }>(
    db,
    'SELECT n.name AS annotator, q.revision, q.kind, q.start, q."end" FROM caption_cues q JOIN annotators n ON n.id = q.annotator WHERE q.caption = ? ORDER BY q.annotator, q.start, q."end"'
  ).all(caption)
  const by = new Map<string, AnnotatorCues>()
  for (const { annotator, revision, ...cue } of rows) {
    const known = by.get(annotator)
    if (known) known.cues.push(cue)
    else by.set(annotator, { annotator, revision, cues: [cue] })
  }
  return [...by.values()]
}

function goldAnswer(db: Database, caption: number, annotator: number | null): GoldAnswer | null {
  const payload = statement<[number, number | null], string>(db, 'SELECT e.payload FROM gold g JOIN events e ON e.seq = g.event WHERE g.caption = ? AND g.annotator = ?').pluck().get(caption, annotator) as string | undefined
  return payload === undefined ? null : (JSON.parse(payload) as { answer: GoldAnswer }).answer
}

function assigned(db: Database, caption: number): { annotator: string; blind: boolean; answered: boolean }[] {
  return statement<[number], { annotator: string; blind: number; answered: number }>(
    db,
    `SELECT n.name AS annotator, a.blind, EXISTS (SELECT 1 FROM standing s WHERE s.caption = a.caption AND s.annotator = a.annotator AND s.kind = 'verdict') AS answered
     FROM assignments a JOIN annotators n ON n.id = a.annotator WHERE a.caption = ? ORDER BY n.name`
  )
    .all(caption)
    .map((row) => ({ annotator: row.annotator, blind: row.blind === 1, answered: row.answered === 1 }))
}

/** The chain of a caption, oldest first. Revisions that are not in force come before the head, which is the last. */
function revisions(db: Database, root: number, head: number): Caption[] {
  return statement<unknown[], Omit<Caption, 'extra'> & { extra: string | null }>(
    db,
    `SELECT c.id, c.uid, c.place, coalesce(c.root, c.id) AS root, c.revises, c.text, a.kind AS authorKind, a.name AS author, nullif(a.prompt, '') AS prompt, c.created_at AS createdAt, c.extra
     FROM captions c JOIN authors a ON a.id = c.author WHERE c.id = ? OR c.root = ? ORDER BY c.id = ?, c.id`
  )
    .all(root, root, head)
    .map((row) => ({ ...row, authorKind: row.authorKind as AuthorKind, extra: row.extra === null ? null : (JSON.parse(row.extra) as Record<string, unknown>) }))
}
