import { latexTable, type LatexCell } from '#shared/domain/latex-table.ts'
import type { ChartTable } from '../../../charts/index.ts'
import type { TableGroup } from './table-rows.ts'

/** Every figure with its interval as they were computed, unrounded, one line a run. */
export function runsAsTable(groups: readonly TableGroup[], metrics: readonly string[], groupName: (group: TableGroup) => string): ChartTable {
  return {
    columns: ['group', 'run', 'name', 'encoder', 'queries', 'located', 'places', 'regions', 'gallery', ...metrics.flatMap((name) => [name, `${name} low`, `${name} high`, `${name} interval`, `${name} best`])],
    rows: groups.flatMap((group) =>
      group.rows.map(({ run, sample, figures, best }) => [
        groupName(group), run.run, run.name, run.protocol.encoder, sample?.queries ?? run.queries, sample?.located ?? run.locatedQueries, sample?.places ?? null, sample?.regions ?? null, run.gallery,
        ...metrics.flatMap((name) => {
          const { value, low, high, kind } = figures[name] ?? { value: null, low: null, high: null, kind: null }
          return [value, low, high, kind, best.includes(name) ? 'yes' : 'no']
        })
      ])
    )
  }
}

export interface LatexWords {
  readonly caption: string
  readonly run: string
  readonly label: (metric: string) => string
  readonly group: (group: TableGroup) => string
  readonly figure: (metric: string, value: number | null) => string
  readonly range: (metric: string, low: number, high: number) => string
}

/** The table as a paper shows it: figures with intervals, and bold only what is better than all others of its group. */
export function runsAsLatex(groups: readonly TableGroup[], metrics: readonly string[], words: LatexWords): string {
  return latexTable({
    caption: words.caption,
    label: 'tab:runs',
    columns: [{ title: words.run, align: 'l' }, ...metrics.map((name) => ({ title: words.label(name), align: 'r' as const }))],
    groups: groups.map((group) => ({
      title: groups.length > 1 ? words.group(group) : null,
      rows: group.rows.map(({ run, figures, best }) => [
        { text: run.name },
        ...metrics.map((name): LatexCell => {
          const { value, low, high } = figures[name] ?? { value: null, low: null, high: null }
          const range = low === null || high === null ? {} : { small: words.range(name, low, high) }
          return { text: words.figure(name, value), bold: best.includes(name), ...range }
        })
      ])
    }))
  })
}
