/**
 * A unit that an annotator marked on a continuum: [start, end) in whole numbers, and its value. The units of one
 * annotator do not overlap; they may touch, and two that touch are not the same as one.
 */
export interface MarkedUnit {
  readonly start: number
  readonly end: number
  readonly value: string
}

/** One text, and what each of its annotators marked on it: an empty list is "nothing here", an absent annotator did not look. */
export interface Continuum {
  readonly length: number
  readonly annotators: ReadonlyMap<string, readonly MarkedUnit[]>
}

/** A coefficient with its disagreements, as shares of what was compared; alpha is null where nothing can vary. */
export interface UnitizingCoefficient {
  readonly alpha: number | null
  readonly observed: number
  readonly expected: number
}

export interface ValueCoefficient extends UnitizingCoefficient {
  /** Share of the value's length that coincides with a unit of another annotator; the rest stands against gaps. */
  readonly coverage: number
}

export interface UnitizingResult {
  /** uα: where the units are and what they are called, gaps included. */
  readonly unitizing: UnitizingCoefficient
  /** |uα: only what is marked and what is not. */
  readonly identification: UnitizingCoefficient
  /** cuα: only the values, where units of two annotators coincide. */
  readonly coding: UnitizingCoefficient
  /** (k)uα: cuα of a single value. */
  readonly perValue: ReadonlyMap<string, ValueCoefficient>
  /** Continua that at least two annotators looked at, their length, and the length times annotators (ℓ..). */
  readonly continua: number
  readonly length: number
  readonly compared: number
}

/** Stands for gaps among the values' indices. */
const gap = 0

/**
 * Krippendorff's alphas for unitizing with nominal values: K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, "On the
 * reliability of unitizing textual continua: further developments", Quality & Quantity 50 (2016), and K. Krippendorff,
 * "Content Analysis", 4th edition (2019), section 12.6. They modify the earlier definition, which turned out not to behave
 * as expected with more than two annotators.
 *
 * What no unit covers is a gap, value φ. Observed coincidences ℓ_ck are the lengths over which one annotator has c and
 * another k, each ordered pair weighing 1/(m − 1); expected coincidences are those of units paired at random, none with
 * itself, where a gap may be cut anywhere, so that it counts as units of length 1:
 *
 *     ε_ck = ℓ.. (ℓ_c. ℓ_.k − [c = k] K_c) / (ℓ..² − Σ K)        K_φ = Σ length of gaps,   K_c = Σ (length of unit)²
 *
 * uα = 1 − (ℓ.. − Σ ℓ_cc) / (ℓ.. − Σ ε_cc) over all values; |uα the same with φ against everything else; cuα from the
 * coincidences of units alone, ℓ* (without φ), where a unit's length is what of it coincides with others' units, each
 * other annotator weighing 1/(m − 1), so that these lengths sum up to ℓ*_c.; (k)uα from row k of those. (The equation of
 * cuα was not at hand; this reading gives the published 0.724 of Figure 12.11, the union of the others' units 0.728.)
 *
 * Several continua are taken as one, laid end to end: K is a sum over units, and a gap's length adds up however it is
 * cut, so that this is the same as summing lengths, coincidences and K over the continua. m may differ from continuum to
 * continuum, as in alpha with missing values (our extension; the publications have the same annotators throughout). A
 * continuum with fewer than two annotators counts nothing.
 */
export class UnitizingSum {
  readonly #indices = new Map<string, number>()
  readonly #observed = new Map<number, Map<number, number>>()
  /** K_c by value, and its counterpart for the lengths that coincide with others' units. */
  readonly #selfPairs: number[] = [0]
  readonly #sharedSelfPairs: number[] = [0]
  #continua = 0
  #length = 0

  /**
   * Takes one continuum, O(units · annotators).
   * @throws RangeError where a unit is empty, leaves the continuum, or overlaps another of its annotator
   */
  add({ length, annotators }: Continuum): void {
    const partitions = [...annotators].map(([annotator, units]) => this.#partition(annotator, units, length))
    const others = partitions.length - 1
    if (others < 1 || length === 0) return
    this.#continua++
    this.#length += length
    const at = partitions.map(() => 0)
    let from = 0
    while (from < length) {
      const current = partitions.map((partition, i) => partition[at[i] ?? 0] as Section)
      const to = Math.min(...current.map((section) => section.end))
      this.#coincide(current, to - from, others)
      for (const [i, section] of current.entries()) if (section.end === to) at[i] = (at[i] ?? 0) + 1
      from = to
    }
    for (const section of partitions.flat()) {
      const { value, start, end, shared } = section
      add(this.#selfPairs, value, value === gap ? end - start : (end - start) ** 2)
      if (value !== gap) add(this.#sharedSelfPairs, value, shared ** 2)
    }
  }

  result(): UnitizingResult {
    const all = this.#matrix((value) => value >= 0, this.#selfPairs)
    const units = this.#matrix((value) => value !== gap, this.#sharedSelfPairs)
    const values = [...this.#indices].sort(([a], [b]) => (a < b ? -1 : 1))
    return {
      unitizing: ofDisagreements(all.total - all.diagonal(), all.total - all.expectedDiagonal(), all.total),
      identification: ofDisagreements(2 * (all.sum(gap) - all.at(gap, gap)), 2 * (all.expectedSum(gap) - all.expected(gap, gap)), all.total),
      coding: ofDisagreements(units.total - units.diagonal(), units.total - units.expectedDiagonal(), units.total),
      perValue: new Map(
        values.map(([value, k]) => {
          const shared = units.sum(k)
          const expected = units.expectedSum(k)
          const coefficient = perValue(shared, shared - units.at(k, k), expected, expected - units.expected(k, k))
          return [value, { ...coefficient, coverage: all.sum(k) > 0 ? shared / all.sum(k) : 0 }]
        })
      ),
      continua: this.#continua,
      length: this.#length,
      compared: all.total
    }
  }

  /** A stretch over which nobody's section changes: every ordered pair of annotators coincides once. */
  #coincide(sections: readonly Section[], length: number, others: number): void {
    const counts = new Map<number, number>()
    for (const { value } of sections) counts.set(value, (counts.get(value) ?? 0) + 1)
    for (const [c, countC] of counts) {
      const row = this.#observed.get(c) ?? new Map<number, number>()
      this.#observed.set(c, row)
      for (const [k, countK] of counts) {
        const pairs = countC * (c === k ? countK - 1 : countK)
        if (pairs > 0) row.set(k, (row.get(k) ?? 0) + (length * pairs) / others)
      }
    }
    const marked = sections.length - (counts.get(gap) ?? 0)
    for (const section of sections) if (section.value !== gap) section.shared += (length * (marked - 1)) / others
  }

  /** The units with the gaps between them, in order, without holes. */
  #partition(annotator: string, units: readonly MarkedUnit[], length: number): Section[] {
    const sections: Section[] = []
    let reached = 0
    for (const { start, end, value } of [...units].sort((a, b) => a.start - b.start)) {
      if (start >= end || start < 0 || end > length) throw new RangeError(`A unit of ${annotator} from ${start} to ${end} is not within the continuum of length ${length}.`)
      if (start < reached) throw new RangeError(`Two units of ${annotator} overlap before ${reached}.`)
      if (start > reached) sections.push({ start: reached, end: start, value: gap, shared: 0 })
      sections.push({ start, end, value: this.#indexOf(value), shared: 0 })
      reached = end
    }
    if (reached < length) sections.push({ start: reached, end: length, value: gap, shared: 0 })
    return sections
  }

  #indexOf(value: string): number {
    const known = this.#indices.get(value)
    if (known !== undefined) return known
    this.#indices.set(value, this.#indices.size + 1)
    return this.#indices.size
  }

  #matrix(included: (value: number) => boolean, selfPairs: readonly number[]): Coincidences {
    return new Coincidences(this.#observed, [gap, ...this.#indices.values()].filter(included), selfPairs)
  }
}

/** Krippendorff's alphas for unitizing of all continua at once; see `UnitizingSum`. */
export function unitizingAlpha(continua: Iterable<Continuum>): UnitizingResult {
  const sum = new UnitizingSum()
  for (const continuum of continua) sum.add(continuum)
  return sum.result()
}

/** A unit or a gap of one annotator; `shared`: its length that coincides with units of the others. */
interface Section {
  readonly start: number
  readonly end: number
  readonly value: number
  shared: number
}

/** Observed coincidences among some of the values, and the expected ones that follow from their margins. */
class Coincidences {
  readonly total: number
  readonly #observed: ReadonlyMap<number, ReadonlyMap<number, number>>
  readonly #values: readonly number[]
  readonly #selfPairs: readonly number[]
  readonly #sums: Map<number, number>
  /** ℓ.. − Σ K / ℓ..; not positive where no two units are left to be paired. */
  readonly #pairable: number

  constructor(observed: ReadonlyMap<number, ReadonlyMap<number, number>>, values: readonly number[], selfPairs: readonly number[]) {
    this.#observed = observed
    this.#values = values
    this.#selfPairs = selfPairs
    this.#sums = new Map(values.map((c) => [c, values.reduce((sum, k) => sum + this.at(c, k), 0)]))
    this.total = [...this.#sums.values()].reduce((sum, row) => sum + row, 0)
    const self = values.reduce((sum, c) => sum + (selfPairs[c] ?? 0), 0)
    this.#pairable = this.total === 0 ? 0 : this.total - self / this.total
  }

  at(c: number, k: number): number {
    return this.#observed.get(c)?.get(k) ?? 0
  }

  sum(c: number): number {
    return this.#sums.get(c) ?? 0
  }

  expected(c: number, k: number): number {
    if (this.#pairable <= 0) return 0
    return (this.sum(c) * this.sum(k) - (c === k ? (this.#selfPairs[c] ?? 0) : 0)) / this.#pairable
  }

  expectedSum(c: number): number {
    return this.#values.reduce((sum, k) => sum + this.expected(c, k), 0)
  }

  diagonal(): number {
    return this.#values.reduce((sum, c) => sum + this.at(c, c), 0)
  }

  expectedDiagonal(): number {
    return this.#pairable <= 0 ? this.total : this.#values.reduce((sum, c) => sum + this.expected(c, c), 0)
  }
}

/** Below this share of ℓ.. a disagreement is rounding. */
const rounding = 1e-12

function ofDisagreements(observed: number, expected: number, total: number): UnitizingCoefficient {
  if (total === 0) return { alpha: null, observed: 0, expected: 0 }
  const shares = { observed: clear(observed / total), expected: clear(expected / total) }
  return { alpha: shares.expected > 0 ? 1 - shares.observed / shares.expected : null, ...shares }
}

/** Disagreements of one value, each as a share of the value's own coincidences. */
function perValue(sum: number, observed: number, expectedSum: number, expected: number): UnitizingCoefficient {
  if (sum === 0 || expectedSum <= 0) return { alpha: null, observed: 0, expected: 0 }
  const shares = { observed: clear(observed / sum), expected: clear(expected / expectedSum) }
  return { alpha: shares.expected > 0 ? 1 - shares.observed / shares.expected : null, ...shares }
}

function clear(share: number): number {
  return Math.abs(share) < rounding ? 0 : share
}

function add(sums: number[], index: number, amount: number): void {
  sums[index] = (sums[index] ?? 0) + amount
}
