import { RunSummary } from '#shared/domain/run.ts'
import { evaluateRunner } from '../../evaluation/evaluate-job.ts'
import { embedRunner } from '../../inference/embed-job.ts'
import type { JobContext } from '../../jobs/job-queue.ts'
import type { TrainCheckpoint } from './train-job.ts'

/** Where a comparison stands: the runs that are made, and the checkpoint of the one that is being made. */
export interface Comparison {
  readonly runs: readonly string[]
  readonly evaluation: unknown
}

type Context = JobContext<Record<string, unknown>, TrainCheckpoint>

/**
 * Embeds the project with the new encoder, and the other's missing rows, and evaluates both in the same way: every
 * caption of the test split (of all places, where there is none) against the split's tiles. Returns the ids of the runs,
 * the new encoder's first.
 */
export async function compareEncoders(context: Context, host: { readonly resources: string; readonly version: string }, name: string, other: string): Promise<string[]> {
  const { project } = context
  let state: Comparison = context.checkpoint?.comparison ?? { runs: [], evaluation: null }
  const keep = (next: Comparison): Promise<void> => {
    state = next
    return context.saveCheckpoint({ written: true, comparison: state })
  }
  const part = (what: string) => ({ ...context, progress: (progress: Parameters<Context['progress']>[0]) => context.progress({ ...progress, phase: `${what}: ${progress.phase.toLowerCase()}` }) })
  for (const encoder of [name, other]) {
    await embedRunner(host.resources).run({ ...part(`Embedding with ${encoder}`), params: { name: encoder, side: 'both' }, checkpoint: null, saveCheckpoint: () => Promise.resolve() })
  }
  const split = (await project.store.read('planetData.state', {})).places.test > 0 ? 'test' : null
  const where = split === null ? 'all places' : 'test split'
  const names = [`${name}, ${where}`, `${other}, ${where}, beside ${name}`]
  for (const [index, encoder] of [name, other].entries()) {
    if (state.runs.length > index) continue
    const params = { encoder, queries: 'captions', gallery: 'all', split, name: names[index] }
    const result = await evaluateRunner(host.version, host.resources).run({
      ...part(`Evaluating ${encoder}`),
      params,
      checkpoint: state.evaluation as never,
      saveCheckpoint: (evaluation) => keep({ ...state, evaluation })
    })
    await keep({ runs: [...state.runs, RunSummary.parse(result).run], evaluation: null })
  }
  return [...state.runs]
}
