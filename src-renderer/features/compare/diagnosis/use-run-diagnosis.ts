import { shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { engine } from '../../../platform/index.ts'
import { useTabJob } from '../use-tab-job.ts'

export type KeptDiagnosis = NonNullable<MethodOutput<'diagnosis.get'>>

/** The kept diagnosis of a run, or the job that makes it. */
export function useRunDiagnosis(project: string, run: () => string) {
  const kept = shallowRef<KeptDiagnosis | null>(null)
  const read = shallowRef(false)
  const failure = shallowRef<unknown>(null)
  const work = useTabJob((job) => job.kind === 'diagnose' && job.params['run'] === run())

  async function load(): Promise<void> {
    const wanted = run()
    try {
      const found = await engine.call('diagnosis.get', { project, run: wanted })
      if (wanted !== run()) return
      kept.value = found
      failure.value = null
    } catch (thrown) {
      if (wanted !== run()) return
      failure.value = thrown
    }
    read.value = true
  }

  async function make(): Promise<void> {
    const wanted = run()
    if (await work.run(() => engine.call('diagnosis.start', { project, run: wanted }))) await load()
  }

  watch(run, () => {
    read.value = false
    kept.value = null
    void load()
  }, { immediate: true })
  // A job that was running when the view was opened has ended.
  watch(work.job, (now, before) => {
    if (now === null && before !== null) void load()
  })
  return { kept, read, failure, work, load, make }
}
