import type { Database } from 'better-sqlite3'
import { statement } from './statement.ts'

/**
 * Root captions from `first` to `last` whose review is hidden from someone: gold ones, and those that wait for the blind
 * verdict of anyone to whom they are assigned.
 */
export function hiddenCaptions(db: Database, first: number, last: number): Set<number> {
  const captions = statement<number[], number>(
    db,
    `SELECT caption FROM gold WHERE caption BETWEEN ? AND ? UNION SELECT a.caption FROM assignments a WHERE a.caption BETWEEN ? AND ? AND a.blind = 1
       AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.caption = a.caption AND s.annotator = a.annotator AND s.kind = 'verdict')`
  ).pluck().all(first, last, first, last) as number[]
  return new Set(captions)
}

/** The captions of a list whose review is hidden from nobody, and the others; both in the list's order. */
export function partHidden(db: Database, captions: Int32Array): { shown: Int32Array; hidden: Int32Array } {
  let [first, last] = [Infinity, 0]
  for (const caption of captions) {
    if (caption < first) first = caption
    if (caption > last) last = caption
  }
  const hidden = captions.length === 0 ? new Set<number>() : hiddenCaptions(db, first, last)
  if (hidden.size === 0) return { shown: captions, hidden: new Int32Array(0) }
  return { shown: captions.filter((caption) => !hidden.has(caption)), hidden: captions.filter((caption) => hidden.has(caption)) }
}
