import { computed, ref, watch, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { EncoderInfo } from '#shared/domain/encoder.ts'
import { changedFrom, findPreset, presetName, type PresetId, type PresetOptions } from '#shared/domain/protocol-presets.ts'
import type { GalleryKind, QuerySource } from '#shared/domain/run.ts'
import { splits, viewKinds, type Split } from '#shared/domain/vocabulary.ts'
import { useProject } from '../../../platform/index.ts'
import type { Option } from '../../../ui/index.ts'

export type TruthRule = 'own-place' | 'radius' | 'footprint'

/** What is ranked for what, and what is right: the fields that a preset fills, and what the encoder and the project allow. */
export function useEvaluationForm(encoder: ComputedRef<EncoderInfo | undefined>) {
  const { t } = useI18n()
  const store = useProject()
  const source = ref<QuerySource>('captions')
  const ranked = ref<GalleryKind>('satellite')
  const rule = ref<'all' | 'region' | 'nearest'>('all')
  const nearest = ref<number | null>(100)
  const truth = ref<TruthRule>('own-place')
  const radius = ref<number | null>(50)
  const split = ref<Split | ''>('')
  const preset = ref<PresetId | ''>('')

  const has = (side: 'text' | 'image'): boolean => encoder.value?.sides.some((other) => other.side === side) ?? true
  const kinds = computed(() => store.facets?.kinds ?? [])
  const choices = computed<Option<QuerySource>[]>(() => [
    { value: 'captions', label: t('compare.captions'), disabled: !has('text') },
    // What a preset asks for is shown also where the project has none of it: the engine says so.
    ...viewKinds.filter((kind) => kinds.value.includes(kind) || kind === source.value || kind === ranked.value).map((kind) => ({ value: kind, label: t(`kind.${kind}`), disabled: !has('image'), ...(kinds.value.includes(kind) ? {} : { hint: t('compare.protocols.absent') }) }))
  ])
  /** As queries what there is beside the reference comes first, as a gallery the reference. */
  const sources = computed(() => [...choices.value].sort((a, b) => Number(a.value === 'satellite') - Number(b.value === 'satellite')))
  const galleries = computed<Option<GalleryKind>[]>(() => [...choices.value].sort((a, b) => Number(a.value === 'captions') - Number(b.value === 'captions')))
  const truths = computed(() => (['own-place', 'radius', 'footprint'] as const).map((value) => ({ value, label: t(`compare.protocols.rule.${value}`), disabled: value === 'footprint' && ranked.value !== 'satellite' })))
  const splitOptions = computed<Option<Split | ''>[]>(() => [{ value: '', label: t('compare.allSplits') }, ...splits.filter((other) => store.facets?.splits.includes(other)).map((other) => ({ value: other, label: t(`split.${other}`) }))])

  const options = computed<PresetOptions>(() => ({
    queries: source.value,
    galleryKind: ranked.value,
    gallery: rule.value === 'nearest' ? `nearest:${nearest.value ?? 100}` : rule.value,
    positives: truth.value === 'radius' ? `radius:${radius.value ?? 50}` : truth.value,
    split: split.value === '' ? null : split.value
  }))
  const chosen = computed(() => (preset.value === '' ? undefined : findPreset(preset.value)))
  const changed = computed(() => (chosen.value === undefined ? [] : changedFrom(chosen.value, options.value)))

  function follow(): void {
    const wanted = chosen.value?.options
    if (wanted === undefined) return
    source.value = wanted.queries
    ranked.value = wanted.galleryKind
    rule.value = wanted.gallery === 'all' || wanted.gallery === 'region' ? wanted.gallery : 'nearest'
    if (rule.value === 'nearest') nearest.value = Number(wanted.gallery.slice('nearest:'.length))
    truth.value = wanted.positives === 'own-place' || wanted.positives === 'footprint' ? wanted.positives : 'radius'
    if (truth.value === 'radius') radius.value = Number(wanted.positives.slice('radius:'.length))
    // A project that was never split has no such part: all of it is taken, and the preset counts as changed.
    split.value = splitOptions.value.some(({ value }) => value === wanted.split) ? (wanted.split ?? '') : ''
  }
  watch(preset, follow)
  watch(choices, () => {
    const first = (list: readonly Option<QuerySource>[], now: QuerySource): QuerySource => (list.find(({ value }) => value === now)?.disabled === true ? (list.find(({ disabled }) => disabled !== true)?.value ?? now) : now)
    source.value = first(sources.value, source.value)
    ranked.value = first(galleries.value, ranked.value)
  }, { immediate: true })
  watch(ranked, (kind) => {
    if (kind !== 'satellite' && truth.value === 'footprint') truth.value = 'own-place'
  })

  return { source, ranked, rule, nearest, truth, radius, split, preset, sources, galleries, truths, splitOptions, options, chosen, changed, follow, name: computed(() => presetName(chosen.value, options.value)) }
}
