import type { MethodOutput } from '#shared/contracts/index.ts'
import type { ChartTable } from '../../../charts/index.ts'
import type { Sort } from '../../../ui/index.ts'

export type SliceRow = MethodOutput<'analysis.slices'>['rows'][number]

/** Columns that slices are sorted by: `label`, `queries`, `difference`, `p`, or `value:N` for the N-th run. */
export function sortSlices(rows: readonly SliceRow[], sort: Sort, labelOf: (row: SliceRow) => string): readonly SliceRow[] {
  const of = (row: SliceRow): string | number | null => {
    if (sort.key === 'label') return labelOf(row)
    if (sort.key === 'queries') return row.sample.queries
    if (sort.key === 'difference') return row.difference?.value ?? null
    if (sort.key === 'p') return row.holm
    return row.values[Number(sort.key.slice('value:'.length))]?.value ?? null
  }
  const sign = sort.descending ? -1 : 1
  return rows.toSorted((left, right) => {
    const [a, b] = [of(left), of(right)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true }))
  })
}

/** Rows whose name holds the words, capitals and accents aside. */
export function findSlices(rows: readonly SliceRow[], words: string, labelOf: (row: SliceRow) => string): readonly SliceRow[] {
  const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const needle = plain(words.trim())
  return needle === '' ? rows : rows.filter((row) => plain(labelOf(row)).includes(needle))
}

/** A filter for queries that fit both; what is already asked for is not said twice. */
export function narrowed(where: string | undefined, slice: string): string {
  const before = where?.trim() ?? ''
  if (before === '' || before === slice) return slice
  return before.endsWith(`(${slice})`) ? before : `(${before}) (${slice})`
}

/** Every slice with its figures as they were computed, unrounded. */
export function slicesAsTable(rows: readonly SliceRow[], metric: string, runs: readonly string[], labelOf: (row: SliceRow) => string): ChartTable {
  const compared = runs.length > 1
  return {
    columns: [
      'slice', 'where', 'lat', 'lon', 'queries', 'located', 'places', 'regions', ...runs.flatMap((run) => [`${metric} ${run}`, `${metric} ${run} low`, `${metric} ${run} high`, `${metric} ${run} interval`]), ...(compared ? ['difference', 'difference low', 'difference high', 'p', 'p Holm'] : [])
    ],
    rows: rows.map((row) => [
      labelOf(row), row.where, row.at?.lat ?? null, row.at?.lon ?? null, row.sample.queries, row.sample.located, row.sample.places, row.sample.regions,
      ...runs.flatMap((_, i) => {
        const { value, low, high, kind } = row.values[i] ?? { value: null, low: null, high: null, kind: null }
        return [value, low, high, kind]
      }),
      ...(compared ? [row.difference?.value ?? null, row.difference?.low ?? null, row.difference?.high ?? null, row.p, row.holm] : [])
    ])
  }
}
