import type { Question } from '../question.ts'
import { rowOfQuery } from '../run-columns.ts'

/** For each of some queries, in any order, 1 where it is one of the first run's that the selection leaves, else 0. */
export const members: Question<{ queries: Int32Array }, Uint8Array<ArrayBuffer>> = ({ runs, selected, args }) => {
  const [asked] = runs
  const rows = selected[0]
  if (!asked || !rows) return new Uint8Array(args.queries.length)
  const chosen = new Uint8Array(asked.run.count)
  for (const row of rows) chosen[row] = 1
  return Uint8Array.from(args.queries, (query) => {
    const row = rowOfQuery(asked.run, query)
    return row < 0 ? 0 : (chosen[row] as number)
  })
}
