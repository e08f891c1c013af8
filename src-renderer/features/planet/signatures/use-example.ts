import { computed, ref, shallowRef, watch } from 'vue'
import type { BrowseRow } from '#shared/contracts/browse.ts'
import { engine, useProject } from '../../../platform/index.ts'

/** From one example to the next over the places: far enough that neighbours are passed over. */
const stride = 137

/** A place of the project with a satellite view, and the way to another. */
export function useExample(project: string) {
  const store = useProject()
  const index = ref(0)
  const total = ref(0)
  const place = shallowRef<BrowseRow | null>(null)
  const failure = shallowRef<unknown>(null)
  let generation = 0

  async function read(): Promise<void> {
    const mine = ++generation
    try {
      const found = await engine.call('browse.places', { project, filter: { kinds: ['satellite'] }, start: index.value, count: 1 })
      if (mine !== generation) return
      total.value = found.total
      place.value = found.rows[0] ?? null
      failure.value = null
    } catch (thrown) {
      if (mine === generation) failure.value = thrown
    }
  }

  function next(): void {
    if (total.value > 1) index.value = (index.value + (total.value > stride ? stride : 1)) % total.value
  }

  watch([index, () => store.revision.views], () => void read(), { immediate: true })
  return { place, failure, next, read, several: computed(() => total.value > 1) }
}
