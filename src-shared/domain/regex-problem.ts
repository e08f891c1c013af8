/** What is wrong with a regular expression. */
export const regexProblemCodes = ['empty', 'too-long', 'group-open', 'group-close', 'class-open', 'nothing-to-repeat', 'lone-bracket', 'numbers-out-of-order', 'range-out-of-order', 'escape', 'group-name', 'other'] as const
export type RegexProblemCode = (typeof regexProblemCodes)[number]

/** Offsets in UTF-16 code units of the expression, `end` excluded. */
export interface RegexProblem {
  readonly code: RegexProblemCode
  readonly start: number
  readonly end: number
  readonly message: string
}

const messages: Record<RegexProblemCode, string> = {
  empty: 'There is nothing to find.',
  'too-long': 'The text to find is too long.',
  'group-open': 'A group begins here and does not end: “)” is missing.',
  'group-close': 'A group ends here that does not begin. For the mark itself write “\\)”.',
  'class-open': 'A set of characters begins here and does not end: “]” is missing.',
  'nothing-to-repeat': 'There is nothing here to repeat. For the mark itself put “\\” before it.',
  'lone-bracket': 'This bracket means nothing here. For the mark itself put “\\” before it.',
  'numbers-out-of-order': 'The first number is greater than the second.',
  'range-out-of-order': 'The range of characters ends before it begins.',
  escape: '“\\” and what follows mean nothing here.',
  'group-name': 'This group has no name that can be used, or there is none of that name.',
  other: 'The expression cannot be read here.'
}

/** V8's words for the error, which says nothing of its place. */
const codes: readonly [RegExp, RegexProblemCode][] = [
  [/unterminated group/i, 'group-open'],
  [/unmatched '\)'/i, 'group-close'],
  [/unterminated character class/i, 'class-open'],
  [/nothing to repeat/i, 'nothing-to-repeat'],
  [/lone quantifier|incomplete quantifier/i, 'lone-bracket'],
  [/numbers out of order/i, 'numbers-out-of-order'],
  [/range out of order|invalid character class/i, 'range-out-of-order'],
  [/escape|property|\\ at end/i, 'escape'],
  [/group|capture|reference/i, 'group-name']
]

/** One step of an expression: an escape, a group's or set's beginning, a repeat, a character. */
const tokens = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|k<[^>]*>|c[a-zA-Z]|\d+|[\s\S]|$)|\(\?<(?![=!])[^>]*>|\(\?(?:<?[=!]|:|[a-z-]*:)?|\{\d+(?:,\d*)?\}\??|[*+?]\??|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/gu

/**
 * Why an expression cannot be read with these flags, and where: the engine's own parser says why; the place is that of
 * the first step after which the expression cannot be read although all that is open is closed. Null: it can be read.
 */
export function regexProblem(source: string, flags: string): RegexProblem | null {
  const whole = failure(source, flags)
  if (whole === null) return null
  const groups = groupsOf(source)
  const open: number[] = []
  let set: number | null = null
  for (const { 0: token, index } of source.matchAll(tokens)) {
    const end = index + token.length
    if (set !== null) {
      if (token === ']') set = null
    } else if (token === '[') set = index
    else if (token.startsWith('(')) open.push(index)
    else if (token === ')' && open.pop() === undefined) return problem('group-close', index, end)
    const later = groups.filter((group) => group.index >= end).map((group) => group.opening + ')')
    const why = failure(`${source.slice(0, end)}${set === null ? '' : ']'}${')'.repeat(open.length)}${later.join('')}`, flags)
    if (why !== null) return problem(codeOf(why), index, end)
  }
  if (set !== null) return problem('class-open', set, set + 1)
  const first = open.at(-1)
  return first === undefined ? problem(codeOf(whole), 0, source.length) : problem('group-open', first, first + 1)
}

export function problem(code: RegexProblemCode, start: number, end: number): RegexProblem {
  return { code, start, end, message: messages[code] }
}

/** Groups that capture: a reference may stand before its group. */
function groupsOf(source: string): { index: number; opening: string }[] {
  let inSet = false
  const found: { index: number; opening: string }[] = []
  for (const { 0: token, index } of source.matchAll(tokens)) {
    if (inSet) inSet = token !== ']'
    else if (token === '[') inSet = true
    else if (token === '(' || /^\(\?<[^=!]/.test(token)) found.push({ index, opening: token })
  }
  return found
}

function failure(source: string, flags: string): string | null {
  try {
    new RegExp(source, flags)
    return null
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.slice(message.lastIndexOf(': ') + 2)
  }
}

function codeOf(why: string): RegexProblemCode {
  return codes.find(([words]) => words.test(why))?.[1] ?? 'other'
}
