/** Two items of different splits, by their numbers, the lower first. */
export interface FoundPair {
  readonly a: number
  readonly b: number
  readonly value: number
}

export interface FoundPairs {
  readonly pairs: number
  readonly items: number
  readonly kept: readonly FoundPair[]
  readonly cut: boolean
}

/** Pairs of a kind that are kept. */
export const keptPairs = 1000

/** Counts pairs and keeps the worst of them. Same pairs in any order, same result. */
export class WorstPairs {
  readonly #worse: 1 | -1
  readonly #items = new Set<number>()
  #kept: FoundPair[] = []
  #pairs = 0
  cut = false

  /** `worst`: whether the highest or the lowest value is. */
  constructor(worst: 'highest' | 'lowest') {
    this.#worse = worst === 'highest' ? -1 : 1
  }

  get pairs(): number {
    return this.#pairs
  }

  add(one: number, other: number, value: number): void {
    const [a, b] = [Math.min(one, other), Math.max(one, other)]
    this.#pairs++
    this.#items.add(a).add(b)
    if (this.#kept.push({ a, b, value }) >= 2 * keptPairs) this.#trim()
  }

  found(): FoundPairs {
    this.#trim()
    return { pairs: this.#pairs, items: this.#items.size, kept: this.#kept, cut: this.cut }
  }

  #trim(): void {
    this.#kept.sort((x, y) => this.#worse * (x.value - y.value) || x.a - y.a || x.b - y.b)
    this.#kept = this.#kept.slice(0, keptPairs)
  }
}
