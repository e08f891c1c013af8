import type { Database, Statement } from 'better-sqlite3'

const cache = new WeakMap<Database, Map<string, Statement<unknown[], unknown>>>()

/** A prepared statement of this connection, prepared once. `P` are its bind parameters, `R` a row of its result. */
export function statement<P extends unknown[] | object = unknown[], R = unknown>(db: Database, sql: string): Statement<P extends unknown[] ? P : [P], R> {
  let ofConnection = cache.get(db)
  if (!ofConnection) cache.set(db, (ofConnection = new Map()))
  let prepared = ofConnection.get(sql)
  if (!prepared) ofConnection.set(sql, (prepared = db.prepare(sql)))
  return prepared as unknown as Statement<P extends unknown[] ? P : [P], R>
}
