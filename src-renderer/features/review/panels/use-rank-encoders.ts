import { computed, shallowRef, watch } from 'vue'
import { hasModel } from '#shared/domain/encoder.ts'
import type { Option } from '../../../ui/index.ts'
import { engine, useProject, useSettings } from '../../../platform/index.ts'

/** The encoders that can rank a text: those with both sides. The one last chosen is kept. */
export function useRankEncoders(project: string) {
  const store = useProject()
  const settings = useSettings()
  const names = shallowRef<readonly string[] | null>(null)

  watch(
    () => store.revision.encoders,
    async () => {
      const list = await engine.call('encoders.list', { project }).catch(() => [])
      names.value = list.filter((encoder) => hasModel(encoder) && (['text', 'image'] as const).every((wanted) => encoder.sides.some(({ side }) => side === wanted))).map(({ name }) => name)
    },
    { immediate: true }
  )

  const options = computed<Option<string>[]>(() => (names.value ?? []).map((name) => ({ value: name, label: name })))
  const encoder = computed<string>({
    get: () => {
      const kept = settings.layout('review', `rankEncoder.${project}`)
      return (names.value ?? []).find((name) => name === kept) ?? names.value?.[0] ?? ''
    },
    set: (name) => settings.setLayout('review', `rankEncoder.${project}`, name)
  })
  return { names, options, encoder }
}
