import type { TextRange } from '../text-ranges.ts'

/** A word to look up, and where it stands. */
export interface SpellWord extends TextRange {
  readonly word: string
}

/** Anything without space, brackets or quotes around it: what is or is not a word is decided of the whole. */
const chunks = /[^\s()[\]{}"“”«»<>]+/gu
const parts = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}[\p{L}\p{M}]*)*/gu
const compound = /\p{L}[\p{L}\p{M}'’]*(?:-\p{L}[\p{L}\p{M}'’]*)+/gu

/**
 * The English words of a text that can be checked. Left out: numbers and what holds one (ids, B-52), addresses and names
 * of files, ABBREVIATIONS, CamelCase, single letters, and words of other scripts. A hyphenated word is checked by its
 * parts, unless it is known as a whole.
 */
export function spellWords(text: string, known: (word: string) => boolean = () => false): SpellWord[] {
  const found: SpellWord[] = []
  for (const { 0: chunk, index } of text.matchAll(chunks)) {
    if (/[\d_@\\#]|:\/\/|\w\.\w/u.test(chunk)) continue
    const whole = [...chunk.matchAll(compound)].filter(({ 0: word }) => known(plain(word)))
    for (const { 0: raw, index: at } of chunk.matchAll(parts)) {
      if (whole.some((match) => at >= match.index && at < match.index + match[0].length)) continue
      const word = plain(raw)
      if (word.length < 2 || !/^[\p{Script=Latin}\p{M}']+$/u.test(word)) continue
      const letters = word.replace(/'s$/u, '')
      if (letters === letters.toUpperCase() || /\p{Ll}\p{Lu}/u.test(letters)) continue
      found.push({ word, start: index + at, end: index + at + raw.length })
    }
  }
  return found
}

/** As dictionaries write it. */
function plain(word: string): string {
  return word.replaceAll('’', "'").normalize('NFC')
}

/** Words of the field that general dictionaries do not have. */
export const fieldWords: readonly string[] = [
  'aerodrome', 'amenity', 'backyards', 'bikeway', 'carpark', 'carparks', 'checkerboard', 'courtyards', 'crosshatched', 'crosshatching', 'cul-de-sac', 'cul-de-sacs', 'flyover', 'flyovers', 'georeferenced',
  'geotagged', 'gridlike', 'grid-like', 'hardstanding', 'highrise', 'highrises', 'lightwell', 'lightwells', 'lowrise', 'midrise', 'multilane', 'multistorey', 'multistory', 'parkland', 'parklands', 'planform', 'roadmap',
  'roadside', 'roundabout', 'rowhouse', 'rowhouses', 'satnav', 'side-by-side', 'streetscape', 'streetscapes', 'T-junction', 'T-shaped', 'townhouses', 'tramline', 'tramlines', 'tramway', 'tramways', 'treeline', 'treelines',
  'U-shaped', 'L-shaped', 'H-shaped', 'Y-junction', 'walkable', 'x-ray', 'zigzag', 'zigzags'
]

/** What captions speak of most: of suggestions that are as near, these are likelier. */
const captionWords = new Set(
  'and are with the building buildings road roads roof roofs street streets house houses tree trees river bridge park field fields parking lot grass green blue white brown dark light large small left right north south east west centre center corner side area path garden court square residential commercial industrial satellite image colour color colours colors red grey gray tiled round curved straight parallel intersection junction crossing lane lanes'.split(' ')
)

/**
 * The cost of typing `a` where `b` was meant: Damerau-Levenshtein distance (optimal string alignment), where exchanged
 * neighbours cost half and a letter left out costs 0.8.
 */
export function typingDistance(a: string, b: string): number {
  const leftOut = 0.8
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j * leftOut : j === 0 ? i : 0)))
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + leftOut, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, at(i - 2, j - 2) + 0.5)
      const row = rows[i]
      if (row !== undefined) row[j] = least
    }
  }
  return at(a.length, b.length)
}

/**
 * The likeliest first: the fewest slips of the fingers, then words that captions use, then the same first letter; in the
 * order of the dictionary otherwise. Proper names come after common words, unless the misspelling has a capital too.
 */
export function rankSuggestions(word: string, suggestions: readonly string[], most: number): string[] {
  const lower = word.toLowerCase()
  const capital = word !== lower
  const score = (suggestion: string): number => {
    const plainer = suggestion.toLowerCase()
    return typingDistance(lower, plainer) - (captionWords.has(plainer) ? 0.4 : 0) + (plainer[0] === lower[0] ? 0 : 0.3) + (suggestion !== plainer && !capital ? 0.6 : 0)
  }
  const scored = [...new Set(suggestions)].map((suggestion, order) => ({ suggestion, order, score: score(suggestion) }))
  return scored.sort((a, b) => a.score - b.score || a.order - b.order).slice(0, most).map(({ suggestion }) => suggestion)
}
