import type { FieldName } from './fields.ts'

/** A stretch of the query, in UTF-16 code units; `end` excluded. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A name as it was written; `*` in it stands for any characters. */
export interface NameValue extends Span {
  readonly text: string
}

/** Words that stand next to each other in a text. `prefix`: the last may go on. */
export interface WordsValue {
  readonly text: string
  readonly prefix: boolean
}

/** An interval of numbers. Null: without end on that side. */
export interface NumberRange {
  readonly min: number | null
  readonly minOpen: boolean
  readonly max: number | null
  readonly maxOpen: boolean
}

/** A day, month or year; today or yesterday; or a time that lies so long back. */
export type DatePoint =
  | { readonly kind: 'day'; readonly year: number; readonly month: number | null; readonly day: number | null }
  | { readonly kind: 'named'; readonly name: 'today' | 'yesterday' }
  | { readonly kind: 'ago'; readonly count: number; readonly unit: 'h' | 'd' | 'w' | 'm' | 'y' }

export type DateTest =
  | { readonly compare: '=' | '<' | '<=' | '>' | '>='; readonly point: DatePoint }
  | { readonly compare: '..'; readonly from: DatePoint; readonly to: DatePoint }

export type Test =
  /** Has a value at all: `rank(demo)`, `verdict(Ana)`. */
  | { readonly kind: 'present' }
  | { readonly kind: 'words'; readonly values: readonly WordsValue[] }
  /** Any of the names, or of the choices. */
  | { readonly kind: 'names'; readonly values: readonly NameValue[] }
  | { readonly kind: 'numbers'; readonly ranges: readonly NumberRange[] }
  | { readonly kind: 'dates'; readonly tests: readonly DateTest[] }
  /** West, south, east, north in WGS 84 degrees; west may exceed east (antimeridian). */
  | { readonly kind: 'box'; readonly box: readonly [number, number, number, number] }
  | { readonly kind: 'near'; readonly lat: number; readonly lon: number; readonly radiusM: number }

export interface FilterTerm extends Span {
  readonly type: 'term'
  readonly field: FieldName
  readonly argument: NameValue | null
  readonly test: Test
}

/** What a query means. `and` without items: everything. */
export type FilterNode =
  | FilterTerm
  | { readonly type: 'and'; readonly items: readonly FilterNode[] }
  | { readonly type: 'or'; readonly items: readonly FilterNode[] }
  | { readonly type: 'not'; readonly item: FilterNode }

/** Joins nodes: what is joined the same way already becomes part, and one alone stays itself. */
export function joined(type: 'and' | 'or', nodes: readonly FilterNode[]): FilterNode {
  const items = nodes.flatMap((node) => (node.type === type ? node.items : [node]))
  const [only] = items
  return items.length === 1 && only !== undefined ? only : { type, items }
}

/** All terms of a tree, in the order of the query. */
export function termsOf(node: FilterNode): FilterTerm[] {
  if (node.type === 'term') return [node]
  if (node.type === 'not') return termsOf(node.item)
  return node.items.flatMap(termsOf)
}
