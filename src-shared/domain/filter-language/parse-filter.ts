import { argumentOf, fieldOf, fieldRule, fieldWords, type FieldName } from './fields.ts'
import type { FilterProblem } from './filter-problem.ts'
import { nearestName } from './nearest-name.ts'
import { readTest } from './read-test.ts'
import { Scanner, type FilterMark } from './scanner.ts'
import { joined, type FilterNode, type FilterTerm, type NameValue, type Span } from './syntax-tree.ts'

export const maxQueryLength = 4000
const maxDepth = 40
const maxTerms = 200

/** A tree, or what is wrong. `marks` say what each stretch is, in both cases. */
export type ParsedFilter =
  | { readonly ast: FilterNode; readonly errors?: undefined; readonly marks: readonly FilterMark[] }
  | { readonly ast?: undefined; readonly errors: readonly [FilterProblem, ...FilterProblem[]]; readonly marks: readonly FilterMark[] }

/**
 * Reads a query of the filter language (docs/guide/filter-language.md). An empty one means everything. After a problem it
 * reads on, so that several are found at once; their positions count UTF-16 code units. Names of regions, annotators,
 * encoders and the like are not checked here: only a project knows them.
 */
export function parseFilter(text: string): ParsedFilter {
  const scanner = new Scanner(text)
  if (text.length > maxQueryLength) {
    scanner.problem('too-long', { start: maxQueryLength, end: text.length }, `The query has ${text.length} characters; ${maxQueryLength} are allowed.`, 'Shorten it; lists of values take less room than terms.')
  }
  const ast = scanner.problems.length > 0 ? null : new Parser(scanner).query()
  const errors = scanner.problems.toSorted((a, b) => a.start - b.start)
  const [first, ...more] = errors
  if (first !== undefined) return { errors: [first, ...more], marks: scanner.marks }
  return { ast: ast ?? { type: 'and', items: [] }, marks: scanner.marks }
}

const keyword = /(and|or|not)(?=[\s()"]|$)/iy
const bareWord = /(?:[^\s()":=<>!]|!(?!=))+/y
const operator = /!=|<=|>=|:|=|<|>/y
const spacedComparison = /\s+(?=!=|<|>|=)/y

class Parser {
  readonly #in: Scanner
  #terms = 0

  constructor(scanner: Scanner) {
    this.#in = scanner
  }

  query(): FilterNode | null {
    const parts: FilterNode[] = []
    for (;;) {
      const part = this.#or(0)
      if (part) parts.push(part)
      if (this.#in.ended) return joined('and', parts)
      // Only a closing parenthesis stops a query before its end.
      const start = this.#in.at++
      this.#in.mark('paren', start)
      this.#in.problem('stray-paren', { start, end: start + 1 }, 'This parenthesis closes nothing.', 'Take it out, or open one before it.')
    }
  }

  /** Null where nothing stands, or nothing that could be read. */
  #or(depth: number): FilterNode | null {
    const items: FilterNode[] = []
    let before: Span | null = null
    for (;;) {
      const { node, empty } = this.#and(depth)
      if (node) items.push(node)
      const start = this.#in.at
      const word = this.#in.take(/or(?=[\s()"]|$)/iy)
      const span = { start, end: this.#in.at }
      if (empty && before) this.#lonely(before, 'behind')
      else if (empty && word !== null) this.#lonely(span, 'before')
      if (word === null) return items.length === 0 ? null : joined('or', items)
      this.#in.mark('keyword', start)
      before = span
    }
  }

  #and(depth: number): { node: FilterNode | null; empty: boolean } {
    const items: FilterNode[] = []
    let count = 0
    let waiting: Span | null = null
    for (;;) {
      this.#in.skipSpace()
      const start = this.#in.at
      const word = this.#in.look(keyword)?.toLowerCase()
      if (this.#in.ended || this.#in.peek() === ')' || word === 'or') {
        if (waiting) this.#lonely(waiting, 'behind')
        return { node: items.length === 0 ? null : joined('and', items), empty: count === 0 }
      }
      if (word === 'and') {
        this.#in.at += 3
        this.#in.mark('keyword', start)
        if (count === 0 || waiting) this.#lonely({ start, end: this.#in.at }, 'before')
        waiting = { start, end: this.#in.at }
        continue
      }
      waiting = null
      count++
      const item = this.#unary(depth)
      if (item) items.push(item)
    }
  }

  #unary(depth: number): FilterNode | null {
    const scanner = this.#in
    const start = scanner.at
    if (depth >= maxDepth) {
      scanner.problem('too-deep', { start, end: start + 1 }, `More than ${maxDepth} parentheses and negations stand inside each other.`, 'Take some out.')
      scanner.at = scanner.text.length
      return null
    }
    const negated = scanner.take(/not(?=[\s()"]|$)|-(?=[^\s)])/iy)
    if (negated !== null) {
      scanner.mark('keyword', start)
      scanner.skipSpace()
      if (scanner.ended || scanner.peek() === ')' || /^(and|or)$/i.test(scanner.look(keyword) ?? '')) return this.#lonely({ start, end: start + negated.length }, 'behind')
      const item = this.#unary(depth + 1)
      return item && { type: 'not', item }
    }
    return scanner.peek() === '(' ? this.#group(depth) : this.#term()
  }

  #group(depth: number): FilterNode | null {
    const scanner = this.#in
    const start = scanner.at++
    scanner.mark('paren', start)
    const problems = scanner.problems.length
    const node = this.#or(depth + 1)
    if (scanner.peek() !== ')') {
      if (scanner.problems.length === problems || !scanner.ended) scanner.problem('open-paren', { start, end: start + 1 }, 'This parenthesis is not closed.', 'Close it with ).')
      return null
    }
    const close = scanner.at++
    scanner.mark('paren', close)
    if (node === null && scanner.problems.length === problems) scanner.problem('nothing-after', { start, end: close + 1 }, 'Nothing stands between these parentheses.', 'Write a condition there, or take them out.')
    return node
  }

  #term(): FilterNode | null {
    const scanner = this.#in
    if (++this.#terms > maxTerms) {
      scanner.problem('too-many', { start: scanner.at, end: scanner.at + 1 }, `A query has at most ${maxTerms} conditions.`, 'Use lists of values: region:Lagos,Oslo.')
      scanner.at = scanner.text.length
      return null
    }
    const start = scanner.at
    if (scanner.peek() === '"') {
      const { text, closed } = scanner.quoted()
      const prefix = scanner.take(/\*/) !== null
      scanner.mark('string', start)
      return closed ? this.#words(text, prefix, start) : null
    }
    const word = scanner.take(bareWord)
    if (word === null) {
      scanner.take(/[:=<>!]+/y)
      return scanner.problem('unexpected', { start, end: scanner.at }, `A field must stand before “${scanner.text.slice(start, scanner.at)}”.`, 'For example length>300. To find the sign itself, put it in quotation marks.')
    }
    const field = fieldOf(word)
    if (field !== null && scanner.look(spacedComparison) !== null) return this.#field(field, start)
    if (scanner.look(operator) !== null || (scanner.peek() === '(' && !/^(and|or|not)$/i.test(word))) {
      if (field !== null) return this.#field(field, start)
      return this.#unknownField(word, start)
    }
    scanner.mark('word', start)
    const prefix = word.endsWith('*')
    return this.#words(prefix ? word.replace(/\*+$/, '') : word, prefix, start)
  }

  #words(text: string, prefix: boolean, start: number): FilterTerm | null {
    const end = this.#in.at
    if (!/[\p{L}\p{N}]/u.test(text)) {
      return this.#in.problem('no-letters', { start, end }, 'There is no letter and no digit to look for.', 'Captions are searched by their words.', { word: text })
    }
    return { type: 'term', field: 'text', argument: null, test: { kind: 'words', values: [{ text, prefix }] }, start, end }
  }

  #unknownField(word: string, start: number): null {
    const scanner = this.#in
    const end = scanner.at
    scanner.mark('field', start)
    // What follows belongs to it: one problem is enough.
    if (scanner.take(operator) !== null) {
      if (scanner.peek() === '"') {
        const quote = scanner.at
        scanner.quoted()
        scanner.mark('string', quote)
      } else {
        const value = scanner.at
        if (scanner.take(/[^\s()"]+/) !== null) scanner.mark('value', value)
      }
    }
    const meant = nearestName(word, fieldWords)
    const hint = meant === null ? 'The fields stand in the help of this input. To find the words themselves, put them in quotation marks.' : `Did you mean ${meant}?`
    return scanner.problem('unknown-field', { start, end }, `There is no field “${word}”.`, hint, { word, meant })
  }

  #field(named: FieldName, start: number): FilterNode | null {
    const scanner = this.#in
    const nameEnd = scanner.at
    // `verdict:rejected` asks for the present one, `verdict(Ana):rejected` for hers.
    const field = named === 'verdict' && scanner.peek() !== '(' ? 'status' : named
    scanner.mark('field', start, field)
    const problems = scanner.problems.length
    const argument = scanner.peek() === '(' ? this.#argument(field) : null
    const rule = fieldRule(field)
    if (argument === null && rule.argument?.required === true && scanner.problems.length === problems) {
      scanner.problem('needs-argument', { start, end: nameEnd }, `${field} must say of whom or of what.`, `Write for example ${rule.example}.`, { word: field })
    }
    const test = readTest(scanner, field, { start, end: nameEnd })
    if (test === null || scanner.problems.length > problems) return null
    const term: FilterTerm = { type: 'term', field, argument, test: test.test, start, end: scanner.at }
    return test.negated ? { type: 'not', item: term } : term
  }

  #argument(field: FieldName): NameValue | null {
    const scanner = this.#in
    const rule = fieldRule(field)
    const open = scanner.at++
    scanner.mark('paren', open, rule.argument ? field : undefined)
    scanner.skipSpace()
    const start = scanner.at
    const text = scanner.peek() === '"' ? scanner.quoted().text : (scanner.take(/[^()"]+/) ?? '').trimEnd()
    const end = start + scanner.text.slice(start, scanner.at).trimEnd().length
    if (end > start) scanner.marks.push({ kind: 'argument', start, end, field })
    scanner.skipSpace()
    const close = scanner.at
    if (scanner.take(/\)/) === null) return scanner.problem('open-paren', { start: open, end: open + 1 }, 'This parenthesis is not closed.', 'Close it with ).')
    scanner.mark('paren', close)
    if (!rule.argument) return scanner.problem('no-argument', { start: open, end: close + 1 }, `${field} takes nothing in parentheses.`, `Write for example ${rule.example}.`, { word: field })
    if (text === '') return scanner.problem('empty-argument', { start: open, end: close + 1 }, `${field} must say of whom or of what.`, `Write for example ${rule.example}.`, { word: field })
    const choices = rule.argument.choices
    if (choices === undefined) return { text, start, end }
    const choice = argumentOf(field, text)
    if (choice !== null) return { text: choice, start, end }
    const meant = nearestName(text, choices)
    return scanner.problem('unknown-value', { start, end }, `${field} knows nothing of “${text}”.`, meant === null ? `In parentheses stands one of: ${choices.join(', ')}.` : `Did you mean ${meant}?`, { word: text, meant })
  }

  #lonely(span: Span, where: 'before' | 'behind'): null {
    const word = this.#in.text.slice(span.start, span.end)
    return where === 'before'
      ? this.#in.problem('nothing-before', span, `Nothing stands before “${word}”.`, 'Write a condition before it, or take it out.', { word })
      : this.#in.problem('nothing-after', span, `Nothing stands behind “${word}”.`, 'Write a condition behind it, or take it out.', { word })
  }
}

