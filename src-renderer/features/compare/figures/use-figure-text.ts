import { useI18n } from 'vue-i18n'
import type { Estimate, Sample } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { useFormat } from '../../../i18n/index.ts'
import { useComparison } from '../use-comparison.ts'
import { useMetricText } from '../use-metric-text.ts'

/** Estimates, differences and p values as people read them. */
export function useFigureText() {
  const { t } = useI18n()
  const { number, percent, distance } = useFormat()
  const { figure } = useMetricText()
  const { confidence } = useComparison()

  const sign = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '')

  /** A difference with its sign and unit: shares in percentage points. */
  function difference(metric: string, value: number | null | undefined): string {
    if (value === null || value === undefined) return '–'
    const size = Math.abs(value)
    const { kind } = metricLook(metric)
    if (kind === 'fraction') return t('compare.figures.points', { n: `${sign(value)}${number(size * 100, 1)}` })
    if (kind === 'metres') return `${sign(value)}${distance(size)}`
    if (kind === 'rank') return `${sign(value)}${number(size, 1)}`
    return `${sign(value)}${number(size, 3)}`
  }

  /** An end of a scale, without decimals where it has none. */
  function end(metric: string, value: number): string {
    const { kind } = metricLook(metric)
    if (kind === 'fraction') return percent(value, Number.isInteger(Number((value * 100).toPrecision(9))) ? 0 : 1)
    if (kind === 'metres') return value === 0 ? '0 m' : distance(value)
    return number(value, kind === 'rank' ? 0 : value < 1 && value > 0 ? 2 : 0)
  }

  const coverage = (): string => percent(confidence.value, Number.isInteger(Math.round(confidence.value * 1000) / 10) ? 0 : 1)

  /** The interval alone: `55.1 % to 63.0 %`; empty where there is none. */
  function interval(estimate: Estimate, write: (value: number) => string): string {
    return estimate.low === null || estimate.high === null ? '' : t('compare.figures.range', { low: write(estimate.low), high: write(estimate.high) })
  }

  /** Figure, interval and how the interval was made, in a sentence. */
  function words(estimate: Estimate, write: (value: number) => string): string {
    if (estimate.value === null) return t('compare.figures.none')
    const value = write(estimate.value)
    if (estimate.low === null || estimate.high === null) return t('compare.figures.noInterval', { value })
    return t('compare.figures.interval', { value, range: interval(estimate, write), coverage: coverage(), kind: t(`compare.figures.kind.${estimate.kind}`) })
  }

  /** The queries, places and regions that a figure rests on. */
  function sampleWords(sample: Sample, metric?: string): string {
    const of = metric !== undefined && metricLook(metric).located ? sample.located : sample.queries
    return t(metric !== undefined && metricLook(metric).located ? 'compare.figures.sampleLocated' : 'compare.figures.sample', { queries: number(of), places: number(sample.places), regions: number(sample.regions) })
  }

  /** A p value to three decimals; never rounded up to the level that it stays under. */
  function p(value: number | null | undefined): string {
    if (value === null || value === undefined) return '–'
    if (value < 0.0005) return '< 0.001'
    return value < 0.05 && value >= 0.0495 ? '< 0.05' : number(value, 3)
  }

  /** `p < 0.001`, `p = 0.340`. */
  const pWords = (value: number | null | undefined): string => {
    const written = p(value)
    return written.startsWith('<') ? `p ${written}` : `p = ${written}`
  }

  return { figure, difference, end, coverage, interval, words, sampleWords, p, pWords }
}

/** Which of two is better by their difference (first minus second); null where they are alike or nothing is known. */
export function betterOf(metric: string, difference: number | null): 'a' | 'b' | null {
  if (difference === null || difference === 0) return null
  return metricLook(metric).higher === difference > 0 ? 'a' : 'b'
}
