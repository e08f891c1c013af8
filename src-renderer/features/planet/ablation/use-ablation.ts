import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import type { AblationReport } from '#shared/domain/planet.ts'
import type { Job } from '#shared/domain/job.ts'
import { engine, useJobs } from '../../../platform/index.ts'

/** While it runs the report is read again at most once in so many milliseconds. */
const paceMs = 2000

/** The report of an ablation, followed while it runs. */
export function useAblation(project: string, id: Ref<string | null>) {
  const jobs = useJobs()
  const report = shallowRef<AblationReport | null>(null)
  const failure = shallowRef<unknown>(null)
  const loaded = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let generation = 0
  const job = (): Job | undefined => (id.value === null ? undefined : jobs.byId(id.value))

  async function read(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const of = id.value
    if (of === null) return
    const mine = ++generation
    try {
      const found = await engine.call('planet.ablation', { project, job: of })
      if (mine !== generation) return
      report.value = found
      failure.value = null
    } catch (thrown) {
      if (mine !== generation) return
      failure.value = thrown
    }
    loaded.value = true
  }

  watch(id, () => {
    report.value = null
    failure.value = null
    loaded.value = false
    void read()
  }, { immediate: true })
  watch(() => [job()?.state, job()?.progress?.done, job()?.progress?.phase], ([state], [before]) => {
    if (state !== before) void read()
    else timer ??= setTimeout(() => void read(), paceMs)
  })
  onBeforeUnmount(() => {
    generation++
    clearTimeout(timer)
  })
  return { report, failure, loaded, read }
}
