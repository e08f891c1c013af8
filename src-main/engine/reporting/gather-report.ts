import type { MethodInput, MethodOutput } from '#shared/contracts/index.ts'
import type { ReportOptions } from '#shared/contracts/report.ts'
import type { SliceBy } from '#shared/domain/analysis.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { ExampleFacts, GroupFacts, ReportFacts, SliceFacts, TableRow } from './report-facts.ts'

/** The questions of the screens that a report asks. */
export type ReportQuestion = 'analysis.table' | 'analysis.pairs' | 'analysis.slices' | 'analysis.distribution' | 'analysis.scatter' | 'analysis.queries' | 'projects.info' | 'engine.info'

/** Asks the engine as a screen does: the same method with the same input. */
export type AskEngine = <M extends ReportQuestion>(method: M, input: MethodInput<M>) => Promise<MethodOutput<M>>

const slicesBy: readonly SliceBy[] = ['continent', 'lvlm', 'length', 'verdict', 'region']
const examplesEach = 8

/** Asks for everything that a report shows. `step` is called before each question with how many are done of how many. */
export async function gatherReport(asking: { ask: AskEngine; project: string; options: ReportOptions; madeAt: number; step(done: number, total: number): void }): Promise<ReportFacts> {
  const { project, options, madeAt } = asking
  let asked = 0
  let total = options.runs.length * 8 + 3
  const ask: AskEngine = (method, input) => {
    asking.step(Math.min(asked++, total), total)
    return asking.ask(method, input)
  }
  const { selection, estimand, confidence, metric } = options
  const estimated = { project, selection, estimand, confidence }
  const info = await ask('projects.info', { project })
  const engine = await ask('engine.info', {})
  const table = await ask('analysis.table', { ...estimated, runs: [...options.runs] })
  const order = (row: TableRow): number => options.runs.indexOf(row.run.run)
  if (table.groups.every(({ rows }) => rows.every(({ sample }) => sample.queries === 0))) throw new PlanisphereError('NO_COMMON_QUERIES', 'No query of these runs is among those that are selected.', { hint: 'Widen the selection.' })
  // Groups stay in the engine's order: each says in what it differs from the first of them.
  const found = table.groups.map((group) => ({ ...group, rows: [...group.rows].sort((a, b) => order(a) - order(b)) }))
  total = 3 + found.length * (slicesBy.length + 5)
  const groups: GroupFacts[] = []
  for (const { rows, differs, warnings } of found) {
    const runs = rows.map(({ run }) => run.run)
    const [a, b] = runs
    if (a === undefined) continue
    const pairs = b === undefined ? null : await ask('analysis.pairs', { ...estimated, runs, metric }).then(({ pairs }) => pairs, whyNot)
    const slices: SliceFacts[] = []
    for (const by of slicesBy) slices.push(await slice(by, runs))
    const comparable = b !== undefined && typeof pairs !== 'string'
    groups.push({
      rows,
      metrics: table.metrics,
      differs,
      warnings,
      pairs,
      slices,
      errors: (await ask('analysis.distribution', { project, selection, runs, of: 'error' })).runs,
      ranks: (await ask('analysis.distribution', { project, selection, runs, of: 'rank' })).runs,
      examples: comparable ? await changed(a, b) : null,
      worst: comparable ? [] : (await ask('analysis.queries', { project, selection, run: a, order: 'worst', start: 0, count: examplesEach })).rows
    })
  }
  return {
    options,
    project: { name: info.name, places: info.places, views: info.views, captions: info.captions },
    madeAt,
    runs: options.runs.flatMap((id) => groups.flatMap(({ rows }) => rows.filter(({ run }) => run.run === id).map(({ run }) => run))),
    groups,
    versions: { planisphere: engine.version, node: engine.node, onnxruntime: engine.versions['onnxruntime-node'] ?? '–' }
  }

  async function slice(by: SliceBy, runs: readonly string[]): Promise<SliceFacts> {
    const whole = await ask('analysis.slices', { ...estimated, runs: [...runs], metric, by })
    if (runs.length <= 2) return { by, rows: whole.rows, overlapping: whole.overlapping }
    // Differences are of two runs: the first two, tested as the screen tests them.
    const compared = await ask('analysis.slices', { ...estimated, runs: runs.slice(0, 2), metric, by }).catch(() => null)
    const tested = new Map(compared?.rows.map((row) => [row.key, row]))
    return { by, overlapping: whole.overlapping, rows: whole.rows.map((row) => ({ ...row, difference: tested.get(row.key)?.difference ?? null, p: tested.get(row.key)?.p ?? null, holm: tested.get(row.key)?.holm ?? null })) }
  }

  async function changed(a: string, b: string): Promise<ExampleFacts> {
    const { wins, losses, ties, unpaired } = await ask('analysis.scatter', { project, selection, a, b, bins: 8, points: 0 })
    const list = async (order: 'won' | 'lost') => {
      const { rows } = await ask('analysis.queries', { project, selection, run: a, other: b, order, start: 0, count: examplesEach })
      return rows.filter(({ rank, otherRank }) => otherRank !== null && (order === 'won' ? rank < otherRank : rank > otherRank))
    }
    return { wins, losses, ties, unpaired, won: await list('won'), lost: await list('lost') }
  }
}

/** Why pairs cannot be compared, for the report to say; other failures fail the report. */
function whyNot(thrown: unknown): string {
  if (thrown instanceof PlanisphereError && thrown.code === 'NO_COMMON_QUERIES') return thrown.message
  throw thrown
}
