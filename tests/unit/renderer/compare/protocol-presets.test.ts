import { describe, expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import { changedFrom, findPreset, presetName, protocolPresets } from '#shared/domain/protocol-presets.ts'
import { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { messages } from '../../../../src-renderer/features/compare/protocols/messages.ts'

describe('presets', () => {
  const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: { ...messages.en }, zh: { ...messages.zh } } as Record<'en' | 'zh', never> })
  const { t } = i18n.global as unknown as { t: (key: string, named: object, options: { locale: string }) => string }

  test('are said in both languages, signs and all', () => {
    for (const { id, name, about, limits } of protocolPresets) {
      const said = (part: string, locale: string): string => t(`presets.${id}.${part}`, {}, { locale })
      expect([said('name', 'en'), said('about', 'en')]).toEqual([name, about])
      expect(said('about', 'zh')).toMatch(/[\u4e00-\u9fff]/)
      if (limits === '') continue
      expect(said('limits', 'en')).toBe(limits)
      expect(said('limits', 'zh')).toMatch(/[\u4e00-\u9fff]/)
      // Figures and options are the same in every language.
      const signs = (text: string): string[] => (text.match(/R@1\b|recall@K|nDCG@10|planet ablate --levels continents|radius:M/g) ?? []).sort()
      expect(signs(said('limits', 'zh'))).toEqual(signs(limits))
    }
  })

  test('are options that can be evaluated, with metrics that there are', () => {
    for (const { options, metrics } of protocolPresets) {
      expect(EvaluateOptions.parse({ encoder: 'e', ...options })).toMatchObject(options)
      for (const metric of metrics) expect(() => metricLook(metric)).not.toThrow()
    }
    expect(new Set(protocolPresets.map(({ id }) => id)).size).toBe(protocolPresets.length)
  })

  test('a change is named, and kept with the run; taking it back is the preset again', () => {
    const preset = findPreset('cvg-text')
    if (preset === undefined) throw new Error('no preset')
    expect([changedFrom(preset, preset.options), presetName(preset, preset.options)]).toEqual([[], 'cvg-text'])
    const other = { ...preset.options, gallery: 'nearest:50', split: null } as const
    expect([changedFrom(preset, other), presetName(preset, other)]).toEqual([['gallery', 'split'], 'changed:cvg-text'])
    expect(presetName(undefined, other)).toBeNull()
  })
})
