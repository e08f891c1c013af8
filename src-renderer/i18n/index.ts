import { createI18n } from 'vue-i18n'
import { messages as common } from './common.ts'

export type Language = 'en' | 'zh'

/** Messages of one feature (or of the map, the charts, the frame), under its folder's name: `t('browse.title')` stands in `features/browse/messages.ts`. */
export interface FeatureMessages {
  readonly en: Record<string, unknown>
  readonly zh: Record<string, unknown>
}

const features = import.meta.glob<{ messages: FeatureMessages }>(['../features/*/messages.ts', '../map/messages.ts', '../ui/messages.ts', '../charts/messages.ts', '../charts/*/messages.ts', '../app/messages.ts'], { eager: true })

function collect(language: Language): Record<string, unknown> {
  const all: Record<string, unknown> = { ...common[language] }
  for (const [path, module] of Object.entries(features)) {
    const feature = path.split('/').at(-2)
    if (feature !== undefined) all[feature] = module.messages[language]
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
