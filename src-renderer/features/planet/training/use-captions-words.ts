import { useI18n } from 'vue-i18n'
import { reviewedQuery } from './train-draft.ts'

/** Which captions were trained on, in words: the query itself where it is one that a person wrote. */
export function useCaptionsWords(): (where: string | undefined) => string {
  const { t } = useI18n()
  return (where) => (where === undefined ? t('planet.train.allCaptions') : where === reviewedQuery ? t('planet.train.reviewedCaptions') : where)
}
