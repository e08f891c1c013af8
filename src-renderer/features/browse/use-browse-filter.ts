import { computed, ref } from 'vue'
import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import { useFilterQuery, useSettings } from '../../platform/index.ts'
import type { BoundingBox, CaptionStatus, ViewKind } from '#shared/domain/vocabulary.ts'

export type SplitChoice = NonNullable<Filter['splits']>[number]

/** The controls' values, and the filter that they make. The query waits until the person pauses and it can be read. */
export function useBrowseFilter() {
  const settings = useSettings()
  const text = ref('')
  const query = useFilterQuery(text)
  const regions = ref<readonly number[]>([])
  const continents = ref<readonly string[]>([])
  const statuses = ref<readonly CaptionStatus[]>([])
  const splits = ref<readonly SplitChoice[]>([])
  const kinds = ref<readonly ViewKind[]>([])
  const located = ref(false)
  const box = ref<BoundingBox | null>(null)
  const order = ref<BrowseOrder>('id')
  const seed = ref(1)
  /** What another screen handed over that has no control here. */
  const rest = ref<Filter>({})

  const filter = computed<Filter>(() => ({
    ...rest.value,
    ...(query.settled.value === '' ? {} : { query: query.settled.value, me: settings.annotator }),
    ...(regions.value.length === 0 ? {} : { regions: [...regions.value] }),
    ...(continents.value.length === 0 ? {} : { continents: [...continents.value] }),
    ...(statuses.value.length === 0 ? {} : { statuses: [...statuses.value] }),
    ...(splits.value.length === 0 ? {} : { splits: [...splits.value] }),
    ...(kinds.value.length === 0 ? {} : { kinds: [...kinds.value] }),
    ...(located.value ? { located: true } : {}),
    ...(box.value === null ? {} : { box: box.value })
  }))
  const restricted = computed(() => Object.keys(filter.value).length > 0)

  function reset(): void {
    take({})
  }

  /** Takes a filter over into the controls. */
  function take(other: Filter): void {
    const { query: written, me: _me, regions: areas, continents: lands, statuses: states, splits: parts, kinds: sorts, located: placed, box: window, ...more } = other
    query.take(written ?? '')
    regions.value = areas ?? []
    continents.value = lands ?? []
    statuses.value = states ?? []
    splits.value = parts ?? []
    kinds.value = sorts ?? []
    located.value = placed ?? false
    box.value = window ?? null
    rest.value = more
  }

  return { text, query, regions, continents, statuses, splits, kinds, located, box, order, seed, rest, filter, restricted, reset, take }
}

export type BrowseFilter = ReturnType<typeof useBrowseFilter>
