import { computed, ref, shallowRef, watch } from 'vue'
import { engine, useJobs } from '../../../platform/index.ts'

/** The job that scores captions against their tiles: the newest one while it is of interest, and how one is started. `scored` is told whenever one has ended well. */
export function useScoring(project: string, scored: () => void) {
  const jobs = useJobs()
  const failure = shallowRef<unknown>(null)
  const starting = ref(false)
  const newest = computed(() => jobs.list.find(({ kind, state }) => kind === 'score' && state !== 'cancelled'))
  const job = computed(() => (newest.value === undefined || newest.value.state === 'done' ? null : newest.value))

  /** `onlyStale`: what is new or edited, by the heads there are. */
  async function score(onlyStale = false): Promise<void> {
    failure.value = null
    starting.value = true
    try {
      await engine.call('planet.score', { project, options: { onlyStale } })
      await jobs.refresh()
    } catch (thrown) {
      failure.value = thrown
    } finally {
      starting.value = false
    }
  }

  watch(() => jobs.list.find(({ kind, state }) => kind === 'score' && state === 'done')?.id, (now, before) => {
    if (now !== undefined && now !== before) scored()
  })
  return { job, starting, failure, score }
}
