import type { MethodOutput } from '#shared/contracts/index.ts'
import { tableMetrics } from '#shared/domain/metric.ts'
import type { QuerySelection } from '#shared/domain/query-selection.ts'
import { bindingFields, differingFields, protocolKey, type BindingField } from '#shared/domain/protocol-key.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Analyst } from '../evaluation/analysis/analyst.ts'
import { holm } from '../evaluation/statistics/holm.ts'
import { fewRegions } from '../evaluation/statistics/region-interval.ts'
import { findRuns } from './analysis-service.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type FigureMethods = 'analysis.table' | 'analysis.pairs' | 'analysis.slices' | 'analysis.power'
type Group = MethodOutput<'analysis.table'>['groups'][number]

/** Under this p, after Holm, a difference stands. */
const level = 0.05

/** Figures of runs beside each other, with intervals and tests. */
export function analysisFigureHandlers(engine: EngineContext, analyst: Analyst): Pick<Handlers, FigureMethods> {
  return {
    async 'analysis.table'({ project: handle, runs: ids, selection, metrics: wanted, estimand, confidence }, { signal }) {
      const project = engine.project(handle)
      const runs = await findRuns(project, [...new Set(ids)])
      const metrics = wanted ?? tableMetrics.filter((name) => runs.some((run) => typeof run.metrics[name] === 'number'))
      const grouped = groupsOf(runs)
      const groups: Group[] = []
      // Runs for captions and runs for views are different questions.
      for (const part of [grouped.filter(([run]) => run?.protocol.queries === 'captions'), grouped.filter(([run]) => run?.protocol.queries !== 'captions')]) {
        const asked = part.flat()
        if (asked.length === 0) continue
        const places = part.map((group) => group.map((run) => asked.indexOf(run)))
        const { rows, sameQueries } = await analyst.ask(project, 'runTable', { runs: asked, selection, args: { metrics, groups: places, estimand, confidence } }, signal)
        part.forEach((group, i) => {
          const own = group.flatMap((run) => {
            const figures = rows[asked.indexOf(run)]
            return figures === undefined ? [] : [{ run, ...figures }]
          })
          groups.push({ key: protocolKey((group[0] as RunSummary).protocol), rows: own, differs: [], warnings: warningsOf(own, sameQueries[i] === true) })
        })
      }
      groups.sort((a, b) => newest(b) - newest(a))
      const first = groups[0]?.rows[0]?.run
      return { metrics: [...metrics], groups: groups.map((group) => ({ ...group, differs: first === undefined ? [] : differences(group.rows[0]?.run ?? first, first) })) }
    },

    async 'analysis.pairs'({ project: handle, runs: ids, selection, metric, estimand, confidence }, { signal }) {
      const project = engine.project(handle)
      const runs = await findRuns(project, [...new Set(ids)])
      const found = await analyst.ask(project, 'runPairs', { runs, selection, args: { metric, estimand, confidence } }, signal)
      const names = runs.flatMap((a, i) => runs.slice(i + 1).map((b) => [a, b] as const))
      const pairs = names.flatMap(([a, b], i) => {
        const figures = found[i]
        return figures === null || figures === undefined ? [] : [{ a: a.run, b: b.run, ...figures }]
      })
      const [one, two] = names[0] ?? []
      if (pairs.length === 0 && one !== undefined && two !== undefined) {
        throw new PlanisphereError('NO_COMMON_QUERIES', `${one.name} and ${two.name} have no query in common among those that are selected.`, { hint: 'Choose runs over the same queries, or select all of them.' })
      }
      const adjusted = holmOf(pairs.map(({ test }) => test.signFlip))
      return { metric, pairs: pairs.map((pair, i) => ({ ...pair, holm: adjusted[i] ?? null, stands: (adjusted[i] ?? 1) < level })) }
    },

    async 'analysis.slices'({ project: handle, runs: ids, selection, metric, by, filters, me, estimand, confidence }, { signal }) {
      const project = engine.project(handle)
      const runs = await findRuns(project, [...new Set(ids)])
      const how = { metric, estimand, confidence }
      const rows =
        filters === undefined
          ? await analyst.ask(project, 'slices', { runs, selection, args: { ...how, by } }, signal)
          : await Promise.all(
              filters.map(async ({ label, where }, i) => {
                const [row] = await analyst.ask(project, 'slices', { runs, selection: narrowed(selection, where, me), args: { ...how, by: null } }, signal)
                return row === undefined ? [] : [{ ...row, key: `${i}`, label, where }]
              })
            ).then((found) => found.flat())
      const adjusted = holmOf(rows.map(({ p }) => p))
      return { metric, rows: rows.map((row, i) => ({ ...row, holm: adjusted[i] ?? null })), overlapping: filters !== undefined || by === 'cue' }
    },

    async 'analysis.power'({ project: handle, a, b, selection, metric, difference, power, alpha }, { signal }) {
      const project = engine.project(handle)
      return analyst.ask(project, 'power', { runs: await findRuns(project, [a, b]), selection, args: { metric, difference, power, alpha } }, signal)
    }
  }
}

/** Runs of one protocol together, in the order in which they were asked for. */
function groupsOf(runs: readonly RunSummary[]): RunSummary[][] {
  const groups = new Map<string, RunSummary[]>()
  for (const run of runs) {
    const key = protocolKey(run.protocol)
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()]
}

const newest = (group: Group): number => Math.max(...group.rows.map(({ run }) => run.createdAt))

function differences(here: RunSummary, there: RunSummary): Group['differs'] {
  const written = (value: Protocol[BindingField]): string => (value === null ? 'none' : typeof value === 'object' ? `weight ${value.weight}, first ${value.depth}` : String(value))
  return differingFields(here.protocol, there.protocol, bindingFields).map((field) => ({ field, here: written(here.protocol[field]), there: written(there.protocol[field]) }))
}

function warningsOf(rows: Group['rows'], sameQueries: boolean): string[] {
  const least = Math.min(...rows.map(({ sample }) => sample.regions))
  return [...(least < 2 ? ['no-regions'] : least < fewRegions ? ['few-regions'] : []), ...(sameQueries ? [] : ['different-queries'])]
}

/** Holm over the tests that there are; null stays null. */
function holmOf(p: readonly (number | null)[]): (number | null)[] {
  const known = p.flatMap((value, i) => (value === null ? [] : [{ value, i }]))
  const adjusted = holm(known.map(({ value }) => value))
  const out = p.map((): number | null => null)
  known.forEach(({ i }, k) => (out[i] = adjusted[k] ?? null))
  return out
}

function narrowed(selection: QuerySelection, where: string, me: string | undefined): QuerySelection {
  const joined = selection.where ? `(${selection.where}) (${where})` : where
  return { ...selection, where: joined, me: selection.me ?? me }
}
