import { wordsOf } from '#shared/domain/words.ts'
import { codePointDistance, codePointsOf } from './levenshtein.ts'

/** The text that one annotator left for one unit. */
export interface TextAnswer {
  readonly annotator: string
  readonly text: string
}

/** Means over the units that were compared; null where there was none. */
export interface TextAgreement {
  readonly tokenF1: number | null
  readonly editSimilarity: number | null
  readonly units: number
}

/** Two annotators, `a` before `b` in the order of their names. */
export interface PairTextAgreement extends TextAgreement {
  readonly a: string
  readonly b: string
}

/**
 * F1 of the words of two texts as multisets, as SQuAD scores answers (P. Rajpurkar et al., 2016): with `common` words in
 * both, counted as often as the text that has fewer of each, precision is common / words of one, recall common / words
 * of the other, F1 their harmonic mean = 2 common / (words of both). Words are those of the word segmenter, without
 * marks, in compatibility form and lower case; so it works for Chinese. Articles count, unlike in SQuAD: captions are
 * not only English. Two texts without words agree (1); one without and one with do not (0).
 *
 * @example tokenF1('A red roof.', 'a RED tiled roof') // common: a, red, roof: 2 · 3 / (3 + 4) = 0.857
 */
export function tokenF1(one: string, other: string): number {
  return multisetF1(tokensOf(one), tokensOf(other))
}

/**
 * 1 − Levenshtein distance / length of the longer text, in Unicode code points: 1 for the same text, 0 where nothing
 * could be kept. Two empty texts agree (1).
 *
 * @example editSimilarity('kitten', 'sitting') // 3 edits of 7 characters: 1 − 3/7 = 0.571
 */
export function editSimilarity(one: string, other: string): number {
  return similarity(codePointsOf(one), codePointsOf(other))
}

/** Agreement of texts for every pair of annotators and over all pairs. Units are added one by one. */
export class TextAgreementSum {
  readonly #pairs = new Map<string, Map<string, PairSum>>()

  /**
   * Takes what the annotators of one unit wrote, O(annotators² · texts' distances).
   * @throws RangeError if an annotator has two texts
   */
  add(answers: readonly TextAnswer[]): void {
    const ordered = [...answers].sort((x, y) => compare(x.annotator, y.annotator))
    const parsed = new Map<string, { tokens: Tokens; characters: Uint32Array }>()
    const parse = (text: string): { tokens: Tokens; characters: Uint32Array } => {
      const known = parsed.get(text) ?? { tokens: tokensOf(text), characters: codePointsOf(text) }
      parsed.set(text, known)
      return known
    }
    for (const [i, a] of ordered.entries()) {
      for (const b of ordered.slice(i + 1)) {
        if (a.annotator === b.annotator) throw new RangeError(`${a.annotator} has two texts for one unit.`)
        const sum = this.#sumOf(a.annotator, b.annotator)
        // Most texts that two annotators leave are the same one: nothing is there to count.
        const same = a.text === b.text
        sum.tokenF1 += same ? 1 : multisetF1(parse(a.text).tokens, parse(b.text).tokens)
        sum.editSimilarity += same ? 1 : similarity(parse(a.text).characters, parse(b.text).characters)
        sum.units++
      }
    }
  }

  /** By the name of the first annotator, then of the second. */
  pairs(): PairTextAgreement[] {
    const pairs = [...this.#pairs].flatMap(([a, others]) => [...others].map(([b, sum]) => ({ a, b, ...meanOf(sum) })))
    return pairs.sort((x, y) => compare(x.a, y.a) || compare(x.b, y.b))
  }

  /** Mean over all comparisons: a pair weighs as many times as it has units, which `units` counts. */
  overall(): TextAgreement {
    const total: PairSum = { tokenF1: 0, editSimilarity: 0, units: 0 }
    for (const others of this.#pairs.values()) {
      for (const sum of others.values()) {
        total.tokenF1 += sum.tokenF1
        total.editSimilarity += sum.editSimilarity
        total.units += sum.units
      }
    }
    return meanOf(total)
  }

  #sumOf(a: string, b: string): PairSum {
    const others = this.#pairs.get(a) ?? new Map<string, PairSum>()
    this.#pairs.set(a, others)
    const sum = others.get(b) ?? { tokenF1: 0, editSimilarity: 0, units: 0 }
    others.set(b, sum)
    return sum
  }
}

interface PairSum {
  tokenF1: number
  editSimilarity: number
  units: number
}

interface Tokens {
  readonly counts: ReadonlyMap<string, number>
  readonly total: number
}

function tokensOf(text: string): Tokens {
  const words = wordsOf(text.normalize('NFKC').toLowerCase())
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { counts, total: words.length }
}

function multisetF1(one: Tokens, other: Tokens): number {
  if (one.total + other.total === 0) return 1
  let common = 0
  for (const [word, count] of one.counts) common += Math.min(count, other.counts.get(word) ?? 0)
  return (2 * common) / (one.total + other.total)
}

function similarity(one: Uint32Array, other: Uint32Array): number {
  const longer = Math.max(one.length, other.length)
  return longer === 0 ? 1 : 1 - codePointDistance(one, other) / longer
}

function meanOf({ tokenF1, editSimilarity, units }: PairSum): TextAgreement {
  return units === 0 ? { tokenF1: null, editSimilarity: null, units } : { tokenF1: tokenF1 / units, editSimilarity: editSimilarity / units, units }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
