import { onActivated, onBeforeUnmount, onDeactivated, shallowRef, watch, type Ref } from 'vue'
import type { Job } from '#shared/domain/job.ts'
import type { TrainingPoint } from '#shared/domain/planet.ts'
import { engine } from '../../../platform/index.ts'

/** A running curve is asked for its newest points at this pace. */
const paceMs = 1000

/** The points of a training job's curves, followed while it runs. */
export function useCurve(project: string, job: Ref<Job | undefined>) {
  const points = shallowRef<readonly TrainingPoint[]>([])
  const steps = shallowRef(0)
  const failure = shallowRef<unknown>(null)
  const loaded = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let generation = 0
  let shown = true

  async function read(): Promise<void> {
    clearTimeout(timer)
    const id = job.value?.id
    if (id === undefined || !shown) return
    const mine = generation
    try {
      const found = await engine.call('planet.curve', { project, job: id, after: points.value.length })
      if (mine !== generation) return
      steps.value = found.steps
      if (found.points.length > 0) points.value = [...points.value, ...found.points]
      failure.value = null
      loaded.value = true
    } catch (thrown) {
      if (mine !== generation) return
      failure.value = thrown
      loaded.value = true
    }
    if (job.value?.state === 'running' || job.value?.state === 'queued') timer = setTimeout(() => void read(), paceMs)
  }

  function begin(): void {
    generation++
    points.value = []
    steps.value = 0
    loaded.value = false
    failure.value = null
    void read()
  }

  watch(() => job.value?.id, begin, { immediate: true })
  // A job that goes on after a restart may take back points after its checkpoint.
  watch(() => job.value?.state, (now, before) => (now === 'running' && before !== 'running' && before !== 'queued' ? begin() : void read()))
  onActivated(() => {
    if (shown) return
    shown = true
    void read()
  })
  onDeactivated(() => (shown = false))
  onBeforeUnmount(() => {
    shown = false
    generation++
    clearTimeout(timer)
  })
  return { points, steps, failure, loaded, read }
}
