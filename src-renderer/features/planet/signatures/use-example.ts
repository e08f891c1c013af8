import { computed, ref, shallowRef, watch } from 'vue'
import type { BrowseRow } from '#shared/contracts/browse.ts'
import type { Signature } from '#shared/domain/planet.ts'
import { engine, useProject } from '../../../platform/index.ts'

/** From one example to the next over the places: far enough that neighbours are passed over. */
const stride = 137

/** A tile of the project with its signature, and the way to another. */
export function useExample(project: string, revision: () => number) {
  const store = useProject()
  const index = ref(0)
  const total = ref<number | null>(null)
  const place = shallowRef<BrowseRow | null>(null)
  const signature = shallowRef<Signature | null>(null)
  const failure = shallowRef<unknown>(null)
  const loading = ref(false)
  let generation = 0

  async function read(): Promise<void> {
    const mine = ++generation
    loading.value = true
    try {
      const found = await engine.call('browse.places', { project, filter: { kinds: ['satellite'] }, start: index.value, count: 1 })
      if (mine !== generation) return
      total.value = found.total
      const row = found.rows[0] ?? null
      place.value = row
      const measured = row === null || row.view === null ? null : await engine.call('planet.signature', { project, view: row.view })
      if (mine !== generation) return
      signature.value = measured
      failure.value = null
    } catch (thrown) {
      if (mine !== generation) return
      signature.value = null
      failure.value = thrown
    } finally {
      if (mine === generation) loading.value = false
    }
  }

  function next(): void {
    const of = total.value ?? 0
    if (of > 1) index.value = (index.value + (of > stride ? stride : 1)) % of
  }

  watch([index, () => store.revision.views], () => void read(), { immediate: true })
  // Texture is standardised once enough views are mined.
  watch(revision, () => signature.value?.textureStandardised === null && void read())
  return { place, signature, failure, loading, next, read, several: computed(() => (total.value ?? 0) > 1) }
}
