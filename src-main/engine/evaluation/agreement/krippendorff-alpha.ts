/**
 * How the values of a variable differ: names (equal or not), ranks, or numbers with a meaningful distance. Ordinal and
 * interval want numbers as values.
 */
export type AlphaMetric = 'nominal' | 'ordinal' | 'interval'

/** The value that one annotator gave to one unit. An annotator who gave none is left out: data may be missing. */
export interface Rating {
  readonly annotator: string
  readonly value: string | number
}

/** Why there is no alpha. Without two values on any unit nothing can be compared; without two different values chance cannot be told from agreement. */
export type NoAlpha = 'no-pairable-unit' | 'no-variation'

export interface AlphaResult {
  /** 1 for perfect agreement, 0 for what chance would give, below 0 for systematic disagreement; null: see `reason`. */
  readonly alpha: number | null
  readonly reason: NoAlpha | null
  /** Observed and expected disagreement (D_o, D_e); null without a pairable unit. */
  readonly observed: number | null
  readonly expected: number | null
  /** Units that at least two annotators valued, the values on them, and the annotators who gave those. */
  readonly units: number
  readonly values: number
  readonly annotators: number
}

/** Units whose values are the same multiset: alpha knows no more of a unit than that. */
export interface UnitPattern {
  /** Index of a value and how many annotators gave it, by rising index. */
  readonly counts: readonly (readonly [value: number, count: number])[]
  units: number
}

/**
 * Krippendorff's alpha, 1 − D_o / D_e, for any number of annotators and missing values (K. Krippendorff, "Computing
 * Krippendorff's Alpha-Reliability", 2011). With n_uc annotators giving unit u the value c, m_u values on u, n_c values
 * c on all pairable units and n values in all:
 *
 *     D_o = 1/n · Σ_u Σ_c,k n_uc n_uk δ²(c,k) / (m_u − 1)        D_e = 1/(n(n−1)) · Σ_c,k n_c n_k δ²(c,k)
 *
 * δ² is 0 or 1 (nominal), (c − k)² (interval), or the square of the values ranked from c to k, both ends counted half
 * (ordinal). Units are added one by one, so that a caller may stream them; only the distinct patterns are kept.
 *
 * Where all values are the same, D_o = D_e = 0 and the quotient is undefined. Some programs print 1 there and some 0; we
 * say null, "no-variation": such data neither show agreement beyond chance nor the lack of it.
 */
export class AlphaSum {
  readonly metric: AlphaMetric
  readonly #values = new Map<string | number, number>()
  readonly #patterns = new Map<string, UnitPattern>()
  readonly #annotators = new Set<string>()

  constructor(metric: AlphaMetric = 'nominal') {
    this.metric = metric
  }

  /**
   * Takes the ratings of one unit, O(ratings). Fewer than two are not pairable and count nothing.
   * @throws RangeError if an annotator rates the unit twice, or a value is not a finite number where the metric wants one
   */
  add(ratings: readonly Rating[]): void {
    if (ratings.length < 2) return
    const seen = new Set<string>()
    for (const { annotator, value } of ratings) {
      if (seen.has(annotator)) throw new RangeError(`${annotator} rates the same unit twice.`)
      if (this.metric !== 'nominal' && !(typeof value === 'number' && Number.isFinite(value))) {
        throw new RangeError(`The ${this.metric} metric wants numbers; ${annotator} gave ${String(value)}.`)
      }
      seen.add(annotator)
      this.#annotators.add(annotator)
    }
    const indices = ratings.map(({ value }) => this.#indexOf(value)).sort((a, b) => a - b)
    const key = indices.join(' ')
    const known = this.#patterns.get(key)
    if (known) known.units++
    else this.#patterns.set(key, { counts: countRuns(indices), units: 1 })
  }

  result(): AlphaResult {
    const patterns = this.patterns()
    const units = patterns.reduce((sum, pattern) => sum + pattern.units, 0)
    const disagreement = disagreementOf(patterns, patterns.map((pattern) => pattern.units), this.scale())
    if (!disagreement) return { alpha: null, reason: 'no-pairable-unit', observed: null, expected: null, units: 0, values: 0, annotators: 0 }
    const { observed, expected, values } = disagreement
    const varies = expected > 0
    return {
      alpha: varies ? 1 - observed / expected : null,
      reason: varies ? null : 'no-variation',
      observed,
      expected,
      units,
      values,
      annotators: this.#annotators.size
    }
  }

  /** What a resampling needs: the patterns with how many units have each. */
  patterns(): UnitPattern[] {
    return [...this.#patterns.values()]
  }

  /** What `disagreementOf` needs besides the patterns: the metric and the values by index. */
  scale(): AlphaScale {
    return { metric: this.metric, values: [...this.#values.keys()] }
  }

  #indexOf(value: string | number): number {
    const known = this.#values.get(value)
    if (known !== undefined) return known
    this.#values.set(value, this.#values.size)
    return this.#values.size - 1
  }
}

export interface AlphaScale {
  readonly metric: AlphaMetric
  readonly values: readonly (string | number)[]
}

/** Krippendorff's alpha of all units at once; see `AlphaSum`. */
export function krippendorffAlpha(units: Iterable<readonly Rating[]>, metric: AlphaMetric = 'nominal'): AlphaResult {
  const sum = new AlphaSum(metric)
  for (const unit of units) sum.add(unit)
  return sum.result()
}

/**
 * D_o and D_e of patterns that stand for `weights[i]` units each, and n, the number of values. Null if no unit is left.
 * O(patterns) for nominal values, O(patterns + values²) for the others.
 */
export function disagreementOf(
  patterns: readonly UnitPattern[],
  weights: ArrayLike<number>,
  scale: AlphaScale
): { observed: number; expected: number; values: number } | null {
  const totals = new Float64Array(scale.values.length)
  let values = 0
  for (const [i, { counts }] of patterns.entries()) {
    const weight = weights[i] ?? 0
    for (const [value, count] of counts) {
      totals[value] = (totals[value] ?? 0) + weight * count
      values += weight * count
    }
  }
  if (values === 0) return null
  const difference = differenceOf(scale, totals)
  let observed = 0
  for (const [i, { counts }] of patterns.entries()) {
    const weight = weights[i] ?? 0
    if (weight > 0 && counts.length > 1) observed += weight * pairSum(counts, difference) / (counts.reduce((sum, [, count]) => sum + count, 0) - 1)
  }
  const expected = scale.metric === 'nominal' ? nominalExpected(totals, values) : pairSum([...totals.entries()], difference)
  return { observed: observed / values, expected: expected / (values * (values - 1)), values }
}

/** Σ_c n_c (n − n_c): `pairSum` where all differences are 1, without the square. */
function nominalExpected(totals: Float64Array, values: number): number {
  let sum = 0
  for (const count of totals) sum += count * (values - count)
  return sum
}

/** Σ n_c n_k δ²(c,k) over ordered pairs of different values. */
function pairSum(counts: readonly (readonly [number, number])[], difference: (c: number, k: number) => number): number {
  let sum = 0
  for (const [i, [c, countC]] of counts.entries()) for (const [k, countK] of counts.slice(i + 1)) sum += 2 * countC * countK * difference(c, k)
  return sum
}

/** δ² between the values of two indices. */
function differenceOf({ metric, values }: AlphaScale, totals: Float64Array): (c: number, k: number) => number {
  if (metric === 'nominal') return () => 1
  if (metric === 'interval') return (c, k) => (Number(values[c]) - Number(values[k])) ** 2
  // The values between c and k plus half of each end are the distance of their mid-ranks.
  const midRank = new Float64Array(values.length)
  let below = 0
  for (const i of [...values.keys()].sort((a, b) => Number(values[a]) - Number(values[b]))) {
    const count = totals[i] ?? 0
    midRank[i] = below + count / 2
    below += count
  }
  return (c, k) => ((midRank[c] ?? 0) - (midRank[k] ?? 0)) ** 2
}

/** Runs of equal numbers in a sorted list. */
function countRuns(sorted: readonly number[]): [number, number][] {
  const runs: [number, number][] = []
  for (const value of sorted) {
    const last = runs.at(-1)
    if (last?.[0] === value) last[1]++
    else runs.push([value, 1])
  }
  return runs
}
