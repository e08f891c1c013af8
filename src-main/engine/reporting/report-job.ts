import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ReportOptions, ReportResult } from '#shared/contracts/report.ts'
import type { JobRunner } from '../jobs/job-queue.ts'
import { CallThread } from '../threads/call-thread.ts'
import { gatherReport, type AskEngine } from './gather-report.ts'
import { checkTarget, writeReport } from './report-folder.ts'
import type { ReportFacts } from './report-facts.ts'
import type { MadeReport } from './report-worker.ts'
import { wordsOf } from './words/words.ts'

export interface ReportParams extends Record<string, unknown> {
  readonly options: ReportOptions
  readonly out: string
  readonly replace: boolean
}

/** The report job: asks the engine what the screens ask, draws and writes in a thread. Stopped, it leaves nothing behind. */
export function reportRunner(asker: (signal: AbortSignal) => AskEngine): JobRunner<ReportParams, null> {
  return {
    kind: 'report',
    onlyReads: () => true,
    beside: true,
    title: ({ options, out }) => `Report ${options.title || basename(out)}`,
    async run({ id, project, params, signal, progress }) {
      const { options, out, replace } = params
      await checkTarget(out, replace)
      const facts = await gatherReport({
        ask: asker(signal),
        project: project.handle,
        options,
        madeAt: Date.now(),
        step(done, total) {
          signal.throwIfAborted()
          progress({ phase: 'Counting', done, total })
        }
      })
      progress({ phase: 'Drawing', done: 0, total: null })
      const thread = new CallThread<ReportFacts>({ start: () => new Worker(new URL('./report-worker.ts', import.meta.url)), end: (worker) => worker.terminate(), doing: 'The report', hint: 'Make it again.' })
      let made: MadeReport
      try {
        made = (await thread.call(facts, { signal })) as MadeReport
      } finally {
        await thread.close()
      }
      progress({ phase: 'Writing', done: 0, total: null })
      const written = await writeReport(out, made, { replace, job: id, signal })
      const notes = made.missing.length === 0 ? [] : [wordsOf(options.language).notes.missing(made.missing.length, made.missing.slice(0, 12).join(' '))]
      return { ...written, pages: made.pages, groups: facts.groups.length, notes } satisfies ReportResult
    }
  }
}
