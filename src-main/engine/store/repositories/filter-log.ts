import { statement } from '../statement.ts'
import { IdSet } from './filter-set.ts'
import type { FilterSpace } from './filter-space.ts'

/** Standing verdicts of annotators, one by one and in bulk; the newest of each annotator on a caption last. */
const verdictsOf = `
SELECT s.annotator, s.caption, json_extract(e.payload, '$.verdict') AS verdict, s.clock, e.uuid
FROM standing s JOIN events e ON e.seq = s.event WHERE s.kind = 'verdict' AND s.annotator IN (SELECT value FROM json_each(@annotators))
UNION ALL
SELECT s.annotator, b.caption, CASE json_extract(e.payload, '$.action') WHEN 'accept' THEN 'accepted' WHEN 'flag' THEN 'flagged' WHEN 'reject' THEN 'rejected' ELSE 'edited' END, s.clock, e.uuid
FROM standing s JOIN events e ON e.seq = s.event JOIN event_captions b ON b.event = s.event
WHERE s.kind = 'bulk' AND s.annotator IN (SELECT value FROM json_each(@annotators)) AND json_extract(e.payload, '$.action') IN ('accept', 'flag', 'reject', 'replace')`

/** Captions on which any of the annotators has a verdict that stands. */
export function captionsByAnnotator(space: FilterSpace, annotators: readonly number[]): IdSet {
  const ids = JSON.stringify(annotators)
  return space
    .captionIds("SELECT caption FROM standing WHERE kind = 'verdict' AND annotator IN (SELECT value FROM json_each(?))", ids)
    .unite(
      space.captionIds(
        `SELECT b.caption FROM standing s JOIN events e ON e.seq = s.event JOIN event_captions b ON b.event = s.event
         WHERE s.kind = 'bulk' AND s.annotator IN (SELECT value FROM json_each(?)) AND json_extract(e.payload, '$.action') IN ('accept', 'flag', 'reject', 'replace')`,
        ids
      )
    )
}

/** Captions of which the newest standing verdict of any of the annotators is one of these. */
export function captionsByVerdictOf(space: FilterSpace, annotators: readonly number[], verdicts: readonly string[]): IdSet {
  const rows = statement<{ annotators: string }, { annotator: number; caption: number; verdict: string }>(space.db, `${verdictsOf} ORDER BY 4, 5`).all({ annotators: JSON.stringify(annotators) })
  const newest = new Map<number, Map<number, string>>(annotators.map((annotator) => [annotator, new Map()]))
  for (const { annotator, caption, verdict } of rows) newest.get(annotator)?.set(caption, verdict)
  const found = new IdSet(space.captions.roots.size)
  for (const given of newest.values()) for (const [caption, verdict] of given) if (verdicts.includes(verdict)) found.add(caption)
  return found
}

/** Captions of which a comment that stands, by itself or with a verdict, passes a test. */
export function captionsWithComment(space: FilterSpace, fits: (text: string) => boolean): IdSet {
  const rows = statement<[], { caption: number; text: string }>(
    space.db,
    `SELECT s.caption, json_extract(e.payload, '$.text') AS text FROM standing s JOIN events e ON e.seq = s.event WHERE s.kind = 'comment'
     UNION ALL
     SELECT s.caption, json_extract(e.payload, '$.comment') FROM standing s JOIN events e ON e.seq = s.event
     WHERE s.kind = 'verdict' AND instr(e.payload, '"comment"') > 0 AND json_extract(e.payload, '$.comment') IS NOT NULL`
  ).all()
  return IdSet.of(rows.filter(({ text }) => fits(String(text))).map(({ caption }) => caption), space.captions.roots.size)
}

/** Captions whose present state is any of these annotators' verdict. */
export function captionsByPresentAnnotator(space: FilterSpace, names: readonly string[]): IdSet {
  return space.captionIds('SELECT caption FROM caption_state WHERE annotator IN (SELECT id FROM annotators WHERE name IN (SELECT value FROM json_each(?)))', JSON.stringify(names))
}
