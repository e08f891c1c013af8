import { computed, ref, shallowRef } from 'vue'
import { ReportResult, type ReportLanguage } from '#shared/contracts/report.ts'
import { desktop, engine, useJobs } from '../../../platform/index.ts'
import type { Comparison } from '../use-comparison.ts'

/** Runs that one report holds at most. */
export const mostRuns = 12

/** A report of what Compare shows: asked for, made as a job, and where it lies. */
export function useReport(comparison: Comparison, language: ReportLanguage) {
  const jobs = useJobs()
  const title = ref('')
  const tongue = ref<ReportLanguage>(language)
  const failure = shallowRef<unknown>(null)
  const started = ref<string | null>(null)
  const made = shallowRef<ReportResult | null>(null)
  /** A folder that holds a report, while it is asked whether that may go. */
  const holding = ref<string | null>(null)
  const job = computed(() => (started.value === null ? undefined : jobs.byId(started.value)))
  const running = computed(() => job.value !== undefined && !['done', 'failed', 'cancelled', 'interrupted'].includes(job.value.state))
  /** The chosen runs; without a choice all of them, the newest first. */
  const runs = computed(() => (comparison.chosenRuns.value.length > 0 ? comparison.chosenRuns.value : (comparison.runs.value ?? [])).slice(0, mostRuns))

  /** Asks for a folder, and begins where nothing is lost by it. */
  async function choose(): Promise<void> {
    failure.value = null
    holding.value = null
    try {
      const chosen = await desktop.dialogs.exportTarget('report', 'folder')
      if (chosen === null) return
      const { out, state } = await engine.call('report.target', { out: chosen, name: 'report' })
      if (state === 'report') holding.value = out
      else await make(out, false)
    } catch (thrown) {
      failure.value = thrown
    }
  }

  /** Replaces the report that was asked about. */
  async function replace(): Promise<void> {
    const out = holding.value
    holding.value = null
    if (out !== null) await make(out, true)
  }

  async function make(out: string, replace: boolean): Promise<void> {
    failure.value = null
    made.value = null
    try {
      const { project, metric, selection, estimand, confidence } = comparison
      const options = { runs: runs.value.map(({ run }) => run), title: title.value, language: tongue.value, metric: metric.value, selection: selection.value, estimand: estimand.value, confidence: confidence.value }
      const answer = await engine.call('report.make', { project, options, out, replace })
      started.value = answer.job
      await jobs.refresh()
      const { state, result } = await jobs.ending(answer.job)
      if (state === 'done') made.value = ReportResult.parse(result)
    } catch (thrown) {
      failure.value = thrown
    }
  }

  return { title, tongue, runs, failure, job, running, made, holding, choose, replace }
}
