import { computed, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { ColourBy, Layout, ProjectionOptions, ProjectionSummary } from '#shared/contracts/projections.ts'
import { engine, useProject } from '../../../platform/index.ts'
import { useComparison } from '../use-comparison.ts'
import { useTabJob } from '../use-tab-job.ts'
import { legendOf, type Legend } from './point-colours.ts'

export interface ShownPoints {
  readonly summary: ProjectionSummary
  readonly sides: Uint8Array
  readonly pca: Float32Array
  readonly umap: Float32Array | null
}

export type PointFacts = NonNullable<MethodOutput<'projections.point'>>

/** The kept projections of a project, the one that is looked at, its points, and what they are coloured by. */
export function useProjection() {
  const { project, a, selection, selectsAll } = useComparison()
  const store = useProject()
  const list = shallowRef<readonly ProjectionSummary[] | null>(null)
  const failure = shallowRef<unknown>(null)
  const chosen = ref('')
  const layout = ref<Layout>('umap')
  const by = ref<ColourBy>('region')
  const points = shallowRef<ShownPoints | null>(null)
  const values = shallowRef<Int32Array | null>(null)
  const legend = shallowRef<Legend | null>(null)
  const selected = shallowRef<Uint8Array | null>(null)
  const work = useTabJob((job) => job.kind === 'project')
  const shown = computed(() => (points.value === null ? null : layout.value === 'umap' && points.value.umap !== null ? points.value.umap : points.value.pca))
  const shownLayout = computed<Layout>(() => (layout.value === 'umap' && points.value?.umap ? 'umap' : 'pca'))

  async function read(): Promise<void> {
    try {
      const found = await engine.call('projections.list', { project })
      list.value = found
      if (!found.some(({ projection }) => projection === chosen.value)) chosen.value = found[0]?.projection ?? ''
      failure.value = null
    } catch (thrown) {
      failure.value = thrown
    }
  }
  watch(() => store.revision.projections, read, { immediate: true })

  /** Also read again when the one that is shown has been laid out further. */
  const state = computed(() => list.value?.find(({ projection }) => projection === chosen.value) ?? null)
  watch(
    () => [chosen.value, state.value?.kept.umap] as const,
    async ([projection]) => {
      if (projection === '') {
        points.value = null
        return
      }
      try {
        const found = await engine.call('projections.points', { project, projection })
        if (projection !== chosen.value) return
        points.value = { summary: found.summary, sides: found.sides, pca: floats(found.pca), umap: found.umap && floats(found.umap) }
        failure.value = null
      } catch (thrown) {
        if (projection === chosen.value) failure.value = thrown
      }
    },
    { immediate: true }
  )

  let asking = new AbortController()
  let coloured = false
  watch(
    () => [points.value?.summary.projection, by.value, a.value?.run, JSON.stringify(selection.value), store.revision.captions] as const,
    async ([projection, wanted, run]) => {
      asking.abort()
      if (projection === undefined) return
      const { signal } = (asking = new AbortController())
      try {
        const found = await engine.call('projections.colours', { project, projection, by: wanted, run: run ?? null, selection: selectsAll.value ? {} : selection.value }, { signal })
        if (signal.aborted) return
        // Many regions are all grey: where nobody has chosen yet, continents say more.
        if (wanted === 'region' && !coloured && (found.names?.length ?? 0) > 12) {
          coloured = true
          by.value = 'continent'
          return
        }
        coloured = true
        values.value = new Int32Array(found.values.slice().buffer)
        legend.value = legendOf(values.value, found.names, wanted === 'rank')
        selected.value = found.selected
        failure.value = null
      } catch (thrown) {
        if (!signal.aborted) failure.value = thrown
      }
    },
    { immediate: true }
  )

  async function make(options: Partial<ProjectionOptions> & { encoder: string }): Promise<boolean> {
    // What is being made is looked at as soon as its principal plane is there.
    chosen.value = ''
    return work.run(() => engine.call('projections.start', { project, options }))
  }

  async function remove(): Promise<void> {
    try {
      await engine.call('projections.remove', { project, projection: chosen.value })
      await read()
    } catch (thrown) {
      failure.value = thrown
    }
  }

  const describe = (index: number): Promise<PointFacts | null> => engine.call('projections.point', { project, projection: chosen.value, index, run: a.value?.run ?? null })
  const uids = async (): Promise<string[]> => (await engine.call('projections.uids', { project, projection: chosen.value })).uids

  return { list, failure, chosen, layout, shownLayout, by, points, shown, values, legend, selected, work, read, make, remove, describe, uids }
}

export type Projection = ReturnType<typeof useProjection>

/** Copies: bytes from the bridge need not be aligned. */
function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer)
}
