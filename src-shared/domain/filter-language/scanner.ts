import type { FieldName } from './fields.ts'
import type { FilterProblem, FilterProblemCode } from './filter-problem.ts'
import type { Span } from './syntax-tree.ts'

/** What a stretch of a query is: for colours, and for what may be completed there. */
export interface FilterMark extends Span {
  readonly kind: 'field' | 'operator' | 'value' | 'string' | 'keyword' | 'paren' | 'argument' | 'word'
  /** The field that an operator, a value or an argument belongs to. */
  readonly field?: FieldName
}

/** A value as it stands in the query. */
export interface RawValue extends Span {
  readonly text: string
  readonly quoted: boolean
  /** A star directly behind the closing quote. */
  readonly star: boolean
}

/** Reads a query from left to right and keeps what it saw: marks and problems. */
export class Scanner {
  readonly text: string
  at = 0
  readonly marks: FilterMark[] = []
  readonly problems: FilterProblem[] = []

  constructor(text: string) {
    this.text = text
  }

  get ended(): boolean {
    return this.at >= this.text.length
  }

  peek(): string {
    return this.text[this.at] ?? ''
  }

  skipSpace(): void {
    while (!this.ended && /\s/.test(this.peek())) this.at++
  }

  /** What the expression matches here, or null; the place moves behind it. */
  take(expression: RegExp): string | null {
    const found = this.look(expression)
    if (found !== null) this.at += found.length
    return found
  }

  look(expression: RegExp, at = this.at): string | null {
    const sticky = new RegExp(expression.source, expression.flags.includes('y') ? expression.flags : `${expression.flags}y`)
    sticky.lastIndex = at
    return sticky.exec(this.text)?.[0] ?? null
  }

  mark(kind: FilterMark['kind'], start: number, field?: FieldName): void {
    this.marks.push({ kind, start, end: this.at, ...(field === undefined ? {} : { field }) })
  }

  problem(code: FilterProblemCode, span: Span, message: string, hint: string, more: { word?: string; meant?: string | null } = {}): null {
    const { meant, ...rest } = more
    this.problems.push({ code, start: span.start, end: span.end, message, hint, ...rest, ...(meant === null || meant === undefined ? {} : { meant }) })
    return null
  }

  /** A quoted string, from its quote; `\"` and `\\` stand for themselves. One that is not closed is a problem. */
  quoted(): { text: string; closed: boolean } {
    const start = this.at++
    let text = ''
    while (!this.ended) {
      const character = this.peek()
      this.at++
      if (character === '"') return { text, closed: true }
      const next = this.peek()
      if (character === '\\' && (next === '"' || next === '\\')) {
        text += next
        this.at++
      } else text += character
    }
    this.problem('open-quote', { start, end: start + 1 }, 'This quotation mark is not closed.', 'Close it with " behind the last word.')
    return { text, closed: false }
  }

  /** A value, bare or quoted; null where there is none. */
  value(field: FieldName): RawValue | null {
    const start = this.at
    if (this.peek() === '"') {
      const { text } = this.quoted()
      const star = this.take(/\*/) !== null
      this.mark('string', start, field)
      return { text, quoted: true, star, start, end: this.at }
    }
    const text = this.take(/[^\s(),"]+/)
    if (text === null) return null
    this.mark('value', start, field)
    return { text, quoted: false, star: false, start, end: this.at }
  }
}
