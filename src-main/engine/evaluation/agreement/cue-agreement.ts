import { UnitizingSum, type MarkedUnit, type UnitizingCoefficient, type UnitizingResult } from './unitizing-alpha.ts'

/** A cue as `Cue` of the domain has it: [start, end) in UTF-16 code units of the text. */
export interface MarkedCue {
  readonly kind: string
  readonly start: number
  readonly end: number
}

/** One text and the cues that each annotator marked on it. Nobody is left out who looked and found nothing. */
export interface CuedText {
  /** In UTF-16 code units, as the cues' offsets. */
  readonly length: number
  readonly cues: ReadonlyMap<string, readonly MarkedCue[]>
}

export interface CueAgreement extends Pick<UnitizingResult, 'unitizing' | 'identification' | 'coding' | 'continua' | 'length'> {
  /** uα of one kind on its own continuum, where all else is a gap. */
  readonly perKind: ReadonlyMap<string, UnitizingCoefficient>
  /** One figure over the kinds: 1 − Σ D_o / Σ D_e of `perKind`. */
  readonly overKinds: UnitizingCoefficient
}

/**
 * Unitizing alpha of cues. The coefficients want units of one annotator that do not overlap, and cues may: "the red gable
 * roof" can be colour and structure at once. So there are two readings:
 *
 * - `perKind`: a continuum per kind, on which the cues of that kind are the only units. Cues of other kinds cannot
 *   interfere, however they overlap. `overKinds` joins the kinds as Krippendorff joined categories in 2004 (p. 254): disagreements
 *   are summed before the quotient, so that a frequent kind weighs more than a rare one.
 * - `unitizing`, `identification`, `coding`: one continuum. A stretch under several cues is a unit of its own, with the set
 *   of their kinds as its value ("colour+structure"), equal to the same set alone. `identification` knows no kinds, so
 *   there the cues that overlap are one unit.
 *
 * Overlapping cues of the same kind are one unit in both; cues that only touch stay two. Lengths are UTF-16 code units.
 */
export class CueAgreementSum {
  readonly #together = new UnitizingSum()
  readonly #marked = new UnitizingSum()
  readonly #kinds = new Map<string, UnitizingSum>()
  readonly #kindNames: readonly string[]

  /** @param kinds all kinds that are asked for: one that nobody marked has no alpha */
  constructor(kinds: readonly string[]) {
    this.#kindNames = kinds
    for (const kind of kinds) this.#kinds.set(kind, new UnitizingSum())
  }

  /** @throws RangeError where a cue is empty, leaves the text, or is of a kind that the constructor was not told of */
  add({ length, cues }: CuedText): void {
    for (const marked of cues.values()) for (const { kind } of marked) if (!this.#kinds.has(kind)) throw new RangeError(`There is no kind of cue named ${kind}.`)
    const eachAnnotator = (unitsOf: (marked: readonly MarkedCue[]) => MarkedUnit[]) => ({ length, annotators: new Map([...cues].map(([annotator, marked]) => [annotator, unitsOf(marked)])) })
    for (const [kind, sum] of this.#kinds) sum.add(eachAnnotator((marked) => mergeOverlapping(marked.filter((cue) => cue.kind === kind), kind)))
    this.#marked.add(eachAnnotator((marked) => mergeOverlapping(marked, 'cue')))
    this.#together.add(eachAnnotator((marked) => splitByKinds(this.#kindNames.flatMap((kind) => mergeOverlapping(marked.filter((cue) => cue.kind === kind), kind)))))
  }

  result(): CueAgreement {
    const together = this.#together.result()
    const perKind = new Map([...this.#kinds].map(([kind, sum]) => [kind, sum.result().unitizing]))
    const observed = [...perKind.values()].reduce((sum, kind) => sum + kind.observed, 0)
    const expected = [...perKind.values()].reduce((sum, kind) => sum + kind.expected, 0)
    return {
      unitizing: together.unitizing,
      identification: this.#marked.result().identification,
      coding: together.coding,
      continua: together.continua,
      length: together.length,
      perKind,
      overKinds: { alpha: expected > 0 ? 1 - observed / expected : null, observed, expected }
    }
  }
}

/** Unitizing alpha of the cues of all texts at once; see `CueAgreementSum`. */
export function cueAgreement(texts: Iterable<CuedText>, kinds: readonly string[]): CueAgreement {
  const sum = new CueAgreementSum(kinds)
  for (const text of texts) sum.add(text)
  return sum.result()
}

/** Cues that share at least one code unit, directly or through others, become one unit. */
function mergeOverlapping(cues: readonly MarkedCue[], value: string): MarkedUnit[] {
  const units: { start: number; end: number; value: string }[] = []
  for (const { start, end } of [...cues].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = units.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else units.push({ start, end, value })
  }
  return units
}

/** Cuts units where another begins or ends within them; every piece has all values over it, sorted and joined by "+". */
function splitByKinds(units: readonly MarkedUnit[]): MarkedUnit[] {
  const cuts = [...new Set(units.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const pieces: MarkedUnit[] = []
  for (const [i, start] of cuts.slice(0, -1).entries()) {
    const end = cuts[i + 1] as number
    const over = units.filter((unit) => unit.start <= start && unit.end >= end)
    if (over.length > 0) pieces.push({ start, end, value: over.map(({ value }) => value).sort().join('+') })
  }
  return pieces
}
