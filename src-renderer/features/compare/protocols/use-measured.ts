import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PresetOptions } from '#shared/domain/protocol-presets.ts'
import { useFormat } from '../../../i18n/index.ts'

/** One sentence or two that say what an evaluation with these options will measure. */
export function useMeasured(of: ComputedRef<PresetOptions & { readonly where: string }>) {
  const { t, locale } = useI18n()
  const { number } = useFormat()
  return computed(() => {
    const { queries, galleryKind, gallery, positives, split, where } = of.value
    const zh = locale.value === 'zh'
    const said = (key: string, named: Record<string, unknown> = {}): string => t(`compare.protocols.measured.${key}`, named)
    const documents = t(`compare.protocols.documents.${galleryKind}`)
    const asked = { queries: t(`compare.protocols.documents.${queries}`), split: split === null ? '' : t(`split.${split}`).toLowerCase() }
    const whom = [said(split === null ? 'queries.all' : 'queries.split', asked), ...(where === '' ? [] : [said('fit', { where })])].join(zh ? '' : ' ')
    const rule = gallery === 'all' || gallery === 'region' ? said(`gallery.${gallery}`, { documents }) : said('gallery.nearest', { documents, m: number(Number(gallery.slice('nearest:'.length))) })
    const self = queries === galleryKind ? [said('self')] : []
    const truth = positives.startsWith('radius:') ? said('truth.radius', { m: number(Number(positives.slice('radius:'.length))) }) : said(`truth.${positives}`)
    const [comma, stop] = zh ? ['，', '。'] : [', ', '. ']
    return `${[whom, rule, ...self].join(comma)}${stop}${truth}`
  })
}
