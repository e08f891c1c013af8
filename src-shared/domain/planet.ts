import * as z from 'zod'
import { EncoderName } from './encoder.ts'
import { maxQueryLength } from './filter-language/index.ts'
import { signatureKinds } from './signature-kinds.ts'

export { signatureKinds }
export const SignatureKind = z.enum(signatureKinds)
export type SignatureKind = z.infer<typeof SignatureKind>

/** A number for each of the three. */
export const PerSignature = z.object({ colour: z.number(), structure: z.number(), texture: z.number() })
export type PerSignature = z.infer<typeof PerSignature>

/** The signatures of one view as they are drawn. */
export const Signature = z.object({
  /** Hash of the spec by which it was measured. */
  spec: z.string(),
  /** Share of the pixels in each bin of red, green and blue; each sums to 1. */
  colour: z.object({ red: z.array(z.number()), green: z.array(z.number()), blue: z.array(z.number()) }),
  /** Share of the gradient magnitude by the direction of EDGES (0 = east-west, counter-clockwise), bins over half a turn; all zeros for a flat tile. */
  structure: z.array(z.number()),
  /** Mean natural log of the power in each ring of frequencies, lowest first. */
  texture: z.array(z.number()),
  /** The same in standard deviations from the mean of the training split (of all mined views where no split is set); null before enough views are mined. */
  textureStandardised: z.array(z.number()).nullable(),
  /** Upper edge of each ring in cycles per image side. */
  frequencies: z.array(z.number())
})
export type Signature = z.infer<typeof Signature>

export const MiningState = z.object({ spec: z.string(), mined: z.int(), total: z.int(), problems: z.int() })
export type MiningState = z.infer<typeof MiningState>

/** Weights of the terms of L_phy: 1 or 0 for an ablation. */
export const PhysicalWeights = z.object({ colour: z.number().min(0).default(1), structure: z.number().min(0).default(1), texture: z.number().min(0).default(1) })
export type PhysicalWeights = z.infer<typeof PhysicalWeights>

/** How PLANET is trained. Regions of the splits `train`, `val` and `test` never mix. */
export const TrainOptions = z.object({
  /** What the new encoder is called. */
  name: EncoderName,
  /** An encoder of the project whose frozen towers the heads stand on; null: PLANET-nano, from scratch. */
  base: EncoderName.nullable().default(null),
  /** Weight of L_phy, or several of which validation chooses. 0: plain contrastive learning. */
  lambda: z.array(z.number().min(0).max(100)).min(1).max(8).default([0.1]),
  weights: PhysicalWeights.default({ colour: 1, structure: 1, texture: 1 }),
  /** Only captions that fit this query of the filter language (`verdict:accepted,edited`: what people reviewed). Rejected captions are never trained on. */
  where: z.string().trim().max(maxQueryLength).optional(),
  me: z.string().max(100).optional(),
  /** Train on the text that a caption has now (corrections are used), or on its first. */
  texts: z.enum(['current', 'first']).default('current'),
  steps: z.int().min(1).max(1_000_000).default(1200),
  batch: z.int().min(1).max(4096).default(64),
  /** Peak of the learning rate, after the warm-up; a cosine leads to zero. */
  rate: z.number().positive().max(1).default(2e-3),
  warmUp: z.int().min(0).optional(),
  weightDecay: z.number().min(0).max(1).default(0.02),
  validateEvery: z.int().min(1).optional(),
  /** Looks at validation without a better one before it stops early; null: never. */
  patience: z.int().min(1).nullable().default(4),
  seed: z.int().min(0).default(1),
  /** Threads of the training step; the same number on the same machine gives the same weights. 0: as many as there are cores. */
  threads: z.int().min(0).max(64).default(0),
  provider: z.string().optional(),
  /** Embed the project with the new encoder afterwards, evaluate it on the test split, and beside it this encoder. */
  compareWith: EncoderName.nullable().default(null)
})
export type TrainOptions = z.infer<typeof TrainOptions>

/** A point of the live curves. Losses are means since the last point, in nats. */
export const TrainingPoint = z.object({
  /** Which of `lambda` is being trained. */
  lambda: z.number(),
  step: z.int(),
  loss: z.number(),
  /** L_itc, and the three terms of L_phy (null where its weight is 0). */
  contrastive: z.number(),
  colour: z.number().nullable(),
  structure: z.number().nullable(),
  texture: z.number().nullable(),
  /** Present where validation was looked at: shares of its captions, among the tiles of validation. */
  validation: z.object({ r1: z.number(), r5: z.number(), r10: z.number(), mrr: z.number() }).nullable()
})
export type TrainingPoint = z.infer<typeof TrainingPoint>

/** What is known of a trained encoder: its model card as data, kept in its folder as `planet.json`. */
export const ModelCard = z.object({
  name: z.string(),
  createdAt: z.number(),
  options: TrainOptions,
  /** The weight of L_phy that validation chose. */
  lambda: z.number(),
  signatureSpec: z.string(),
  parameters: z.int(),
  data: z.object({
    hash: z.string(),
    places: z.object({ train: z.int(), val: z.int(), test: z.int() }),
    captions: z.object({ train: z.int(), val: z.int(), test: z.int() }),
    regions: z.object({ train: z.array(z.string()), val: z.array(z.string()), test: z.array(z.string()) })
  }),
  keptStep: z.int(),
  stoppedEarly: z.boolean(),
  provider: z.string(),
  stepsPerSecond: z.number(),
  curve: z.array(TrainingPoint),
  /** Test results, looked at once after everything was chosen; null before. */
  test: z.object({ r1: z.number(), r5: z.number(), r10: z.number(), queries: z.int(), gallery: z.int() }).nullable()
})
export type ModelCard = z.infer<typeof ModelCard>

/** The variants of an ablation: L_itc alone, all of L_phy, each of its terms alone. */
export const ablationVariants = ['contrastive', 'planet', 'colour', 'structure', 'texture'] as const
export const AblationVariant = z.enum(ablationVariants)
export type AblationVariant = z.infer<typeof AblationVariant>

export const AblateOptions = TrainOptions.omit({ name: true, compareWith: true, seed: true }).extend({
  /** Fewer than one training has: all variants together take minutes, not hours. */
  steps: z.int().min(1).max(1_000_000).default(800),
  /** Never, so that all variants have the same number of steps; the step that is kept is still the best in validation. */
  patience: z.int().min(1).nullable().default(null),
  seeds: z.array(z.int().min(0)).min(1).max(20).default([1, 2, 3]),
  variants: z.array(AblationVariant).min(2).default(['contrastive', 'planet', 'colour', 'structure', 'texture']),
  /** `world`: the splits of the project. `continents`: each continent held out in turn, its regions the test. */
  levels: z.array(z.enum(['world', 'continents'])).min(1).default(['world']),
  /** Nominal coverage of the intervals. */
  confidence: z.number().gt(0.5).lt(1).default(0.95)
})
export type AblateOptions = z.infer<typeof AblateOptions>

/** A share with its interval; null where there are too few regions for one. */
export const Estimate = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
export type Estimate = z.infer<typeof Estimate>

export const AblationRow = z.object({
  level: z.enum(['world', 'continents']),
  /** The continent that was held out; null at world level, and for the mean over continents. */
  held: z.string().nullable(),
  variant: AblationVariant,
  lambda: z.number(),
  /** Test regions, tiles and captions behind the figures. */
  regions: z.int(),
  gallery: z.int(),
  queries: z.int(),
  /** Means over seeds of query-weighted R@K; intervals over regions and seeds. */
  r1: Estimate,
  r5: Estimate,
  r10: Estimate,
  /** R@K minus that of `contrastive` with the same seeds, queries paired; null for `contrastive` itself. */
  difference: z.object({ r1: Estimate, r5: Estimate, r10: Estimate, /** Sign-flip test of whole regions, two-sided, for R@1. */ p: z.number() }).nullable(),
  /** R@1 of each seed, in the order of `seeds`. */
  perSeed: z.array(z.number())
})
export type AblationRow = z.infer<typeof AblationRow>

export const AblationReport = z.object({
  createdAt: z.number(),
  options: AblateOptions,
  dataHash: z.string(),
  signatureSpec: z.string(),
  rows: z.array(AblationRow),
  /** How the intervals and the test are made, in a sentence each. */
  method: z.array(z.string()),
  provider: z.string(),
  version: z.string(),
  seconds: z.number()
})
export type AblationReport = z.infer<typeof AblationReport>

/** How captions are scored against their own tiles. */
export const ScoreOptions = z.object({
  /** Frozen text tower; null: small text towers from scratch. */
  base: EncoderName.nullable().default(null),
  /** Regions are dealt into so many folds; a region is scored by heads that were trained without its fold. */
  folds: z.int().min(2).max(20).default(5),
  /** Tiles of other places of the split that the own tile is compared with. */
  comparisons: z.int().min(10).max(10_000).default(1000),
  steps: z.int().min(1).max(100_000).default(300),
  batch: z.int().min(2).max(4096).default(128),
  seed: z.int().min(0).default(1),
  threads: z.int().min(0).max(64).default(0),
  /** Keep the heads there are and score only what is new or edited. */
  onlyStale: z.boolean().default(false)
})
export type ScoreOptions = z.infer<typeof ScoreOptions>

/** Percentiles in 0..100: how many of the comparison tiles agree less with the text than its own tile does (ties half). Low: likely wrong. */
export const Agreement = z.object({ colour: z.number(), structure: z.number(), texture: z.number() })
export type Agreement = z.infer<typeof Agreement>

/** How well low agreement finds captions that are known to be wrong. */
export const AgreementReport = z.object({
  captions: z.int(),
  wrong: z.int(),
  /** For each kind of wrong claim, by the agreement of that kind, and for any kind by the least of the three. */
  rows: z.array(
    z.object({
      claim: z.enum([...signatureKinds, 'any']),
      wrong: z.int(),
      /** Area under the ROC curve for: agreement, own tile's retrieval rank, random order (with a seed). Intervals resample regions. */
      orders: z.array(z.object({ order: z.enum(['agreement', 'rank', 'random']), auc: Estimate, /** Wrong captions in the first tenth of the queue. */ firstTenth: z.int(), firstTenthShare: z.number() }))
    })
  ),
  encoder: z.string().nullable()
})
export type AgreementReport = z.infer<typeof AgreementReport>

/** Re-ranking the first `depth` answers by physical agreement: score = cosine + weight x mean of the three agreements (cosines). A labelled switch, never the default. */
export const Rerank = z.object({ weight: z.number().gt(0).max(10).default(1), depth: z.int().min(2).max(1000).default(100) })
export type Rerank = z.infer<typeof Rerank>
