import type { Database } from 'better-sqlite3'
import type { CaptionSummary } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { isBlind } from '../blind-review.ts'
import { captionView } from '../review-state.ts'
import { statement } from '../statement.ts'

/** Columns of a CaptionSummary; `c` is the root caption. */
export const captionSummarySql = `
SELECT c.id, coalesce(s.head, c.id) AS head, c.uid, c.place, t.text, a.name AS author, a.kind AS authorKind,
       coalesce(s.status, 'unreviewed') AS status,
       1 + (SELECT count(*) FROM captions v WHERE v.root = c.id) AS revisions,
       n.name AS annotator, s.reviewed_at AS reviewedAt
FROM captions c
LEFT JOIN caption_state s ON s.caption = c.id
JOIN captions t ON t.id = coalesce(s.head, c.id)
JOIN authors a ON a.id = t.author
LEFT JOIN annotators n ON n.id = s.annotator`

/** The caption as everyone sees it; undefined if it is gone. */
export function findSummary(db: Database, root: number): CaptionSummary | undefined {
  return statement<[number], CaptionSummary>(db, `${captionSummarySql} WHERE c.id = ? AND c.root IS NULL`).get(root)
}

/** The caption as an annotator may see it: where she reviews blind, as her own events alone make it. */
export function summaryFor(db: Database, root: number, annotator: number | null): CaptionSummary {
  const summary = findSummary(db, root)
  if (!summary) throw new PlanisphereError('NOT_FOUND', `There is no caption ${root} in this project.`, { hint: 'It may have been removed with its import. Read the list again.' })
  return asSeenBy(db, summary, annotator)
}

/** Takes out of a summary what the annotator may not see yet. */
export function asSeenBy(db: Database, summary: CaptionSummary, annotator: number | null): CaptionSummary {
  if (!isBlind(db, summary.id, annotator)) return summary
  const view = captionView(db, summary.id, annotator ?? 0)
  const head = statement<[number], Pick<CaptionSummary, 'text' | 'author' | 'authorKind'>>(
    db,
    'SELECT c.text, a.name AS author, a.kind AS authorKind FROM captions c JOIN authors a ON a.id = c.author WHERE c.id = ?'
  ).get(view.head)
  const name = view.winner === null ? null : ((statement<[number], string>(db, 'SELECT name FROM annotators WHERE id = ?').pluck().get(view.winner.annotator) as string | undefined) ?? null)
  return {
    ...summary,
    ...head,
    head: view.head,
    status: view.status,
    revisions: view.head === summary.id ? 1 : 2,
    annotator: name,
    reviewedAt: view.winner?.at ?? null
  }
}
