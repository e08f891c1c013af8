import type { Database } from 'better-sqlite3'
import type { InboxRow } from '#shared/contracts/packages.ts'
import type { OpenVerdict } from '#shared/contracts/review.ts'
import { captionView } from '../review-state.ts'
import { statement } from '../statement.ts'
import { openVerdict } from './review-items.ts'

// As isBlind (blind-review.ts) decides of one caption: gold of somebody else's, or a blind assignment that waits.
const visibleSql = `
FROM caption_state s WHERE s.conflict = 1
  AND NOT EXISTS (SELECT 1 FROM gold g WHERE g.caption = s.caption AND g.annotator <> :annotator)
  AND NOT (EXISTS (SELECT 1 FROM assignments a WHERE a.caption = s.caption AND a.annotator = :annotator AND a.blind = 1)
    AND EXISTS (SELECT 1 FROM assignments a WHERE a.caption = s.caption AND a.blind = 1
      AND NOT EXISTS (SELECT 1 FROM standing t WHERE t.caption = s.caption AND t.annotator = a.annotator AND t.kind = 'verdict')))`

type Columns = Omit<InboxRow, 'verdicts' | 'since'>

export const inboxRepository = {
  /** Captions in conflict that an annotator may see into, by id. */
  page(db: Database, args: { annotator: string; start: number; count: number }): { total: number; rows: InboxRow[] } {
    const annotator = (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.annotator.trim()) as number | undefined) ?? 0
    const total = statement<[{ annotator: number }], number>(db, `SELECT count(*) ${visibleSql}`).pluck().get({ annotator }) as number
    const captions = statement<[{ annotator: number; start: number; count: number }], number>(db, `SELECT s.caption ${visibleSql} ORDER BY s.caption LIMIT :count OFFSET :start`)
      .pluck()
      .all({ annotator, start: args.start, count: args.count }) as number[]
    return { total, rows: captions.flatMap((caption) => rowOf(db, caption) ?? []) }
  }
}

function rowOf(db: Database, caption: number): InboxRow | null {
  const columns = statement<[number], Columns>(
    db,
    `SELECT c.id AS caption, c.uid, c.place, p.uid AS placeUid, r.name AS region, h.text,
       (SELECT v.id FROM views v WHERE v.place = c.place ORDER BY v.kind <> 'satellite', v.id LIMIT 1) AS view
     FROM captions c JOIN places p ON p.id = c.place LEFT JOIN regions r ON r.id = p.region JOIN caption_state s ON s.caption = c.id JOIN captions h ON h.id = s.head WHERE c.id = ?`
  ).get(caption)
  if (!columns) return null
  const verdicts = captionView(db, caption).leaves.map((leaf) => openVerdict(db, caption, leaf))
  return { ...columns, verdicts, since: disagreeSince(verdicts) }
}

/** When the first verdict came that says something else than one before it. */
function disagreeSince(verdicts: readonly OpenVerdict[]): number {
  const opinions = verdicts.filter(({ verdict }) => verdict !== 'skipped')
  const outcome = ({ verdict, text }: OpenVerdict): string => (verdict === 'accepted' || verdict === 'edited' ? `text:${text.trim().replaceAll(/\s+/g, ' ')}` : verdict)
  const [first] = opinions
  const other = first && opinions.find((opinion) => outcome(opinion) !== outcome(first))
  return (other ?? opinions.at(-1) ?? verdicts.at(-1))?.at ?? 0
}
