import type { QuerySelection } from '#shared/domain/query-selection.ts'

/** One part of a selection as it is shown: its own text, or a message with values. */
export interface SelectionPart {
  readonly key: keyof QuerySelection
  readonly text?: string
  readonly message?: string
  readonly values?: Record<string, string | number>
}

export function selectionParts(selection: QuerySelection, nameOf: (run: string) => string): SelectionPart[] {
  const parts: SelectionPart[] = []
  if (selection.where) parts.push({ key: 'where', text: selection.where })
  for (const { run, from, to } of selection.ranks ?? []) {
    parts.push({ key: 'ranks', message: to === null ? 'compare.selection.ranksFrom' : 'compare.selection.ranks', values: { run: nameOf(run), from, to: to ?? '' } })
  }
  for (const { run, from, to } of selection.errors ?? []) {
    parts.push({ key: 'errors', message: to === null ? 'compare.selection.errorsFrom' : 'compare.selection.errors', values: { run: nameOf(run), from, to: to ?? '' } })
  }
  if (selection.outcome) parts.push({ key: 'outcome', message: `compare.selection.${selection.outcome.is}`, values: { a: nameOf(selection.outcome.a), b: nameOf(selection.outcome.b) } })
  if (selection.within) parts.push({ key: 'within', message: 'compare.selection.within' })
  if (selection.projected) parts.push({ key: 'projected', message: 'compare.selection.projected' })
  return parts
}
