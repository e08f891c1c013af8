import { pairedRows, type RunColumns } from './run-columns.ts'

const known = new WeakMap<RunColumns, WeakMap<RunColumns, Int32Array>>()

/** For each row of `a`, the row of the same query in `b`, or -1; found once for two runs that are kept. */
export function pairing(a: RunColumns, b: RunColumns): Int32Array {
  const of = known.get(a) ?? new WeakMap<RunColumns, Int32Array>()
  known.set(a, of)
  const rows = of.get(b) ?? pairedRows(a, b)
  of.set(b, rows)
  return rows
}
