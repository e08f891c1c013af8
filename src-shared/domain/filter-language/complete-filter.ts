import { fieldNames, fieldRule, knownValues, type FieldName } from './fields.ts'
import { quoteValue } from './format-filter.ts'
import { parseFilter } from './parse-filter.ts'
import type { Span } from './syntax-tree.ts'

/** What may be written at a place of a query. `prefix`: what stands there already, up to the caret. */
export type CompletionContext =
  | ({ readonly kind: 'field'; readonly prefix: string } & Span)
  | ({ readonly kind: 'value' | 'argument'; readonly field: FieldName; readonly prefix: string } & Span)

/** A value that a project knows, with a few words about it (a country, a count). */
export interface KnownValue {
  readonly value: string
  readonly detail?: string
}

/** Replace the query from `start` to `end` by `insert`. */
export interface Suggestion extends Span {
  readonly insert: string
  readonly label: string
  readonly detail: string
}

/** What values of a field (or of its parentheses) a project knows; nothing while they are being read. */
export type KnownValues = (field: FieldName, part: 'value' | 'argument') => readonly KnownValue[]

/** What the caret stands in or behind; null inside words of a quotation that no field asks for. */
export function completionContext(text: string, caret: number): CompletionContext | null {
  const { marks } = parseFilter(text)
  const mark = marks.findLast(({ start, end }) => start < caret && caret <= end)
  if (mark === undefined) {
    // `region: |` still waits for its value.
    const before = marks.findLast(({ end }) => end <= caret)
    if (before?.kind === 'operator' && before.field !== undefined && text.slice(before.end, caret).trim() === '') return { kind: 'value', field: before.field, prefix: '', start: caret, end: caret }
    return { kind: 'field', prefix: '', start: caret, end: caret }
  }
  const { start, end, field } = mark
  const prefix = text.slice(start, caret)
  switch (mark.kind) {
    case 'value':
      return field === undefined ? null : { kind: 'value', field, prefix, start, end }
    case 'string':
      return field === undefined ? null : { kind: 'value', field, prefix: prefix.replace(/^"/, '').replace(/"$/, ''), start, end }
    case 'operator':
      return field === undefined ? null : { kind: 'value', field, prefix: '', start: caret, end: caret }
    case 'argument':
      return field === undefined ? null : { kind: 'argument', field, prefix: prefix.replace(/^"/, ''), start, end }
    case 'paren':
      return field !== undefined && text[caret - 1] === '(' ? { kind: 'argument', field, prefix: '', start: caret, end: caret } : { kind: 'field', prefix: '', start: caret, end: caret }
    case 'field':
    case 'word':
      return { kind: 'field', prefix, start, end }
    case 'keyword':
      return text[start] === '-' ? { kind: 'field', prefix: '', start: caret, end: caret } : { kind: 'field', prefix, start, end }
  }
}

const keywords = [
  ['or', 'either of the two'],
  ['not', 'the opposite of what follows'],
  ['and', 'both of the two, as a space does']
] as const

/** What could be written at the caret, best first, at most `limit`. */
export function completeFilter(text: string, caret: number, known: KnownValues, limit = 12): Suggestion[] {
  const context = completionContext(text, caret)
  if (context === null) return []
  const { start, end, prefix } = context
  if (context.kind === 'field') {
    const fields = fieldNames.map((name) => ({ insert: `${name}${opening(name)}`, label: name, detail: fieldRule(name).example }))
    const words = prefix === '' ? [] : keywords.map(([word, detail]) => ({ insert: `${word} `, label: word, detail }))
    // A word of the text must not open a list because some field happens to hold it.
    const offered = best([...fields, ...words].filter(({ label }) => label.startsWith(prefix.toLowerCase())), prefix, limit)
    const byAlias = fields.filter(({ label }) => prefix !== '' && fieldRule(label).aliases?.some((alias) => alias.startsWith(prefix.toLowerCase())))
    return [...offered, ...byAlias.filter((entry) => !offered.some(({ label }) => label === entry.label))]
      .filter(({ insert }) => text.slice(start, end) !== insert)
      .map((entry) => ({ ...entry, start, end: context.end }))
  }
  const rule = fieldRule(context.field)
  const values =
    context.kind === 'argument'
      ? unique([...(rule.argument?.kind === 'annotator' ? [{ value: 'me' }] : []), ...(rule.argument?.choices ?? []).map((value) => ({ value })), ...known(context.field, 'argument')])
      : unique([...(rule.me === true ? [{ value: 'me' }] : []), ...knownValues(context.field).map((value) => ({ value })), ...known(context.field, 'value')])
  const closed = text[end] === ')'
  return best(values.map(({ value, detail }) => ({ label: value, detail: detail ?? '', insert: quoteValue(value) })), prefix, limit).map((entry) => ({
    ...entry,
    insert: context.kind === 'argument' ? `${entry.insert}${closed ? '' : ')'}` : entry.insert,
    start,
    end
  }))
}

/** What follows a field's name. */
function opening(field: FieldName): string {
  const rule = fieldRule(field)
  if (rule.argument?.required === true) return '('
  return rule.kind === 'number' || field === 'reviewed' ? '' : ':'
}

function unique(values: readonly KnownValue[]): KnownValue[] {
  const seen = new Set<string>()
  return values.filter(({ value }) => !seen.has(value) && seen.add(value))
}

/** Those that begin with the prefix, then those with a later word that does, then those that have it anywhere. */
function best<T extends { readonly label: string }>(entries: readonly T[], prefix: string, limit: number): T[] {
  const wanted = prefix.toLowerCase()
  const place = ({ label }: T): number => {
    const at = label.toLowerCase().indexOf(wanted)
    if (at <= 0) return at
    return /[\s_-]/.test(label[at - 1] ?? '') ? 1 : 2
  }
  return entries
    .map((entry, index) => ({ entry, index, place: place(entry) }))
    .filter((one) => one.place >= 0)
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .slice(0, limit)
    .map(({ entry }) => entry)
}
