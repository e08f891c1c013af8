import { computed, ref, shallowRef } from 'vue'
import type { Job } from '#shared/domain/job.ts'
import { useJobs } from '../../platform/index.ts'

/** The job of a kind that belongs to a view: one that it started, or found running; its progress, its failure, a way to stop it. */
export function useTabJob(belongs: (job: Job) => boolean) {
  const jobs = useJobs()
  const starting = ref(false)
  const failure = shallowRef<unknown>(null)
  const job = computed(() => jobs.active.find(belongs) ?? null)
  const running = computed(() => starting.value || job.value !== null)

  /** Whether it came to its end; `failure` says why not. */
  async function run(begin: () => Promise<{ job: string }>): Promise<boolean> {
    failure.value = null
    starting.value = true
    try {
      const started = await begin()
      await jobs.refresh()
      const ending = jobs.ending(started.job)
      starting.value = false
      const ended = await ending
      if (ended.error) failure.value = ended.error
      return ended.state === 'done'
    } catch (thrown) {
      failure.value = thrown
      return false
    } finally {
      starting.value = false
    }
  }

  async function cancel(): Promise<void> {
    if (job.value !== null) await jobs.act('cancel', job.value.id)
  }

  return { job, running, failure, run, cancel }
}

export type TabJob = ReturnType<typeof useTabJob>
