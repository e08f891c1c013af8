import type { DatePoint, DateTest, FilterNode, FilterTerm, NumberRange, Test, WordsValue } from './syntax-tree.ts'

/** A value as it must be written: in quotation marks where it has spaces or signs of the language. */
export function quoteValue(text: string): string {
  return /^[^\s(),"\\]+$/.test(text) && !/^[!=<>]/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

/** The query of a tree, in one way of writing. Read again it gives the same tree (but for positions). */
export function formatFilter(node: FilterNode): string {
  return format(node, 'top')
}

function format(node: FilterNode, within: 'top' | 'and' | 'or' | 'not'): string {
  switch (node.type) {
    case 'term':
      return formatTerm(node)
    case 'not':
      return `-${format(node.item, 'not')}`
    case 'and':
    case 'or': {
      const text = node.items.map((item) => format(item, node.type)).join(node.type === 'and' ? ' ' : ' or ')
      return within === 'not' || (within === 'and' && node.type === 'or') ? `(${text})` : text
    }
  }
}

function formatTerm({ field, argument, test }: FilterTerm): string {
  const [only] = test.kind === 'words' ? test.values : []
  if (field === 'text' && test.kind === 'words' && test.values.length === 1 && only !== undefined) return formatBareWords(only)
  const name = argument === null ? field : `${field}(${quoteValue(argument.text)})`
  return `${name}${formatTest(test)}`
}

/** A word that would be read as something else is quoted. */
function formatBareWords({ text, prefix }: WordsValue): string {
  const bare = /^[^\s()":=<>!\\*,-][^\s()":=<>!\\*]*$/.test(text) && !/^(and|or|not)$/i.test(text)
  return `${bare ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`}${prefix ? '*' : ''}`
}

function formatTest(test: Test): string {
  switch (test.kind) {
    case 'present':
      return ''
    case 'words':
      return `:${test.values.map(({ text, prefix }) => `${text.includes('*') ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : quoteValue(text)}${prefix ? '*' : ''}`).join(',')}`
    case 'names':
      return `:${test.values.map(({ text }) => quoteValue(text)).join(',')}`
    case 'numbers':
      return formatRanges(test.ranges)
    case 'dates':
      return formatDates(test.tests)
    case 'box':
      return `:${test.box.join(',')}`
    case 'near':
      return `:${test.lat},${test.lon},${test.radiusM % 1000 === 0 ? `${test.radiusM / 1000}km` : `${test.radiusM}m`}`
  }
}

function formatRanges(ranges: readonly NumberRange[]): string {
  const [only] = ranges
  if (ranges.length === 1 && only !== undefined) {
    if (only.max === null && only.min !== null) return `${only.minOpen ? '>' : '>='}${only.min}`
    if (only.min === null && only.max !== null) return `${only.maxOpen ? '<' : '<='}${only.max}`
  }
  return `:${ranges.map(({ min, max }) => (min === max && min !== null ? String(min) : `${min ?? ''}..${max ?? ''}`)).join(',')}`
}

function formatDates(tests: readonly DateTest[]): string {
  const [only] = tests
  if (tests.length === 1 && only !== undefined && only.compare !== '..') return `${only.compare === '=' ? ':' : only.compare}${formatPoint(only.point)}`
  return `:${tests.map((test) => (test.compare === '..' ? `${formatPoint(test.from)}..${formatPoint(test.to)}` : formatPoint(test.point))).join(',')}`
}

function formatPoint(point: DatePoint): string {
  if (point.kind === 'named') return point.name
  if (point.kind === 'ago') return `${point.count}${point.unit}`
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${point.year}${point.month === null ? '' : `-${two(point.month)}`}${point.day === null ? '' : `-${two(point.day)}`}`
}
