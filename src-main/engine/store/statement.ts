import type { Database, Statement } from 'better-sqlite3'

type Mode = 'rows' | 'pluck' | 'raw'

const cache = new WeakMap<Database, Map<string, Statement<unknown[], unknown>>>()

/**
 * A prepared statement of this connection, prepared once. `P` are its bind parameters, `R` a row of its result.
 * better-sqlite3 sets `pluck` and `raw` on the statement itself; here each way of reading has a statement of its own, so
 * that two functions with the same SQL do not change each other's results.
 */
export function statement<P extends unknown[] | object = unknown[], R = unknown>(db: Database, sql: string): Statement<P extends unknown[] ? P : [P], R> {
  return cached(db, sql, 'rows') as unknown as Statement<P extends unknown[] ? P : [P], R>
}

function cached(db: Database, sql: string, mode: Mode): Statement<unknown[], unknown> {
  let ofConnection = cache.get(db)
  if (!ofConnection) cache.set(db, (ofConnection = new Map()))
  const key = `${mode} ${sql}`
  let prepared = ofConnection.get(key)
  if (!prepared) {
    prepared = db.prepare<unknown[], unknown>(sql)
    if (mode === 'rows') Object.assign(prepared, { pluck: () => cached(db, sql, 'pluck'), raw: () => cached(db, sql, 'raw') })
    else prepared[mode]()
    ofConnection.set(key, prepared)
  }
  return prepared
}
