import type { AblationReport, AblationRow, Estimate } from '#shared/domain/planet.ts'
import type { ChartTable } from '../../../charts/index.ts'

export const ablationMetrics = ['r1', 'r5', 'r10'] as const
export type AblationMetric = (typeof ablationMetrics)[number]

/** What an interval says of a difference to plain contrastive learning. Without an interval nothing can be said. */
export type Finding = 'better' | 'worse' | 'none' | 'unknown'

export function findingOf(difference: Estimate): Finding {
  if (difference.low === null || difference.high === null) return 'unknown'
  if (difference.low > 0) return 'better'
  return difference.high < 0 ? 'worse' : 'none'
}

export interface RowGroup {
  readonly key: string
  readonly level: AblationRow['level']
  readonly held: string | null
  readonly rows: readonly AblationRow[]
}

/** Rows of one test set stand together: the world first, the mean over continents, then each continent that was held out. */
export function groupRows({ rows, options }: Pick<AblationReport, 'rows' | 'options'>): RowGroup[] {
  const groups = new Map<string, AblationRow[]>()
  for (const row of rows) {
    const key = `${row.level}/${row.held ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const rank = ({ level, held }: RowGroup): string => `${level === 'world' ? 0 : held === null ? 1 : 2}${held ?? ''}`
  return [...groups]
    .flatMap(([key, list]): RowGroup[] => (list[0] === undefined ? [] : [{ key, level: list[0].level, held: list[0].held, rows: list.toSorted((a, b) => options.variants.indexOf(a.variant) - options.variants.indexOf(b.variant)) }]))
    .sort((a, b) => rank(a).localeCompare(rank(b)))
}

/** The ends of the two scales that all rows are drawn on: figures where they lie, differences symmetric about 0, both at round numbers. */
export function scalesOf(rows: readonly AblationRow[], metric: AblationMetric): { readonly least: number; readonly most: number; readonly widest: number } {
  const figures = rows.flatMap((row) => [row[metric].value, row[metric].low ?? row[metric].value, row[metric].high ?? row[metric].value, ...(metric === 'r1' ? row.perSeed : [])])
  const differences = rows.flatMap(({ difference }) => (difference === null ? [] : [difference[metric].value, difference[metric].low ?? 0, difference[metric].high ?? 0].map(Math.abs)))
  const up = (value: number, step: number): number => Math.max(step, Math.ceil(value / step - 1e-9) * step)
  const least = Math.max(0, Math.floor(Math.min(1, ...figures) / 0.05 + 1e-9) * 0.05)
  return { least, most: Math.min(1, Math.max(least + 0.05, up(Math.max(0, ...figures), 0.05))), widest: up(Math.max(0, ...differences), 0.01) }
}

/** The report as a table, shares as they are: what CSV saves. */
export function ablationTable({ rows }: Pick<AblationReport, 'rows'>): ChartTable {
  const cells = (estimate: Estimate | undefined): (number | null)[] => (estimate === undefined ? [null, null, null] : [estimate.value, estimate.low, estimate.high])
  return {
    columns: ['level', 'held_out', 'variant', 'lambda', 'regions', 'gallery', 'queries', ...ablationMetrics.flatMap((metric) => [metric, `${metric}_low`, `${metric}_high`]), ...ablationMetrics.flatMap((metric) => [`${metric}_difference`, `${metric}_difference_low`, `${metric}_difference_high`]), 'p', 'r1_per_seed'],
    rows: rows.map((row) => [
      row.level, row.held, row.variant, row.lambda, row.regions, row.gallery, row.queries, ...ablationMetrics.flatMap((metric) => cells(row[metric])), ...ablationMetrics.flatMap((metric) => cells(row.difference?.[metric])), row.difference?.p ?? null, row.perSeed.join(' ')
    ])
  }
}
