import type { Estimate } from '#shared/domain/analysis.ts'
import type { ChartTable } from '../../../charts/index.ts'
import { regionDifference } from './region-difference.ts'
import type { Arcs, Density, RegionOutline, RegionRow } from './use-map-data.ts'

type Cell = string | number | null

const figures = (estimate: Estimate | null | undefined): Cell[] => [estimate?.value ?? null, estimate?.low ?? null, estimate?.high ?? null]
const headings = (name: string): string[] => [name, `${name} low`, `${name} high`]

/** Regions with their figures: `runs` are the names of those whose values the rows have. Shares are fractions, distances metres. */
export function regionTable(regions: readonly { readonly outline: RegionOutline; readonly row: RegionRow }[], metric: string, runs: readonly string[]): ChartTable {
  const differs = regions.some(({ row }) => row.values.length === 2)
  return {
    columns: ['region', 'name', 'lat', 'lon', 'queries', 'located', 'places', ...runs.flatMap((run) => headings(`${metric} ${run}`)), ...(differs ? [...headings(`${metric} difference`), 'p', 'p Holm'] : [])],
    rows: regions.map(({ outline, row }) => [
      outline.region, outline.name, outline.lat, outline.lon, row.sample.queries, row.sample.located, row.sample.places,
      ...runs.flatMap((_, i) => figures(row.values[i])),
      ...(differs ? [regionDifference(row), row.difference?.low ?? null, row.difference?.high ?? null, row.p, row.holm] : [])
    ])
  }
}

export function cellTable({ cells }: Density): ChartTable {
  return { columns: ['lat', 'lon', 'queries', 'failures', 'share'], rows: cells.map(({ lat, lon, queries, failures }) => [lat, lon, queries, failures, failures / queries]) }
}

export function arcTable({ arcs }: Arcs): ChartTable {
  return {
    columns: ['query', 'error_m', 'rank', 'truth_lat', 'truth_lon', 'answer_lat', 'answer_lon', 'text'],
    rows: arcs.map(({ queryUid, errorM, rank, from, to, label }) => [queryUid, errorM, rank, from[1], from[0], to[1], to[0], label])
  }
}
