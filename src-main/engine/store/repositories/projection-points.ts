import type { Database } from 'better-sqlite3'
import type { ColourBy } from '#shared/contracts/projections.ts'
import { statement } from '../statement.ts'

/** Categories of a page of points: an index into `names` a point, -1: unknown. Or, without names, numbers. */
export interface PointValues {
  readonly values: Int32Array
  readonly names: readonly string[] | null
}

type Attribute = Exclude<ColourBy, 'side' | 'rank' | 'right'>

const columns: Readonly<Record<Attribute, string>> = {
  region: 'r.name',
  country: 'r.country',
  continent: 'r.continent',
  split: 'p.split',
  status: "coalesce(s.status, 'unreviewed')",
  author: 'a.name',
  length: 'length(t.text)'
}
const ofCaptionsOnly: readonly Attribute[] = ['status', 'author', 'length']

export const projectionPointsRepository = {
  /** An attribute of captions or views, in the order asked. */
  attribute(db: Database, args: { of: 'captions' | 'views'; ids: Int32Array; by: Attribute }): PointValues {
    if (args.of === 'views' && ofCaptionsOnly.includes(args.by)) return { values: new Int32Array(args.ids.length).fill(-1), names: args.by === 'length' ? null : [] }
    const read = statement<[number], string | number | null>(
      db,
      args.of === 'captions'
        ? `SELECT ${columns[args.by]} FROM captions c JOIN places p ON p.id = c.place LEFT JOIN regions r ON r.id = p.region LEFT JOIN authors a ON a.id = c.author
           LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id) WHERE c.id = ?`
        : `SELECT ${columns[args.by]} FROM views v JOIN places p ON p.id = v.place LEFT JOIN regions r ON r.id = p.region WHERE v.id = ?`
    ).pluck()
    const values = Int32Array.from(args.ids, () => -1)
    if (args.by === 'length') {
      args.ids.forEach((id, i) => (values[i] = (read.get(id) as number | undefined) ?? -1))
      return { values, names: null }
    }
    const index = new Map<string, number>()
    args.ids.forEach((id, i) => {
      const name = read.get(id) as string | null | undefined
      if (name === null || name === undefined) return
      const known = index.get(name) ?? index.size
      index.set(name, known)
      values[i] = known
    })
    return { values, names: [...index.keys()] }
  },

  /** Best ranks of queries under a run, in the order asked; -1: not a query of it. Read from the covering index alone. */
  ranks(db: Database, args: { run: string; queries: Int32Array }): Int32Array {
    const id = (statement<[string], number>(db, 'SELECT id FROM runs WHERE uid = ?').pluck().get(args.run) as number | undefined) ?? 0
    const read = statement<[number, number], number>(db, 'SELECT best_rank FROM run_queries INDEXED BY run_queries_facts WHERE run = ? AND query = ?').pluck()
    return Int32Array.from(args.queries, (query) => (read.get(id, query) as number | undefined) ?? -1)
  }
}
