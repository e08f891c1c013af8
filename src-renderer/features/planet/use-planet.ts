import { computed, onActivated, onBeforeUnmount, onDeactivated, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { EncoderInfo } from '#shared/domain/encoder.ts'
import type { Job, JobKind } from '#shared/domain/job.ts'
import { engine, useJobs, useProject } from '../../platform/index.ts'

export type PlanetState = MethodOutput<'planet.state'>

const kinds = new Set<JobKind>(['mine', 'train', 'ablate', 'score'])
const open = new Set<Job['state']>(['queued', 'running', 'paused', 'interrupted'])
/** While a job runs, what the project has is read again at most once in so many milliseconds. */
const restMs = 1000

export const isOpen = (job: Job | undefined): boolean => job !== undefined && open.has(job.state)

/** Where the project stands with PLANET, its encoders, and the jobs that mine, train, ablate and score. */
export function usePlanet(project: string) {
  const store = useProject()
  const jobs = useJobs()
  const state = shallowRef<PlanetState | null>(null)
  const encoders = shallowRef<readonly EncoderInfo[]>([])
  const failure = shallowRef<unknown>(null)
  /** What could not be started, by the kind of job. */
  const refused = shallowRef<Readonly<Partial<Record<JobKind, unknown>>>>({})
  const starting = ref<JobKind | null>(null)
  let reading: Promise<void> | null = null
  let again = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = true

  function refresh(): Promise<void> {
    if (reading !== null) {
      again = true
      return reading
    }
    reading = read().finally(() => {
      reading = null
      if (again) later()
      again = false
    })
    return reading
  }

  async function read(): Promise<void> {
    try {
      const [found, list] = await Promise.all([engine.call('planet.state', { project }), engine.call('encoders.list', { project })])
      state.value = found
      encoders.value = list
      failure.value = null
    } catch (thrown) {
      failure.value = thrown
    }
  }

  function later(): void {
    if (!shown || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void refresh()
    }, restMs)
  }

  const list = computed(() => jobs.list.filter(({ kind }) => kinds.has(kind)))
  /** The newest job of a kind that is not cancelled. */
  const newest = (kind: JobKind): Job | undefined => list.value.find((job) => job.kind === kind && job.state !== 'cancelled')
  const newestOf = (kind: JobKind) => computed(() => newest(kind))
  const latest = { mine: newestOf('mine'), train: newestOf('train'), ablate: newestOf('ablate'), score: newestOf('score') }

  watch([() => store.revision.encoders, () => store.revision.views, () => store.revision.places], () => void refresh(), { immediate: true })
  watch([() => store.revision.captions, () => list.value.map(({ id, state: now, progress }) => `${id} ${now} ${progress?.phase ?? ''} ${progress?.done ?? ''}`).join()], later)
  onActivated(() => {
    if (shown) return
    shown = true
    later()
  })
  onDeactivated(() => (shown = false))
  onBeforeUnmount(() => {
    shown = false
    clearTimeout(timer)
  })

  /** Starts a job; returns its id, or null where it was refused: `refused` says why. */
  async function start(kind: JobKind, begin: () => Promise<{ job: string }>): Promise<string | null> {
    refused.value = { ...refused.value, [kind]: undefined }
    starting.value = kind
    try {
      const { job } = await begin()
      await jobs.refresh()
      return job
    } catch (thrown) {
      refused.value = { ...refused.value, [kind]: thrown }
      return null
    } finally {
      starting.value = null
    }
  }

  return { state, encoders, failure, refused, starting, list, latest, refresh, start }
}

export type Planet = ReturnType<typeof usePlanet>
