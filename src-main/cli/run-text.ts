import { kindName } from '#shared/domain/kind-names.ts'
import type { RunRepeat } from '#shared/domain/run-repeat.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { count, table } from './terminal.ts'

/** A run and its metrics, for a person; those that a preset's authors report stand first. */
export function runText(run: RunSummary, first: readonly string[] = []): string {
  const { galleryKind } = run.protocol
  const place = (metric: string): number => (first.includes(metric) ? first.indexOf(metric) : first.length)
  return [
    `${run.run}  ${run.name}: ${count(run.queries)} queries against ${count(run.gallery)} ${kindName(galleryKind, 'many')}`,
    table(['metric', 'value'], Object.entries(run.metrics).sort(([a], [b]) => place(a) - place(b)).map(([name, value]) => [name, figure(name, value)]))
  ].join('\n')
}

/** What evaluating a run again found, for a person. */
export function repeatText(found: RunRepeat): string {
  const { queries, metrics, sources } = found
  const parts = [
    [queries.ranksDiffer, 'with other ranks'],
    [queries.answersDiffer, 'with another first answer'],
    [queries.onlyKept, 'not ranked any more'],
    [queries.onlyNow, 'ranked only now']
  ] as const
  const moved = queries.largestMove > 0 ? [`The best positive moved by ${count(queries.largestMove)} places at most.`] : []
  const differing = found.same
    ? [`The same: ${count(queries.kept)} queries, every rank and metric.`]
    : [`Not the same, of ${count(queries.kept)} queries: ${parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`).join(', ')}.`, ...moved]
  const from = sources.map(({ what, kept, now }) => `${sourceNames[what]}: ${kept}, now ${now}`)
  const unknown = found.same || from.length > 0 ? [] : ['Data, encoder, provider and version are what they were: vectors were computed anew, or another machine computes differently.']
  const rows = metrics.map(({ metric, kept, now }) => [metric, figure(metric, kept), figure(metric, now)])
  return [`${found.run}  ${found.name}`, ...differing, ...from, ...unknown, ...(rows.length > 0 ? [table(['metric', 'kept', 'now'], rows)] : [])].join('\n')
}

const sourceNames: Record<RunRepeat['sources'][number]['what'], string> = {
  data: 'Data',
  encoder: 'Encoder files',
  provider: 'Provider',
  version: 'Planisphere',
  galleryMissing: 'Documents without a vector',
  queriesMissing: 'Queries without a vector',
  queriesWithoutTruth: 'Queries without a right answer',
  gallery: 'Documents ranked'
}

/** Metres with unit, ranks as they are, fractions as percent. */
export function figure(name: string, value: number | null): string {
  if (value === null) return '–'
  if (name.endsWith('ErrorM')) return value < 10_000 ? `${value.toFixed(0)} m` : `${(value / 1000).toFixed(0)} km`
  if (name === 'medianRank') return String(value)
  return `${(value * 100).toFixed(2)} %`
}
