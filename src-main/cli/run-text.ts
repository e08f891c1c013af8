import type { RunSummary } from '#shared/domain/run.ts'
import { count, table } from './terminal.ts'

/** A run and its metrics, for a person. */
export function runText(run: RunSummary): string {
  return [
    `${run.run}  ${run.name}: ${count(run.queries)} queries against ${count(run.gallery)} satellite views`,
    table(['metric', 'value'], Object.entries(run.metrics).map(([name, value]) => [name, figure(name, value)]))
  ].join('\n')
}

/** Metres with unit, ranks as they are, fractions as percent. */
export function figure(name: string, value: number | null): string {
  if (value === null) return '–'
  if (name.endsWith('ErrorM')) return value < 10_000 ? `${value.toFixed(0)} m` : `${(value / 1000).toFixed(0)} km`
  if (name === 'medianRank') return String(value)
  return `${(value * 100).toFixed(2)} %`
}
