import { useI18n } from 'vue-i18n'
import type { SliceBy } from '#shared/domain/analysis.ts'
import type { SliceRow } from './slice-rows.ts'

export const sliceKinds = ['region', 'country', 'continent', 'length', 'lvlm', 'verdict', 'cue', 'split', 'own'] as const
export type SliceKind = SliceBy | 'own'

/** Names of slices in the page's language where it has them; names of places, models and own filters stand as they are. */
export function useSliceWords() {
  const { t, te } = useI18n()
  const folders: Partial<Record<SliceKind, string>> = { continent: 'continent', verdict: 'status', split: 'split', cue: 'compare.slices.cue' }

  function labelOf(kind: SliceKind, row: SliceRow): string {
    const folder = folders[kind]
    if (folder !== undefined && te(`${folder}.${row.key}`)) return t(`${folder}.${row.key}`)
    if (row.label === '' || row.key === '') return te(`compare.slices.without.${kind}`) ? t(`compare.slices.without.${kind}`) : t('common.none')
    return row.label
  }
  const kindName = (kind: SliceKind): string => t(`compare.slices.by.${kind}`)
  return { labelOf, kindName }
}
