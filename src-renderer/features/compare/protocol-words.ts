import { useI18n } from 'vue-i18n'
import { bindingFields, differingFields } from '#shared/domain/protocol-key.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { useFormat } from '../../i18n/index.ts'
import { useMetricText } from './use-metric-text.ts'

/** What is said of two protocols: what makes their figures incomparable, and over which queries they are counted. */
const told = [...bindingFields, 'queriesMissing', 'queriesWithoutTruth'] as const
export type ProtocolField = (typeof told)[number]

/** In what two protocols differ that whoever compares their figures must know. */
export function protocolDifferences(a: Protocol, b: Protocol): ProtocolField[] {
  return differingFields(a, b, told)
}

/** Protocols as people read them. */
export function useProtocolWords() {
  const { t, te } = useI18n()
  const { number } = useFormat()
  const { gallery, queries, rerank } = useMetricText()

  function positives(rule: Protocol['positives']): string {
    if (rule === 'own-place' || rule === 'footprint') return t(`compare.runs.positives.${rule}`)
    return t('compare.runs.positives.radius', { m: number(Number(rule.slice('radius:'.length))) })
  }

  function value(field: ProtocolField, protocol: Protocol): string {
    if (field === 'queries') return queries(protocol.queries)
    if (field === 'galleryKind') return protocol.galleryKind === 'captions' ? t('compare.captions') : t(`kind.${protocol.galleryKind}`)
    if (field === 'gallery') return gallery(protocol.gallery)
    if (field === 'split') return protocol.split === null ? t('compare.allSplits') : t(`split.${protocol.split}`)
    if (field === 'where') return protocol.where ?? t('compare.runs.noFilter')
    if (field === 'positives') return positives(protocol.positives)
    if (field === 'centered') return t(protocol.centered ? 'compare.centred' : 'compare.notCentred')
    if (field === 'rerank') return protocol.rerank === null ? t('common.no') : rerank(protocol.rerank)
    if (field === 'datasetHash') return protocol.datasetHash.slice(0, 8)
    return typeof protocol[field] === 'number' ? number(protocol[field]) : protocol[field]
  }

  const label = (field: ProtocolField): string => t(`compare.field.${field}`)
  const because = (field: ProtocolField): string => (te(`compare.because.${field}`) ? t(`compare.because.${field}`) : '')
  /** `Gallery: tiles of the same region, not all tiles`. */
  const against = (field: ProtocolField, here: RunSummary, there: RunSummary): string =>
    t('compare.runs.differs', { field: label(field), here: value(field, here.protocol), there: value(field, there.protocol) })

  return { value, label, because, against, positives }
}
