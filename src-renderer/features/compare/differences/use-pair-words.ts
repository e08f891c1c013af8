import { useI18n } from 'vue-i18n'
import type { RunPair } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { useFormat } from '../../../i18n/index.ts'
import { betterOf, useFigureText } from '../figures/use-figure-text.ts'

/** What the tests of a pair say, in sentences. */
export function usePairWords() {
  const { t, te } = useI18n()
  const { number } = useFormat()
  const { difference, interval, coverage, p } = useFigureText()

  /** Who is better, by how much, and whether that is more than chance. */
  function headline(metric: string, pair: RunPair, nameOf: (run: string) => string): string {
    const better = betterOf(metric, pair.difference.value)
    if (better === null) return t(pair.difference.value === null ? 'compare.differences.unknown' : 'compare.differences.alike', { a: nameOf(pair.a), b: nameOf(pair.b) })
    const size = difference(metric, Math.abs(pair.difference.value ?? 0)).replace(/^\+/, '')
    return t(pair.holm === null ? 'compare.differences.betterUntested' : pair.stands ? 'compare.differences.betterHolds' : 'compare.differences.betterMayBe', { name: nameOf(better === 'a' ? pair.a : pair.b), size })
  }

  const range = (metric: string, pair: RunPair): string => {
    const written = interval(pair.difference, (value) => difference(metric, value))
    return written === '' ? t(metricLook(metric).mean ? 'compare.differences.noInterval' : 'compare.differences.noMedianInterval') : t('compare.differences.interval', { coverage: coverage(), range: written })
  }

  /** Cohen's words for the size of a standardised difference. */
  function size(dz: number): string {
    const at = Math.abs(dz)
    return t(`compare.differences.size.${at < 0.2 ? 'negligible' : at < 0.5 ? 'small' : at < 0.8 ? 'medium' : 'large'}`)
  }

  /** Why a test does not apply: a code where the page has the words, or the engine's own. */
  const why = (reason: string | null): string => (reason === null ? '' : te(`compare.differences.why.${reason}`) ? t(`compare.differences.why.${reason}`) : reason)

  const signed = (value: number, digits = 2): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${number(Math.abs(value), digits)}`

  return { headline, range, size, why, signed, p }
}
