import * as z from 'zod'

/**
 * What a figure over queries estimates. `query`: the expected figure of a new query of the same mixture of regions;
 * `region`: every region counts alike. Either way captions of one place are first averaged to the place.
 */
export const Estimand = z.enum(['query', 'region'])
export type Estimand = z.infer<typeof Estimand>

/** A figure with its interval as regions vary. Fractions in 0..1, ranks, or metres; null where it cannot be computed. */
export const Estimate = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** `bootstrap`: of regions, from 20 on; `small-sample`: Student's t below; `places`: of places, where there are no regions; `none`: fewer than two. */
  kind: z.enum(['bootstrap', 'small-sample', 'places', 'none'])
})
export type Estimate = z.infer<typeof Estimate>

/** What intervals and tests rest on. */
export const Sample = z.object({ queries: z.int(), located: z.int(), places: z.int(), regions: z.int() })
export type Sample = z.infer<typeof Sample>

/** Sizes of a difference beside its p value. */
export const PairEffect = z.object({
  /** Mean of the regions' differences divided by their standard deviation (Cohen's d_z); null where all are equal. */
  dz: z.number().nullable(),
  /** Queries that a ranks better, b ranks better, and that both rank alike. */
  wins: z.int(),
  losses: z.int(),
  ties: z.int(),
  /** (wins - losses) / (wins + losses + ties): of paired queries, how much more often a is better (matched rank-biserial without ranks). */
  dominance: z.number()
})
export type PairEffect = z.infer<typeof PairEffect>

export const PairTest = z.object({
  /** Two-sided p values that the difference is zero; null where the test does not apply, for the reason in `why`. */
  signFlip: z.number().nullable(),
  signFlipExact: z.boolean(),
  t: z.object({ t: z.number(), df: z.number(), p: z.number() }).nullable(),
  /** Exact McNemar of R@1: only with one caption a place. */
  mcnemar: z.object({ onlyA: z.int(), onlyB: z.int(), p: z.number() }).nullable(),
  why: z.string().nullable()
})
export type PairTest = z.infer<typeof PairTest>

export const RunPair = z.object({
  a: z.string(),
  b: z.string(),
  /** a minus b, in the metric's unit, over the queries that both have. */
  difference: Estimate,
  test: PairTest,
  /** The sign-flip p value after Holm over all pairs of this answer; null where there is none. */
  holm: z.number().nullable(),
  /** Whether the difference stands: `holm` under 0.05. */
  stands: z.boolean(),
  effect: PairEffect,
  sample: Sample,
  /** Queries that only one of the two has, left out of the pair. */
  unpaired: z.int()
})
export type RunPair = z.infer<typeof RunPair>

/** What splits the queries of a run into slices. */
export const SliceBy = z.enum(['region', 'country', 'continent', 'length', 'lvlm', 'verdict', 'cue', 'split'])
export type SliceBy = z.infer<typeof SliceBy>
