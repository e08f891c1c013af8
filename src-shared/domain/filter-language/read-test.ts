import { choiceOf, fieldRule, knownValues, type FieldName } from './fields.ts'
import { nearestName } from './nearest-name.ts'
import { boxOf, dateTest, nearOf, numberRange, type Comparison } from './read-values.ts'
import type { RawValue, Scanner } from './scanner.ts'
import type { DateTest, NumberRange, Span, Test } from './syntax-tree.ts'

/** What follows a field: operator and values. Null after a problem. `negated`: it was written with `!=`. */
export function readTest(scanner: Scanner, field: FieldName, name: Span): { test: Test; negated: boolean } | null {
  const rule = fieldRule(field)
  const operator = readOperator(scanner, field)
  if (operator === null) {
    // `rank(demo)` alone: it has one.
    if (rule.argument) return { test: { kind: 'present' }, negated: false }
    return scanner.problem('no-value', name, `${field} has no value.`, `Write for example ${rule.example}.`, { word: field })
  }
  const values = readList(scanner, field, operator)
  if (values === null) return null
  const comparison: Comparison = operator.sign === ':' || operator.sign === '!=' ? '=' : operator.sign
  const compares = rule.kind === 'number' || rule.kind === 'date'
  if (comparison !== '=' && (!compares || values.length > 1)) {
    const hint = compares ? 'Give one value, or a range: 100..300.' : `Write for example ${rule.example}.`
    return scanner.problem('no-comparison', operator, compares ? `${comparison} compares with one value, not with a list.` : `${field} cannot be compared with ${comparison}.`, hint, { word: field })
  }
  const test = testOf(scanner, field, values, comparison)
  return test && { test, negated: operator.sign === '!=' }
}

interface Operator extends Span {
  readonly sign: ':' | '!=' | Comparison
}

function readOperator(scanner: Scanner, field: FieldName): Operator | null {
  if (scanner.look(/\s+(?=!=|<|>|=)/y) !== null) scanner.skipSpace()
  const start = scanner.at
  const first = scanner.take(/!=|<=|>=|:|=|<|>/y)
  if (first === null) return null
  // As elsewhere on the web: length:>300.
  const second = first === ':' ? scanner.take(/!=|<=|>=|<|>|=/y) : null
  scanner.mark('operator', start, field)
  return { sign: (second ?? first) as Operator['sign'], start, end: scanner.at }
}

function readList(scanner: Scanner, field: FieldName, operator: Span): RawValue[] | null {
  const values: RawValue[] = []
  let sign: Span = operator
  for (;;) {
    scanner.skipSpace()
    const problems = scanner.problems.length
    const value = scanner.value(field)
    if (value === null) return scanner.problem('no-value', sign, `A value must stand behind “${scanner.text.slice(sign.start, sign.end)}”.`, `Write for example ${fieldRule(field).example}.`, { word: field })
    if (scanner.problems.length > problems) return null
    values.push(value)
    if (scanner.peek() !== ',') return values
    const start = scanner.at++
    scanner.mark('operator', start, field)
    sign = { start, end: start + 1 }
  }
}

function testOf(scanner: Scanner, field: FieldName, values: readonly RawValue[], comparison: Comparison): Test | null {
  const rule = fieldRule(field)
  const whole: Span = { start: values[0]?.start ?? 0, end: values.at(-1)?.end ?? 0 }
  const texts = values.map(({ text }) => text)
  switch (rule.kind) {
    case 'words':
      return wordsTest(scanner, values)
    case 'choice':
      return choiceTest(scanner, field, values)
    case 'names': {
      const empty = values.find(({ text }) => text.trim() === '')
      if (empty) return scanner.problem('no-value', empty, `${field} has an empty value.`, `Write for example ${rule.example}.`, { word: field })
      return { kind: 'names', values: values.map(({ text, star, start, end }) => ({ text: star ? `${text}*` : text, start, end })) }
    }
    case 'number': {
      const ranges: NumberRange[] = []
      for (const value of values) {
        const range = numberRange(value.text, comparison)
        if (range === 'backwards') return scanner.problem('backwards', value, 'This range ends before it starts.', 'Write the smaller number first: 100..300.')
        if (range === null) return scanner.problem('not-a-number', value, `“${value.text}” is not a number.`, `Write for example ${rule.example}, or a range: ${field === 'rank' ? 'rank(demo):' : `${field}:`}100..300.`, { word: value.text })
        ranges.push(range)
      }
      return { kind: 'numbers', ranges }
    }
    case 'date': {
      const tests: DateTest[] = []
      for (const value of values) {
        const test = dateTest(value.text, comparison)
        if (test === null || test === 'backwards') return scanner.problem('not-a-date', value, `“${value.text}” is not a date.`, 'Write a day (2026-01-31), a month (2026-01), today, or how long ago: 12h, 7d, 2w, 3m, 1y.', { word: value.text })
        tests.push(test)
      }
      return { kind: 'dates', tests }
    }
    case 'box': {
      const box = boxOf(texts)
      return box ? { kind: 'box', box } : scanner.problem('not-a-box', whole, 'A box has four numbers: west, south, east, north, in degrees.', 'For example box:3.2,6.4,3.6,6.7. West may be greater than east where the box crosses the 180th meridian.')
    }
    case 'near': {
      const near = nearOf(texts)
      return near ? { kind: 'near', ...near } : scanner.problem('not-near', whole, 'near has latitude, longitude and a radius with its unit.', 'For example near:6.5,3.4,10km or near:6.5,3.4,500m.')
    }
  }
}

function wordsTest(scanner: Scanner, values: readonly RawValue[]): Test | null {
  const bare = values.find(({ text }) => !/[\p{L}\p{N}]/u.test(text))
  if (bare) return scanner.problem('no-letters', bare, 'There is no letter and no digit to look for.', 'Captions are searched by their words.', { word: bare.text })
  return {
    kind: 'words',
    values: values.map(({ text, quoted, star }) => (!quoted && text.endsWith('*') ? { text: text.replace(/\*+$/, ''), prefix: true } : { text, prefix: star }))
  }
}

function choiceTest(scanner: Scanner, field: FieldName, values: readonly RawValue[]): Test | null {
  const names: { text: string; start: number; end: number }[] = []
  let wrong = false
  for (const { text, start, end } of values) {
    const choice = choiceOf(field, text)
    if (choice !== null) names.push({ text: choice, start, end })
    else {
      wrong = true
      const meant = nearestName(text, knownValues(field))
      const hint = meant === null ? `It is one of: ${knownValues(field).join(', ')}.` : `Did you mean ${meant}?`
      scanner.problem('unknown-value', { start, end }, `${field} has no value “${text}”.`, hint, { word: text, meant })
    }
  }
  return wrong ? null : { kind: 'names', values: names }
}
