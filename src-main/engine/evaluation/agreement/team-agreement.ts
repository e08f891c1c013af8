import { cueKinds, type CueKind } from '#shared/domain/cues.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { alphaInterval } from './alpha-interval.ts'
import { CueAgreementSum, type CuedText } from './cue-agreement.ts'
import { AlphaSum, type NoAlpha, type Rating } from './krippendorff-alpha.ts'
import { TextAgreementSum } from './text-agreement.ts'
import type { UnitizingCoefficient } from './unitizing-alpha.ts'
import { verdictClass } from './verdict-class.ts'

/** What one annotator says of a caption: a verdict, and the text that it leaves. */
export interface TeamAnswer {
  readonly annotator: string
  readonly verdict: Verdict
  /** Null where all passing answers of the caption leave the same text. */
  readonly text: string | null
}

export interface Alpha {
  readonly alpha: number | null
  readonly reason: NoAlpha | null
  readonly low: number | null
  readonly high: number | null
  readonly units: number
  readonly values: number
}

interface Texts {
  readonly tokenF1: number | null
  readonly editSimilarity: number | null
  readonly texts: number
}

export interface AgreementFigures {
  readonly verdicts: Alpha
  readonly passFail: Alpha
  readonly texts: Texts
  readonly pairs: readonly ({ readonly a: string; readonly b: string; readonly verdicts: Alpha; readonly passFail: Alpha; readonly sameVerdict: number } & Texts)[]
  readonly annotators: readonly ({ readonly annotator: string; readonly verdicts: Alpha; readonly sameVerdict: number } & Texts)[]
  readonly cues: {
    readonly texts: number
    readonly length: number
    readonly unitizing: UnitizingCoefficient
    readonly identification: UnitizingCoefficient
    readonly coding: UnitizingCoefficient
    readonly overKinds: UnitizingCoefficient
    readonly perKind: readonly ({ readonly kind: CueKind } & UnitizingCoefficient)[]
  }
}

interface PairSums {
  readonly verdicts: AlphaSum
  readonly passFail: AlphaSum
  same: number
  units: number
}

/**
 * All that is told of a team's agreement, added up caption by caption. Values of the verdict alpha: accepted, edited,
 * rejected, flagged; of pass/fail: their class. A skip gives no value. Texts are compared where both annotators let the
 * caption pass. An annotator against all others: each of her comparisons is a unit of two values, hers and the other's, so
 * that alpha says how far she can be replaced by any of them.
 */
export class TeamAgreementSum {
  readonly #verdicts = new AlphaSum()
  readonly #passFail = new AlphaSum()
  readonly #texts = new TextAgreementSum()
  readonly #cues = new CueAgreementSum(cueKinds)
  readonly #pairs = new Map<string, Map<string, PairSums>>()
  readonly #against = new Map<string, PairSums>()

  /** Takes one caption, O(annotators²). */
  add(answers: readonly TeamAnswer[]): void {
    const opinions = answers.filter(({ verdict }) => verdict !== 'skipped').sort((x, y) => (x.annotator < y.annotator ? -1 : 1))
    this.#verdicts.add(opinions.map(byVerdict))
    this.#passFail.add(opinions.map(byClass))
    for (const [i, one] of opinions.entries()) {
      for (const other of opinions.slice(i + 1)) {
        const others = this.#pairs.get(one.annotator) ?? new Map<string, PairSums>()
        this.#pairs.set(one.annotator, others)
        compare(sumsOf(others, other.annotator), one, other)
        // Named alike whoever they are: the others stand for one annotator.
        compare(sumsOf(this.#against, one.annotator), { ...one, annotator: 'she' }, { ...other, annotator: 'the others' })
        compare(sumsOf(this.#against, other.annotator), { ...other, annotator: 'she' }, { ...one, annotator: 'the others' })
      }
    }
    const passing = opinions.filter(({ verdict }) => verdictClass(verdict) === 'pass')
    // The same text agrees wholly, whatever it says.
    if (passing.length > 1) this.#texts.add(passing.map(({ annotator, text }) => ({ annotator, text: text ?? '' })))
  }

  addCues(text: CuedText): void {
    this.#cues.add(text)
  }

  /** @param seed of the intervals' resampling: the same seed gives the same intervals */
  result(seed: string): AgreementFigures {
    const textPairs = this.#texts.pairs()
    const textsOf = (a: string, b: string): Texts => {
      const found = textPairs.find((pair) => pair.a === a && pair.b === b)
      return { tokenF1: found?.tokenF1 ?? null, editSimilarity: found?.editSimilarity ?? null, texts: found?.units ?? 0 }
    }
    const textsAgainst = (annotator: string): Texts => {
      const found = textPairs.filter(({ a, b }) => a === annotator || b === annotator)
      const texts = found.reduce((sum, { units }) => sum + units, 0)
      const mean = (figure: 'tokenF1' | 'editSimilarity') => (texts === 0 ? null : found.reduce((sum, pair) => sum + (pair[figure] ?? 0) * pair.units, 0) / texts)
      return { tokenF1: mean('tokenF1'), editSimilarity: mean('editSimilarity'), texts }
    }
    const overall = this.#texts.overall()
    const cues = this.#cues.result()
    return {
      verdicts: figure(this.#verdicts, seed),
      passFail: figure(this.#passFail, seed),
      texts: { tokenF1: overall.tokenF1, editSimilarity: overall.editSimilarity, texts: overall.units },
      pairs: [...this.#pairs]
        .flatMap(([a, others]) => [...others].map(([b, sums]) => ({ a, b, verdicts: figure(sums.verdicts, seed), passFail: figure(sums.passFail, seed), sameVerdict: sums.same / sums.units, ...textsOf(a, b) })))
        .sort((x, y) => (x.a === y.a ? order(x.b, y.b) : order(x.a, y.a))),
      annotators: [...this.#against]
        .map(([annotator, sums]) => ({ annotator, verdicts: figure(sums.verdicts, seed), sameVerdict: sums.same / sums.units, ...textsAgainst(annotator) }))
        .sort((x, y) => order(x.annotator, y.annotator)),
      cues: {
        texts: cues.continua,
        length: cues.length,
        unitizing: cues.unitizing,
        identification: cues.identification,
        coding: cues.coding,
        overKinds: cues.overKinds,
        perKind: cueKinds.flatMap((kind) => {
          const coefficient = cues.perKind.get(kind)
          return coefficient === undefined ? [] : [{ kind, ...coefficient }]
        })
      }
    }
  }
}

function compare(sums: PairSums, one: TeamAnswer, other: TeamAnswer): void {
  sums.verdicts.add([byVerdict(one), byVerdict(other)])
  sums.passFail.add([byClass(one), byClass(other)])
  if (one.verdict === other.verdict) sums.same++
  sums.units++
}

function sumsOf(all: Map<string, PairSums>, annotator: string): PairSums {
  const known = all.get(annotator) ?? { verdicts: new AlphaSum(), passFail: new AlphaSum(), same: 0, units: 0 }
  all.set(annotator, known)
  return known
}

function byVerdict({ annotator, verdict }: TeamAnswer): Rating {
  return { annotator, value: verdict }
}

function byClass({ annotator, verdict }: TeamAnswer): Rating {
  return { annotator, value: verdictClass(verdict) ?? '' }
}

function figure(sum: AlphaSum, seed: string): Alpha {
  const { alpha, reason, units, values } = sum.result()
  const interval = alphaInterval(sum, { seed })
  return { alpha, reason, low: interval?.low ?? null, high: interval?.high ?? null, units, values }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
