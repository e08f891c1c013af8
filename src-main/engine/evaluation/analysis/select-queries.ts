import type { QuerySelection, Ring } from '#shared/domain/query-selection.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { pairing } from './paired-runs.ts'
import type { AskedRun } from './question.ts'
import type { RunColumns } from './run-columns.ts'

/** A selection whose filter and projection have been looked up: the ids of the queries that fit, rising; null: all. */
export interface ReadySelection {
  readonly selection: QuerySelection
  readonly fitting: Int32Array | null
  readonly projected: Int32Array | null
}

/** The rows of a run that a selection leaves, rising. `others`: the columns of every run that the selection names. */
export function selectRows(asked: AskedRun, ready: ReadySelection, others: ReadonlyMap<string, RunColumns>): Int32Array {
  const { run, attributes, attributeOf } = asked
  const { selection } = ready
  const tests: ((row: number) => boolean)[] = []
  const named = (id: string): RunColumns => {
    const columns = others.get(id)
    if (!columns) throw new PlanisphereError('NOT_FOUND', `The selection names the run ${id}, which the project does not have.`, { hint: 'Clear the selection.' })
    return columns
  }
  /** A run's figure of a row's query; NaN where it does not have that query. */
  const under = (other: RunColumns, of: Int32Array | Float64Array): ((row: number) => number) => {
    if (other === run) return (row) => of[row] as number
    const rows = pairing(run, other)
    return (row) => ((rows[row] as number) < 0 ? NaN : (of[rows[row] as number] as number))
  }
  if (ready.fitting !== null) tests.push(memberTest(run, ready.fitting))
  if (ready.projected !== null) tests.push(memberTest(run, ready.projected))
  for (const { run: id, from, to } of selection.ranks ?? []) {
    const other = named(id)
    const rankOf = under(other, other.bestRank)
    tests.push((row) => {
      const rank = rankOf(row)
      return rank >= from && (to === null ? !Number.isNaN(rank) : rank <= to)
    })
  }
  for (const { run: id, from, to } of selection.errors ?? []) {
    const other = named(id)
    const errorOf = under(other, other.errorM)
    tests.push((row) => {
      const error = errorOf(row)
      return error >= from && (to === null || error <= to)
    })
  }
  if (selection.outcome) {
    const { a, b, is } = selection.outcome
    const [first, second] = [named(a), named(b)].map((other) => under(other, other.bestRank)) as [(row: number) => number, (row: number) => number]
    tests.push((row) => {
      const [one, two] = [first(row), second(row)]
      return is === 'won' ? one < two : is === 'lost' ? one > two : one === two
    })
  }
  if (selection.within) {
    const holds = ringTest(selection.within)
    tests.push((row) => {
      const at = attributeOf[row] as number
      return at >= 0 && holds(attributes.lon[at] as number, attributes.lat[at] as number)
    })
  }
  const rows = new Int32Array(run.count)
  let count = 0
  for (let row = 0; row < run.count; row++) if (tests.every((test) => test(row))) rows[count++] = row
  return rows.slice(0, count)
}

/** Whether a row's query is one of rising ids. Rows must be asked in rising order: one walk. */
function memberTest(run: RunColumns, ids: Int32Array): (row: number) => boolean {
  let at = 0
  return (row) => {
    const query = run.query[row] as number
    while (at < ids.length && (ids[at] as number) < query) at++
    return at < ids.length && ids[at] === query
  }
}

/**
 * Whether a point lies in a ring, by the even-odd rule (a ray to the right). The ring is flat: one that a person draws on
 * a map and that crosses the antimeridian comes with longitudes beyond 180, and points are then tried there as well.
 * NaN lies nowhere.
 */
export function ringTest(ring: Ring): (x: number, y: number) => boolean {
  const xs = ring.map(([x]) => x)
  const [west, east] = [Math.min(...xs), Math.max(...xs)]
  const inside = (x: number, y: number): boolean => {
    let odd = false
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i] as [number, number]
      const [xj, yj] = ring[j] as [number, number]
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
    }
    return odd
  }
  return (x, y) => inside(x, y) || (west < -180 && inside(x - 360, y)) || (east > 180 && inside(x + 360, y))
}
