import { shallowRef, watch, type Ref } from 'vue'
import type { Agreement } from '#shared/domain/planet.ts'
import { engine, isCancelled, useProject } from '../../platform/index.ts'

/** The agreement of each caption of a place with its tile, by the caption's id; those that are not scored are left out. */
export function useCaptionAgreements(place: Readonly<Ref<number | null>>): Readonly<Ref<ReadonlyMap<number, Agreement>>> {
  const project = useProject()
  const found = shallowRef<ReadonlyMap<number, Agreement>>(new Map())
  let controller = new AbortController()

  async function read(): Promise<void> {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    if (place.value === null || project.handle === null) return
    try {
      const { rows } = await engine.call('browse.captions', { project: project.handle, filter: { places: [place.value] }, start: 0, count: 100 }, { signal })
      if (!signal.aborted) found.value = new Map(rows.flatMap(({ id, agreement }) => (agreement === null ? [] : [[id, agreement] as const])))
    } catch (thrown) {
      // The captions themselves tell what is wrong with the place.
      if (!signal.aborted && !isCancelled(thrown)) found.value = new Map()
    }
  }

  watch(place, () => (found.value = new Map()))
  watch([place, () => project.revision.captions], () => void read(), { immediate: true })
  return found
}
