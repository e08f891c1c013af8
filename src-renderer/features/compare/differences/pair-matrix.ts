import type { Estimate, RunPair } from '#shared/domain/analysis.ts'

/** A pair as it is read from a row to a column: `flipped` where the answer has it the other way round. */
export interface SeenPair {
  readonly pair: RunPair
  readonly flipped: boolean
}

/** The pair of two runs, whichever way round it was answered. */
export function pairOf(pairs: readonly RunPair[], a: string, b: string): SeenPair | null {
  const straight = pairs.find((pair) => pair.a === a && pair.b === b)
  if (straight !== undefined) return { pair: straight, flipped: false }
  const turned = pairs.find((pair) => pair.a === b && pair.b === a)
  return turned === undefined ? null : { pair: turned, flipped: true }
}

/** The difference the other way round: the ends of its interval change places. */
export function turned({ value, low, high, kind }: Estimate): Estimate {
  // Not -0.
  const minus = (end: number | null): number | null => (end === null ? null : 0 - end)
  return { value: minus(value), low: minus(high), high: minus(low), kind }
}

/** A pair read the other way round: b against a. */
export function turnedPair(pair: RunPair): RunPair {
  const { a, b, difference, test, effect } = pair
  return {
    ...pair,
    a: b,
    b: a,
    difference: turned(difference),
    test: {
      ...test,
      t: test.t === null ? null : { ...test.t, t: 0 - test.t.t },
      mcnemar: test.mcnemar === null ? null : { ...test.mcnemar, onlyA: test.mcnemar.onlyB, onlyB: test.mcnemar.onlyA }
    },
    effect: { dz: effect.dz === null ? null : 0 - effect.dz, wins: effect.losses, losses: effect.wins, ties: effect.ties, dominance: 0 - effect.dominance }
  }
}

/** Every pair as it was answered, unrounded: what CSV saves. */
export function pairsAsTable(metric: string, pairs: readonly RunPair[], nameOf: (run: string) => string) {
  return {
    columns: ['a', 'b', 'metric', 'difference', 'low', 'high', 'interval', 'sign_flip_p', 'sign_flip_exact', 'holm_p', 'stands', 't', 'df', 't_p', 'mcnemar_only_a', 'mcnemar_only_b', 'mcnemar_p', 'd_z', 'wins', 'losses', 'ties', 'dominance', 'queries', 'unpaired', 'places', 'regions'],
    rows: pairs.map(({ a, b, difference, test, holm, stands, effect, sample, unpaired }) => [
      nameOf(a), nameOf(b), metric, difference.value, difference.low, difference.high, difference.kind, test.signFlip, test.signFlip === null ? null : String(test.signFlipExact), holm, String(stands), test.t?.t ?? null, test.t?.df ?? null, test.t?.p ?? null,
      test.mcnemar?.onlyA ?? null, test.mcnemar?.onlyB ?? null, test.mcnemar?.p ?? null, effect.dz, effect.wins, effect.losses, effect.ties, effect.dominance, sample.queries, unpaired, sample.places, sample.regions
    ])
  }
}
