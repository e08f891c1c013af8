import type { Protocol, QueryResult, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { exportRun } from '../evaluation/export-run.ts'
import { repeatableRun } from '../evaluation/repeat-run.ts'
import { compareRuns } from '../evaluation/compare-runs.ts'
import { sliceRun } from '../evaluation/slice-run.ts'
import { readDocuments } from '../retrieval/ranked-document.ts'
import { rankedDocument } from '../retrieval/ranked-view.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { StoredRanking } from '../store/repositories/runs.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'
import { queryResults } from './query-results.ts'

type RunMethods = 'runs.evaluate' | 'runs.again' | 'runs.rename' | 'runs.list' | 'runs.get' | 'runs.queries' | 'runs.ranking' | 'runs.slice' | 'runs.compare' | 'runs.export'

/** Kept runs: made, listed, looked into, compared, exchanged. */
export function runsHandlers(engine: EngineContext): Pick<Handlers, RunMethods> {
  return {
    async 'runs.evaluate'({ project, options }) {
      const job = await engine.jobs.start(engine.project(project), 'evaluate', options)
      return { job: job.id }
    },

    async 'runs.again'({ project: handle, run }) {
      const project = engine.project(handle)
      // Asked before the job, so that what cannot be repeated is an answer and not a failed job.
      await repeatableRun(project, run)
      const job = await engine.jobs.start(project, 'verify', { run })
      return { job: job.id }
    },

    async 'runs.rename'({ project: handle, run, name }) {
      const project = engine.project(handle)
      await findRun(project, run)
      await project.store.write('runs.rename', { run, name }, { priority: 'person' })
      engine.emit({ type: 'changed', project: handle, what: ['runs'] })
      return findRun(project, run)
    },

    'runs.list': ({ project }) => engine.project(project).store.read('runs.list', {}),

    'runs.get': ({ project, run }) => findRun(engine.project(project), run),

    async 'runs.queries'({ project: handle, run, order, start, count }) {
      const project = engine.project(handle)
      const { protocol } = await findRun(project, run)
      const window = await project.store.read('runs.window', { run, order, start, count })
      return { total: window?.total ?? 0, rows: await queryResults(project, protocol, window?.rows ?? []) }
    },

    async 'runs.ranking'({ project: handle, run, query, k }) {
      const project = engine.project(handle)
      const { protocol } = await findRun(project, run)
      const ranking = await project.store.read('runs.ranking', { run, query })
      const [result] = ranking ? await queryResults(project, protocol, [{ ...ranking, answerView: ranking.topViews[0] ?? 0 }]) : []
      if (!ranking || !result) {
        throw new PlanisphereError('NOT_FOUND', `The run ${run} has no ranking for query ${query}.`, { hint: 'It may have been left out, or removed from the project since.' })
      }
      return { query: result, ...(await rankedDocuments(project, protocol, ranking, result, k)) }
    },

    async 'runs.slice'({ project: handle, run, where, me }, call) {
      const project = engine.project(handle)
      return sliceRun(project, await findRun(project, run), { query: where, me }, call.signal)
    },

    async 'runs.compare'({ project, runs }) {
      return compareRuns(await Promise.all(runs.map((run) => findRun(engine.project(project), run))))
    },

    async 'runs.export'({ project: handle, run, format, out, depth }, call) {
      const project = engine.project(handle)
      return exportRun(project, await findRun(project, run), { format, out, depth }, engine.resources, call.signal)
    }
  }
}

async function findRun(project: OpenProject, run: string): Promise<RunSummary> {
  const found = await project.store.read('runs.get', { run })
  if (found) return found
  throw new PlanisphereError('NOT_FOUND', `The project has no run ${run}.`, { hint: 'List the runs to see what there is.' })
}

async function rankedDocuments(project: OpenProject, protocol: Protocol, ranking: StoredRanking, query: QueryResult, k: number) {
  const shown = ranking.topViews.subarray(0, k)
  // An imported run's qrels may name documents that the project never had.
  const best = Math.max(0, ranking.positiveViews.findIndex((view) => view > 0))
  const rows = await readDocuments(project, protocol, Int32Array.of(...shown, ranking.positiveViews[best] ?? 0))
  const positives = new Set(ranking.positiveViews)
  const results = Array.from(shown, (view, i) => rankedDocument(rows[i] ?? null, { rank: i + 1, score: ranking.topScores[i] ?? 0, truth: positives.has(view) }, query)).filter((row) => row !== null)
  const truth = rankedDocument(rows.at(-1) ?? null, { rank: ranking.positiveRanks[best] || ranking.bestRank, score: ranking.positiveScores[best] ?? 0, truth: true }, query)
  if (!truth) throw new PlanisphereError('NOT_FOUND', `The answer that is right for ${query.queryUid} was removed from the project since this run.`)
  return { results, truth }
}
