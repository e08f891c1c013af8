import * as z from 'zod'
import { problem, regexProblem, type RegexProblem } from './regex-problem.ts'

export const maxFindLength = 1000
/** As long as an edit may be. */
export const maxCaptionLength = 20_000

/** What is looked for, and what takes its place. */
export const FindReplace = z.object({
  find: z.string().max(maxFindLength),
  replace: z.string().max(maxFindLength).default(''),
  matchCase: z.boolean().default(false),
  /** Only where no word goes on before or after. Chinese, Japanese, Thai and their like: where a word ends by Unicode's rules (Intl.Segmenter). */
  wholeWord: z.boolean().default(false),
  /** `find` is a JavaScript regular expression (flags g, u, and i without `matchCase`); `replace` may have $1, $<name>, $&, $$. */
  regex: z.boolean().default(false)
})
export type FindReplace = z.infer<typeof FindReplace>

/** What takes the place of the UTF-16 units [start, end) of a text. */
export interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A `FindReplace` that can be read. */
export interface Finder {
  readonly pattern: RegExp
  readonly wholeWord: boolean
  /** Whether `replace` has $1 and its like; else it is taken as it is. */
  readonly template: boolean
  readonly replace: string
}

/** Why a caption that has matches is not changed. */
export type Unusable = 'empty' | 'too-long'

/** Reads what is looked for; a problem says where it cannot be read. */
export function readFind({ find, replace, matchCase, wholeWord, regex }: FindReplace): { finder: Finder; problem?: undefined } | { problem: RegexProblem; finder?: undefined } {
  if (find === '') return { problem: problem('empty', 0, 0) }
  const flags = matchCase ? 'gu' : 'giu'
  if (!regex) return { finder: { pattern: new RegExp(find.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), flags), wholeWord, template: false, replace } }
  const wrong = regexProblem(find, flags)
  return wrong === null ? { finder: { pattern: new RegExp(find, flags), wholeWord, template: true, replace } } : { problem: wrong }
}

/** Every match of a text with what takes its place, in order. */
export function replacementsIn(text: string, { pattern, wholeWord, template, replace }: Finder): Replacement[] {
  const found: Replacement[] = []
  for (const match of text.matchAll(pattern)) {
    const start = match.index
    const end = start + match[0].length
    if (wholeWord && !(end > start && wordEnds(text, start) && wordEnds(text, end))) continue
    found.push({ start, end, text: template ? substitution(replace, match, text) : replace })
  }
  return found
}

/** A text with the replacements made. */
export function replaced(text: string, replacements: readonly Replacement[]): string {
  let made = ''
  let at = 0
  for (const { start, end, text: put } of replacements) {
    made += text.slice(at, start) + put
    at = end
  }
  return made + text.slice(at)
}

/** Whether a changed text can be a caption's. */
export function unusableText(text: string): Unusable | null {
  if (text.trim() === '') return 'empty'
  return text.length > maxCaptionLength ? 'too-long' : null
}

const wordCharacter = /[\p{L}\p{N}\p{M}_]/u
/** Scripts that are written without spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Whether no word lies across an offset. */
function wordEnds(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true
  const before = text.codePointAt(at - (at > 1 && /[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) ? 2 : 1)) ?? 0
  const [left, right] = [String.fromCodePoint(before), String.fromCodePoint(text.codePointAt(at) ?? 0)]
  if (!wordCharacter.test(left) || !wordCharacter.test(right)) return true
  return (unspaced.test(left) || unspaced.test(right)) && segmenter.segment(text).containing(at)?.index === at
}

/** What a match is replaced by: GetSubstitution of ECMA-262 (22.1.3.19.1). */
function substitution(template: string, match: RegExpExecArray, text: string): string {
  const groups = match.length - 1
  // Without named groups `$<` is two signs like any others, and what follows is read on.
  const signs = match.groups === undefined ? /\$(?:([$&`'])|(\d{1,2}))/g : /\$(?:([$&`'])|(\d{1,2})|<([^>]*)>)/g
  return template.replaceAll(signs, (whole: string, sign: string | undefined, digits: string | undefined, name: unknown) => {
    if (sign === '$') return '$'
    if (sign === '&') return match[0]
    if (sign === '`') return text.slice(0, match.index)
    if (sign === "'") return text.slice(match.index + match[0].length)
    if (match.groups !== undefined && typeof name === 'string') return match.groups[name] ?? ''
    const both = Number(digits)
    if (both >= 1 && both <= groups) return match[both] ?? ''
    // $12 with fewer than twelve groups: the first, and a 2.
    const one = Number(digits?.[0])
    return digits?.length === 2 && one >= 1 && one <= groups ? `${match[one] ?? ''}${digits[1]}` : whole
  })
}
