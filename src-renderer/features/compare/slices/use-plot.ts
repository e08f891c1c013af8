import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RunSummary } from '#shared/domain/run.ts'
import { cssColour } from '../../../charts/index.ts'
import { useFormat } from '../../../i18n/index.ts'
import { differenceScale, figureScale } from '../figures/figure-scale.ts'
import { useFigureText } from '../figures/use-figure-text.ts'
import { useComparison } from '../use-comparison.ts'
import type { PlotRow } from './plot-rows.ts'
import type { SliceRow } from './slice-rows.ts'

export interface PlotOf {
  readonly rows: Ref<readonly SliceRow[]>
  readonly runs: Ref<readonly RunSummary[]>
  readonly metric: Ref<string>
  /** The difference of the first two runs instead of every run's figure. */
  readonly difference: Ref<boolean>
  readonly labelOf: (row: SliceRow) => string
}

/** Slices as lines of a plot, and how its scale and its dots are read. */
export function usePlot({ rows, runs, metric, difference, labelOf }: PlotOf) {
  const { t } = useI18n()
  const { number } = useFormat()
  const { colourOf } = useComparison()
  const { end, figure, difference: differenceText, words, sampleWords } = useFigureText()

  const scale = computed(() => (difference.value ? differenceScale(rows.value.flatMap((row) => row.difference ?? [])) : figureScale(metric.value, rows.value.flatMap(({ values }) => values))))
  const lines = computed(() =>
    rows.value.map((row): PlotRow => {
      const holds = row.holm !== null && row.holm < 0.05
      const dots = difference.value
        ? [{ estimate: row.difference ?? { value: null, low: null, high: null, kind: 'none' as const }, colour: cssColour('accent'), quiet: !holds }]
        : runs.value.map((run, i) => ({ estimate: row.values[i] ?? { value: null, low: null, high: null, kind: 'none' as const }, colour: cssColour(colourOf(run.run)), quiet: false }))
      return { key: row.key, label: labelOf(row), note: number(row.sample.queries), dots }
    })
  )
  const tick = (value: number): string => (difference.value ? (value === 0 ? '0' : differenceText(metric.value, value)) : end(metric.value, value))
  const legend = computed(() => (difference.value ? [] : runs.value.map((run) => ({ name: run.name, colour: cssColour(colourOf(run.run)) }))))

  function wordsOf(at: number, dot: number): string {
    const row = rows.value[at]
    if (row === undefined) return ''
    const base = sampleWords(row.sample, metric.value)
    if (difference.value) {
      const holds = row.holm !== null && row.holm < 0.05
      return row.difference === null ? '' : `${labelOf(row)}: ${words(row.difference, (value) => differenceText(metric.value, value))}, ${t(holds ? 'compare.differences.holds' : 'compare.differences.mayBeChance')}; ${base}`
    }
    const estimate = row.values[dot]
    return estimate === undefined ? '' : `${labelOf(row)}, ${runs.value[dot]?.name ?? ''}: ${words(estimate, (value) => figure(metric.value, value))}; ${base}`
  }
  return { scale, lines, tick, legend, wordsOf }
}
