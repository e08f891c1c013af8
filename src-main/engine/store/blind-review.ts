import type { Database } from 'better-sqlite3'
import { statement } from './statement.ts'

/**
 * Whether an annotator may not see what others decided of a caption: while a blind assignment of hers waits for the
 * answer of any of its annotators, and always on a gold caption, unless she set its answer.
 */
export function isBlind(db: Database, caption: number, annotator: number | null): boolean {
  const gold = statement<[number], number>(db, 'SELECT annotator FROM gold WHERE caption = ?').pluck().get(caption) as number | undefined
  if (gold !== undefined && gold !== annotator) return true
  if (annotator === null) return false
  const mine = statement<[number, number], number>(db, 'SELECT blind FROM assignments WHERE caption = ? AND annotator = ?').pluck().get(caption, annotator)
  if (mine !== 1) return false
  return (
    statement<[number, number], number>(
      db,
      `SELECT EXISTS (SELECT 1 FROM assignments a WHERE a.caption = ? AND a.blind = 1
         AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.caption = ? AND s.annotator = a.annotator AND s.kind = 'verdict'))`
    ).pluck().get(caption, caption) === 1
  )
}
