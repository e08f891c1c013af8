import { computed, type WritableComputedRef } from 'vue'
import * as z from 'zod'
import { useSettings } from '../../../platform/index.ts'

const Kept = z.object({
  /** Metrics that are columns. */
  columns: z.array(z.string()).default(['R@1', 'R@5', 'R@10', 'MRR', 'L@50', 'medianErrorM']),
  /** Intervals stand below their figures in words as well. */
  written: z.boolean().default(false),
  sort: z.object({ key: z.string(), descending: z.boolean() }).nullable().default(null)
})
export type TableSettings = z.infer<typeof Kept>

/** How the person wants the table of runs; kept on this computer. */
export function useTableSettings(): { [K in keyof TableSettings]: WritableComputedRef<TableSettings[K]> } {
  const settings = useSettings()
  const kept = computed((): TableSettings => {
    const read = Kept.safeParse(settings.layout('compare', 'runs'))
    return read.success ? read.data : Kept.parse({})
  })
  const part = <K extends keyof TableSettings>(name: K): WritableComputedRef<TableSettings[K]> =>
    computed({ get: () => kept.value[name], set: (value) => settings.setLayout('compare', 'runs', { ...kept.value, [name]: value }) })
  return { columns: part('columns'), written: part('written'), sort: part('sort') }
}
