import { computed, ref, shallowRef, watch } from 'vue'
import type { EncoderCheck, EncoderInfo } from '#shared/domain/encoder.ts'
import type { Job } from '#shared/domain/job.ts'
import type { EncoderSide } from '#shared/domain/vocabulary.ts'
import { engine, useJobs, useProject } from '../../platform/index.ts'

/** The project's encoders, their checks and the jobs that embed with them. */
export function useEncoders(project: string) {
  const store = useProject()
  const jobs = useJobs()
  const list = shallowRef<readonly EncoderInfo[] | null>(null)
  const failure = shallowRef<unknown>(null)
  const checks = shallowRef<Readonly<Record<string, EncoderCheck>>>({})
  const checking = ref<string | null>(null)
  /** Something that went wrong with one encoder, shown in its card. */
  const problems = shallowRef<Readonly<Record<string, unknown>>>({})

  async function refresh(): Promise<void> {
    try {
      list.value = await engine.call('encoders.list', { project })
      failure.value = null
    } catch (thrown) {
      failure.value = thrown
    }
  }
  watch([() => store.revision.encoders, () => store.revision.captions, () => store.revision.views], refresh, { immediate: true })
  // Counts of what is embedded grow while a job runs.
  const running = computed(() => jobs.active.filter(({ kind }) => kind === 'embed').map(({ progress }) => Math.floor((progress?.done ?? 0) / 500)).join())
  watch(running, refresh)

  async function attempt<T>(name: string, act: () => Promise<T>): Promise<T | undefined> {
    problems.value = { ...problems.value, [name]: undefined }
    try {
      return await act()
    } catch (thrown) {
      problems.value = { ...problems.value, [name]: thrown }
      return undefined
    }
  }

  async function check(name: string): Promise<void> {
    checking.value = name
    const report = await attempt(name, () => engine.call('encoders.check', { project, name }))
    if (report !== undefined) checks.value = { ...checks.value, [name]: report }
    checking.value = null
  }

  async function embed(name: string, side: EncoderSide | 'both', provider: string): Promise<void> {
    await attempt(name, () => engine.call('encoders.embed', { project, name, side, ...(provider === 'auto' ? {} : { provider }) }))
    await jobs.refresh()
  }

  async function remove(name: string): Promise<void> {
    await attempt(name, () => engine.call('encoders.remove', { project, name }))
    await refresh()
  }

  /** The newest embed job of an encoder, if it is still of interest. */
  function jobOf(name: string): Job | undefined {
    return jobs.list.find((job) => job.kind === 'embed' && (job.params['name'] === name || job.params['encoder'] === name))
  }

  return { list, failure, checks, checking, problems, refresh, check, embed, remove, jobOf }
}
