import { AlphaSum, type AlphaMetric, type AlphaResult, type Rating } from './krippendorff-alpha.ts'

/** Two annotators, `a` before `b` in the order of their names. */
export interface PairAlpha extends AlphaResult {
  readonly a: string
  readonly b: string
}

/**
 * Krippendorff's alpha of every two annotators who share at least one unit, each from the units that both rated and from
 * nothing else. O(ratings · annotators per unit).
 */
export class PairwiseAlphaSum {
  readonly #metric: AlphaMetric
  readonly #pairs = new Map<string, Map<string, AlphaSum>>()

  constructor(metric: AlphaMetric = 'nominal') {
    this.#metric = metric
  }

  /** Takes the ratings of one unit. */
  add(ratings: readonly Rating[]): void {
    const ordered = [...ratings].sort((x, y) => compare(x.annotator, y.annotator))
    for (const [i, first] of ordered.entries()) for (const second of ordered.slice(i + 1)) this.#sumOf(first.annotator, second.annotator).add([first, second])
  }

  /** By the name of the first annotator, then of the second. */
  result(): PairAlpha[] {
    const pairs = [...this.#pairs].flatMap(([a, others]) => [...others].map(([b, sum]) => ({ a, b, ...sum.result() })))
    return pairs.sort((x, y) => compare(x.a, y.a) || compare(x.b, y.b))
  }

  #sumOf(a: string, b: string): AlphaSum {
    const others = this.#pairs.get(a) ?? new Map<string, AlphaSum>()
    this.#pairs.set(a, others)
    const sum = others.get(b) ?? new AlphaSum(this.#metric)
    others.set(b, sum)
    return sum
  }
}

/** Alpha of every pair of annotators; see `PairwiseAlphaSum`. */
export function pairwiseAlpha(units: Iterable<readonly Rating[]>, metric: AlphaMetric = 'nominal'): PairAlpha[] {
  const sum = new PairwiseAlphaSum(metric)
  for (const unit of units) sum.add(unit)
  return sum.result()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
