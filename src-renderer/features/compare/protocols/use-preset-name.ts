import { useI18n } from 'vue-i18n'
import { findPreset } from '#shared/domain/protocol-presets.ts'

/** The preset that a protocol was made by, as people read it; a name that this version does not know stands as it is. */
export function usePresetName(): (kept: string) => string {
  const { t } = useI18n()
  return (kept) => {
    const id = kept.replace(/^changed:/, '')
    const name = findPreset(id) === undefined ? id : t(`compare.protocols.presets.${id}.name`)
    return id === kept ? name : t('compare.protocols.changedPreset', { name })
  }
}
