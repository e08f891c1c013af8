import type { Span } from './syntax-tree.ts'

/** What is wrong with a query; the page has words for each in every language, the engine in English. */
export const filterProblemCodes = [
  'too-long', 'too-deep', 'too-many', 'open-quote', 'open-paren', 'stray-paren', 'nothing-before', 'nothing-after', 'unknown-field', 'unknown-value', 'no-value',
  'not-a-number', 'not-a-date', 'not-a-box', 'not-near', 'no-argument', 'needs-argument', 'empty-argument', 'no-comparison', 'no-letters', 'backwards', 'no-annotator', 'no-run', 'unexpected'
] as const
export type FilterProblemCode = (typeof filterProblemCodes)[number]

/** A problem and where it stands: `start` and `end` count UTF-16 code units of the query. */
export interface FilterProblem extends Span {
  readonly code: FilterProblemCode
  /** What is wrong, in a sentence. */
  readonly message: string
  /** What to write instead. */
  readonly hint: string
  /** The word that the message speaks of, and the one that was probably meant. */
  readonly word?: string
  readonly meant?: string
}

/** The query with a caret under the first problem, for a terminal of fixed-width characters. */
export function pointAt(query: string, problem: Span, width = 76): string {
  const flat = query.replaceAll(/[\n\r\t]/g, ' ')
  const from = Math.max(0, Math.min(problem.start - Math.floor(width / 2), flat.length - width))
  const shown = flat.slice(from, from + width)
  const end = Math.min(Math.max(problem.end, problem.start + 1), from + width)
  return `${shown}\n${' '.repeat(columns(flat.slice(from, problem.start)))}${'^'.repeat(Math.max(1, columns(flat.slice(problem.start, end))))}`
}

/** How many columns of a terminal a text takes: two for wide characters (Unicode's East Asian Wide), none for marks. */
function columns(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue
    width += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(character) ? 2 : 1
  }
  return width
}
