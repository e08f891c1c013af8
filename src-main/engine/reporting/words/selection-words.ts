import type { QuerySelection } from '#shared/domain/query-selection.ts'
import type { FigureText } from '../figure-text.ts'
import type { Words } from './words.ts'

/** Which queries a selection takes, in words; empty for all. `nameOf`: how a run is called in the report. */
export function selectionWords(selection: QuerySelection, words: Words, text: FigureText, nameOf: (run: string) => string): string {
  const said = words.selection
  return [
    ...(selection.where ? [said.where(selection.where)] : []),
    ...(selection.ranks ?? []).map(({ run, from, to }) => said.ranks(nameOf(run), text.number(from), to === null ? null : text.number(to))),
    ...(selection.errors ?? []).map(({ run, from, to }) => said.errors(nameOf(run), text.distance(from), to === null ? null : text.distance(to))),
    ...(selection.outcome ? [said.outcome[selection.outcome.is](nameOf(selection.outcome.a), nameOf(selection.outcome.b))] : []),
    ...(selection.within ? [said.within(selection.within.length)] : []),
    ...(selection.projected ? [said.projected] : [])
  ].join(words.lead.join)
}
