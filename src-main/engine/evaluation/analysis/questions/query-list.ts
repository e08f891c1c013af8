import type { AskedRun, Question } from '../question.ts'
import { stableOrder } from '../stable-order.ts'
import { pairing } from '../paired-runs.ts'

export type ListOrder = 'query' | 'best' | 'worst' | 'error' | 'won' | 'lost'

export interface QueryListArgs {
  readonly order: ListOrder
  readonly start: number
  readonly count: number
  /** A query whose place in the list is wanted. */
  readonly find: number | null
}

export interface ListedQuery {
  readonly query: number
  readonly place: number
  readonly rank: number
  /** Id of the first answer; 0: of no document of the project. */
  readonly answer: number
  /** Metres; null: unknown. */
  readonly errorM: number | null
  readonly otherRank: number | null
  readonly otherErrorM: number | null
}

/** Orders that were made, by the selection that they order: kept as long as the thread keeps that selection. */
const made = new WeakMap<Int32Array, Map<string, Int32Array>>()

/**
 * A window of the selected queries in an order. `won`: first those that the first run ranks better by the largest ratio
 * of the two ranks (rank 1 against 100 before 10 against 500); `lost`: the other way round; in both, queries that the
 * other run does not have come last. `error`: the furthest first answer first, unknown ones last. Ties by query id.
 * Queries that have been removed from the project since are left out.
 */
export const queries: Question<QueryListArgs, { total: number; at: number | null; rows: ListedQuery[] }> = ({ runs, selected, args }) => {
  const [asked, other] = runs
  const chosen = selected[0]
  if (asked === undefined || chosen === undefined) return { total: 0, at: null, rows: [] }
  const { run } = asked
  const kept = made.get(chosen) ?? new Map<string, Int32Array>()
  made.set(chosen, kept)
  const key = JSON.stringify([args.order, args.order === 'won' || args.order === 'lost' ? other?.run.run : null])
  const ordered = kept.get(key) ?? orderRows(asked, other, chosen, args.order)
  kept.set(key, ordered)
  const pairs = other === undefined ? null : pairing(run, other.run)
  const rows = Array.from(ordered.subarray(args.start, args.start + args.count), (row) => {
    const at = pairs === null ? -1 : (pairs[row] as number)
    return {
      query: run.query[row] as number,
      place: run.place[row] as number,
      rank: run.bestRank[row] as number,
      answer: run.answer[row] as number,
      errorM: known(run.errorM[row]),
      otherRank: at < 0 ? null : (other?.run.bestRank[at] ?? null),
      otherErrorM: at < 0 ? null : known(other?.run.errorM[at])
    }
  })
  const found = args.find === null ? -1 : ordered.findIndex((row) => run.query[row] === args.find)
  return { total: ordered.length, at: found < 0 ? null : found, rows }
}

function orderRows({ run, attributeOf }: AskedRun, other: AskedRun | undefined, chosen: Int32Array, order: ListOrder): Int32Array {
  // Rows rise by query, so an order that keeps ties in place breaks them by query id.
  const rows = chosen.filter((row) => (attributeOf[row] as number) >= 0)
  if (order === 'query') return rows
  const keys = new Float64Array(rows.length)
  const pairs = other === undefined ? null : pairing(run, other.run)
  rows.forEach((row, i) => {
    const rank = run.bestRank[row] as number
    if (order === 'best') keys[i] = rank
    else if (order === 'worst') keys[i] = -rank
    else if (order === 'error') keys[i] = -(run.errorM[row] as number)
    else {
      const at = pairs === null ? -1 : (pairs[row] as number)
      const second = at < 0 ? NaN : (other?.run.bestRank[at] ?? NaN)
      keys[i] = order === 'won' ? rank / second : second / rank
    }
  })
  return stableOrder(keys).map((at) => rows[at] as number)
}

function known(metres: number | undefined): number | null {
  return metres === undefined || Number.isNaN(metres) ? null : metres
}
