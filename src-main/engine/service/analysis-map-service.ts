import type { Analyst } from '../evaluation/analysis/analyst.ts'
import { findRuns } from './analysis-service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type MapMethods = 'analysis.distribution' | 'analysis.arcs' | 'analysis.density' | 'analysis.outlines'

/** Characters of a query's text that go with its arc: a line or two beside the pointer. */
const labelLength = 160

/** What the map of Compare shows of runs: where errors lie, how far they reach, how they are distributed. */
export function analysisMapHandlers(engine: EngineContext, analyst: Analyst): Pick<Handlers, MapMethods> {
  return {
    async 'analysis.distribution'({ project: handle, runs, selection, of, points }, { signal }) {
      const project = engine.project(handle)
      return analyst.ask(project, 'distribution', { runs: await findRuns(project, runs), selection, args: { of, points } }, signal)
    },

    async 'analysis.arcs'({ project: handle, run: id, selection, box, limit }, { signal }) {
      const project = engine.project(handle)
      const runs = await findRuns(project, [id])
      const answer = await analyst.ask(project, 'arcs', { runs, selection, args: { box, limit } }, signal)
      const of = runs[0]?.protocol.queries === 'captions' ? 'captions' : 'views'
      const labels = await project.store.read('runs.queryLabels', { of, queries: Int32Array.from(answer.arcs, ({ query }) => query) })
      return { total: answer.total, arcs: answer.arcs.map((arc, i) => ({ ...arc, queryUid: labels[i]?.queryUid ?? '', label: shortened(labels[i]?.label ?? '') })) }
    },

    async 'analysis.density'({ project: handle, run, selection, box, zoom, cell, failure }, { signal }) {
      const project = engine.project(handle)
      return analyst.ask(project, 'density', { runs: await findRuns(project, [run]), selection, args: { box, zoom, cell, failure } }, signal)
    },

    async 'analysis.outlines'({ project: handle, run }, { signal }) {
      const project = engine.project(handle)
      return analyst.ask(project, 'outlines', { runs: await findRuns(project, [run]), selection: {}, args: {} }, signal)
    }
  }
}

function shortened(text: string): string {
  return text.length <= labelLength ? text : `${text.slice(0, labelLength - 1).trimEnd()}…`
}
