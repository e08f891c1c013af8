import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Analyst } from '../evaluation/analysis/analyst.ts'
import { wordEffects } from '../evaluation/word-effects.ts'
import { TokenizerThread } from '../inference/tokenizer-thread.ts'
import type { WarmSearch } from '../retrieval/warm-search.ts'
import type { OpenProject } from '../store/open-project.ts'
import { findRuns } from './analysis-service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'
import { queryResults } from './query-results.ts'

type WinsMethods = 'analysis.scatter' | 'analysis.queries' | 'analysis.words'

/** Where one run wins and loses against another, down to the words of one query. */
export function analysisWinsHandlers(engine: EngineContext, analyst: Analyst, search: WarmSearch): Pick<Handlers, WinsMethods> {
  const tokenizers = new TokenizerThread()

  return {
    async 'analysis.scatter'({ project: handle, selection, a, b, window, bins, points }, { signal }) {
      const project = engine.project(handle)
      checkWindow(window)
      return analyst.ask(project, 'scatter', { runs: await findRuns(project, [a, b]), selection, args: { window: window ?? null, bins, points } }, signal)
    },

    async 'analysis.queries'({ project: handle, selection, run, other, order, start, count, find }, { signal }) {
      const project = engine.project(handle)
      if (other === undefined && (order === 'won' || order === 'lost')) {
        throw new PlanisphereError('INVALID_INPUT', 'Which queries were won or lost is told of two runs.', { hint: 'Name the other run.' })
      }
      const runs = await findRuns(project, other === undefined ? [run] : [run, other])
      const list = await analyst.ask(project, 'queries', { runs, selection, args: { order, start, count, find: find ?? null } }, signal)
      const { protocol } = runs[0] as RunSummary
      const results = await queryResults(project, protocol, list.rows.map((row) => ({ query: row.query, place: row.place, bestRank: row.rank, errorM: row.errorM, answerView: row.answer })))
      const others = new Map(list.rows.map(({ query, otherRank, otherErrorM }) => [query, { otherRank, otherErrorM }]))
      return { total: list.total, at: list.at, rows: results.map((row) => ({ ...row, ...(others.get(row.query) ?? { otherRank: null, otherErrorM: null }) })) }
    },

    async 'analysis.words'({ project: handle, run, query, start, count }, { signal }) {
      const project: OpenProject = engine.project(handle)
      const [found] = await findRuns(project, [run])
      return wordEffects(project, found as RunSummary, { query, start, count }, { search, tokenizers, resources: engine.resources }, signal)
    }
  }
}

function checkWindow(window: readonly [number, number, number, number] | undefined): void {
  if (window === undefined) return
  const [fromA, toA, fromB, toB] = window
  if (window.every((rank) => Number.isInteger(rank) && rank >= 1) && fromA <= toA && fromB <= toB) return
  throw new PlanisphereError('INVALID_INPUT', `The window ${window.join(', ')} is none: its ranks are whole numbers from 1 on, the first at most the last.`)
}
