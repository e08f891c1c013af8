import { createI18n } from 'vue-i18n'
import { messages as common } from './common.ts'

export type Language = 'en' | 'zh'

/**
 * Messages of one feature (or of the map, the charts, the frame), under its folder's name: `t('browse.title')` stands in
 * `features/browse/messages.ts`. A folder of a feature may have its own: `t('compare.wins.title')` stands in
 * `features/compare/wins/messages.ts`.
 */
export interface FeatureMessages {
  readonly en: Record<string, unknown>
  readonly zh: Record<string, unknown>
}

const features = import.meta.glob<{ messages?: FeatureMessages }>(['../features/*/messages.ts', '../features/*/*/messages.ts', '../map/messages.ts', '../ui/messages.ts', '../charts/messages.ts', '../charts/*/messages.ts', '../app/messages.ts'], { eager: true })

function collect(language: Language): Record<string, unknown> {
  const all: Record<string, unknown> = { ...common[language] }
  for (const [path, module] of Object.entries(features)) {
    const [folder, above, beside] = path.split('/').reverse().slice(1)
    // A folder that exports them by another name is taken in by its feature's own file.
    if (folder === undefined || above === undefined || module.messages === undefined) continue
    if (beside !== 'features') all[folder] = { ...(all[folder] as object | undefined), ...module.messages[language] }
    else all[above] = { ...(all[above] as object | undefined), [folder]: module.messages[language] }
  }
  return all
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: collect('en'), zh: collect('zh') } as Record<Language, never>
})

/** Translates outside components (labels of actions, toasts). */
export function translate(key: string, named: Record<string, unknown> = {}): string {
  const { t } = i18n.global as unknown as { t: (key: string, named: Record<string, unknown>) => string }
  return t(key, named)
}

export { useI18n } from 'vue-i18n'
export { useFormat } from './format.ts'
