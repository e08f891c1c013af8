import { computed } from 'vue'
import * as z from 'zod'
import { maxQueryLength } from '#shared/domain/filter-language/index.ts'
import { useProject, useSettings } from '../../../platform/index.ts'

const SliceFilter = z.object({ label: z.string().max(200), where: z.string().max(maxQueryLength) })
export type SliceFilter = z.infer<typeof SliceFilter>
const Kept = z.array(SliceFilter).max(50)

/** As many as the engine takes in one question. */
export const mostFilters = 50

/** The person's own slices of a project, each a filter with a name; kept on this computer. */
export function useSliceFilters() {
  const settings = useSettings()
  const store = useProject()
  const key = computed(() => `slices:${store.current?.path ?? ''}`)
  const filters = computed<readonly SliceFilter[]>({
    get: () => {
      const read = Kept.safeParse(settings.layout('compare', key.value))
      return read.success ? read.data : []
    },
    set: (list) => settings.setLayout('compare', key.value, list.map(({ label, where }) => ({ label, where })))
  })
  return filters
}
