import { computed, ref, shallowRef } from 'vue'
import type { Job } from '#shared/domain/job.ts'
import { useJobs } from '../../platform/index.ts'

/** One job that a panel starts and follows to its end. */
export function usePackageJob() {
  const jobs = useJobs()
  const id = ref<string | null>(null)
  const starting = ref(false)
  const failure = shallowRef<unknown>(null)
  const job = computed(() => (id.value === null ? null : (jobs.byId(id.value) ?? null)))
  const running = computed(() => starting.value || job.value?.state === 'running' || job.value?.state === 'queued')

  /** Resolves with the job's result, or null where it did not come to its end: `failure` says why. */
  async function run(begin: () => Promise<{ job: string }>): Promise<Job['result']> {
    failure.value = null
    starting.value = true
    try {
      const started = await begin()
      await jobs.refresh()
      id.value = started.job
      starting.value = false
      const ended = await jobs.ending(started.job)
      if (ended.error) failure.value = ended.error
      return ended.state === 'done' ? ended.result : null
    } catch (thrown) {
      failure.value = thrown
      return null
    } finally {
      starting.value = false
    }
  }

  async function cancel(): Promise<void> {
    if (id.value !== null) await jobs.act('cancel', id.value)
  }

  return { job, running, failure, run, cancel }
}

export type PackageJob = ReturnType<typeof usePackageJob>
