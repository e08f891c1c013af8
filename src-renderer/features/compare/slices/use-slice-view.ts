import { computed, type WritableComputedRef } from 'vue'
import * as z from 'zod'
import { useSettings } from '../../../platform/index.ts'
import { sliceKinds } from './use-slice-words.ts'

const Kept = z.object({
  kind: z.enum(sliceKinds).default('region'),
  view: z.enum(['table', 'plot', 'map']).default('table'),
  difference: z.boolean().default(false)
})
type SliceView = z.infer<typeof Kept>

/** By what one slices and how one looks at it; kept on this computer. */
export function useSliceView(): { [K in keyof SliceView]: WritableComputedRef<SliceView[K]> } {
  const settings = useSettings()
  const kept = computed((): SliceView => {
    const read = Kept.safeParse(settings.layout('compare', 'slice-view'))
    return read.success ? read.data : Kept.parse({})
  })
  const part = <K extends keyof SliceView>(name: K): WritableComputedRef<SliceView[K]> =>
    computed({ get: () => kept.value[name], set: (value) => settings.setLayout('compare', 'slice-view', { ...kept.value, [name]: value }) })
  return { kind: part('kind'), view: part('view'), difference: part('difference') }
}
