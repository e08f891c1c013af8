import { useI18n } from 'vue-i18n'
import { metricLook } from '#shared/domain/metric.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { useFormat } from '../../i18n/index.ts'

/** Metrics and protocols as people read them. */
export function useMetricText() {
  const { t, te } = useI18n()
  const { number, percent, distance } = useFormat()

  function figure(name: string, value: number | null | undefined): string {
    if (value === null || value === undefined) return '–'
    const { kind } = metricLook(name)
    if (kind === 'fraction') return percent(value)
    if (kind === 'metres') return distance(value)
    if (kind === 'rank') return number(value, Number.isInteger(value) ? 0 : 1)
    return number(value, 3)
  }

  /** What the figure is counted over, for the hover. */
  function base(name: string, run: RunSummary): string {
    const { kind, located } = metricLook(name)
    const of = located ? run.locatedQueries : run.queries
    const value = run.metrics[name]
    if (value === null || value === undefined) return t('compare.notComputed', { queries: number(of) })
    if (kind === 'fraction') return t(located ? 'compare.baseLocated' : 'compare.base', { n: number(Math.round(value * of)), of: number(of) })
    return t(located ? 'compare.overLocated' : 'compare.over', { of: number(of) })
  }

  const label = (name: string) => (te(`compare.metric.${name}`) ? t(`compare.metric.${name}`) : name)
  const explain = (name: string) => (te(`compare.explain.${name}`) ? t(`compare.explain.${name}`) : name)

  function gallery(rule: Protocol['gallery']): string {
    if (rule === 'all') return t('compare.gallery.all')
    if (rule === 'region') return t('compare.gallery.region')
    return t('compare.gallery.nearest', { m: rule.slice('nearest:'.length) })
  }

  const queries = (source: Protocol['queries']) => (source === 'captions' ? t('compare.captions') : t(`kind.${source}`))

  function rerank({ weight, depth, signaturesMissing }: NonNullable<Protocol['rerank']>): string {
    return t('compare.rerankFacts', { weight, depth: number(depth) }) + (signaturesMissing > 0 ? t('compare.rerankMissing', { n: number(signaturesMissing) }) : '')
  }

  function protocol(of: Protocol): string {
    const ranked = of.galleryKind === 'captions' ? t('compare.captions') : t(`kind.${of.galleryKind}`)
    const parts = [`${queries(of.queries)} → ${ranked}`, gallery(of.gallery), of.split === null ? t('compare.allSplits') : t(`split.${of.split}`), of.centered ? t('compare.centred') : t('compare.notCentred'), ...(of.rerank === null ? [] : [`${t('compare.reranked')} (${rerank(of.rerank)})`]), ...(of.where === null ? [] : [of.where])]
    return parts.join(' · ')
  }

  return { figure, base, label, explain, gallery, queries, rerank, protocol }
}
