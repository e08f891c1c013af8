import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Estimate } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { useFormat } from '../../../i18n/index.ts'
import { useFigureText } from '../figures/use-figure-text.ts'
import { useComparison } from '../use-comparison.ts'
import { useMetricText } from '../use-metric-text.ts'
import { useMapSettings } from './map-settings.ts'
import { regionDifference } from './region-difference.ts'
import type { Arcs, Density, RegionRow } from './use-map-data.ts'

/** What is told of a region, a cell and an error beside the pointer. */
export function useMapWords() {
  const { t } = useI18n()
  const { number, percent, distance } = useFormat()
  const { figure, difference, interval, coverage, p } = useFigureText()
  const { label } = useMetricText()
  const { metric, letterOf, chosenRuns } = useComparison()
  const settings = useMapSettings()

  const failing = computed(() => (settings.failure === 'rank' ? t('compare.map.failsRank', { k: number(settings.k) }) : t('compare.map.failsMetres', { m: distance(settings.metres) })))

  /** `runs`: whose values the row has, in order. */
  function region(row: RegionRow, name: string, runs: readonly string[]): string[] {
    const sure = (estimate: Estimate | null | undefined, write: (n: number) => string) => {
      const range = estimate ? interval(estimate, write) : ''
      return range === '' ? [] : [t('compare.map.interval', { coverage: coverage(), range })]
    }
    const of = (n: number) => figure(metric.value, n)
    const by = (n: number) => difference(metric.value, n)
    const sample = t('compare.map.sample', { queries: number(metricLook(metric.value).located ? row.sample.located : row.sample.queries), places: number(row.sample.places) })
    if (row.values.length < 2) return [name, `${label(metric.value)}: ${figure(metric.value, row.values[0]?.value)}`, ...sure(row.values[0], of), sample]
    const [a = '', b = ''] = runs.map(letterOf)
    return [
      name,
      `${label(metric.value)}, ${a} − ${b}: ${difference(metric.value, regionDifference(row))}`,
      ...sure(row.difference, by),
      `${a}: ${figure(metric.value, row.values[0]?.value)}, ${b}: ${figure(metric.value, row.values[1]?.value)}`,
      ...(row.holm === null ? [] : [t('compare.map.holm', { p: p(row.holm) })]),
      sample
    ]
  }

  function cell({ queries, failures }: Density['cells'][number]): string[] {
    return [t('compare.map.cellShare', { share: percent(failures / queries) }), t('compare.map.cellCount', { failures: number(failures), queries: number(queries) }), t('compare.map.cellFailing', { failing: failing.value })]
  }

  function arc({ label: text, errorM, rank }: Arcs['arcs'][number]): string[] {
    return [text, t('compare.map.arcFacts', { distance: distance(errorM), rank: number(rank) })]
  }

  /** The metric and whether more of it is better. */
  const metricTitle = computed(() => `${label(metric.value)} ${metricLook(metric.value).higher ? '↑' : '↓'}`)
  const nameOf = (run: string) => chosenRuns.value.find((one) => one.run === run)?.name ?? run
  return { region, cell, arc, failing, metricTitle, nameOf }
}
