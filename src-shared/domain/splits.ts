import * as z from 'zod'
import { Id, Split } from './vocabulary.ts'

/** Shares of the places, as fractions that sum to 1. */
export const SplitShares = z
  .object({ train: z.number().min(0).max(1), val: z.number().min(0).max(1), test: z.number().min(0).max(1) })
  .refine(({ train, val, test }) => Math.abs(train + val + test - 1) < 1e-6, 'shares that sum to 1')
export type SplitShares = z.infer<typeof SplitShares>

const Buffered = {
  /** No two places of different splits may be nearer than this, in metres; 0: as they fall. */
  bufferM: z.number().min(0).max(1_000_000).default(0),
  seed: z.int().min(0).max(0xffffffff).default(1)
}

/**
 * How places are divided.
 * - `region` (the paper's world level): whole regions, drawn within each continent so that every split is of the world.
 * - `continent` (its intercontinental level): the named continents are the test split, regions of the others train and validation.
 * - `random`: place by place. With a buffer, places that are chained together by steps shorter than it stay together
 *   (`together`), or those that stand too near to a place of another split get none (`leave-out`).
 * - `places`: these places into one split; the others stay.
 * With a buffer, `region` and `continent` leave out: a training place that is nearer than the buffer to a validation or
 * test place gets no split, and a validation place that is near a test place; test places all stay.
 */
export const SplitRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('region'), shares: SplitShares, ...Buffered }).strict(),
  z.object({ kind: z.literal('continent'), test: z.array(z.string().min(1)).min(1), valShare: z.number().min(0).max(0.9).default(0.1), ...Buffered }).strict(),
  z.object({ kind: z.literal('random'), shares: SplitShares, buffer: z.enum(['together', 'leave-out']).default('together'), ...Buffered }).strict(),
  z.object({ kind: z.literal('places'), places: z.array(Id).min(1).max(10_000), split: Split.nullable() }).strict()
])
export type SplitRule = z.infer<typeof SplitRule>

/** Places in each split; `none`: in no split. */
export const SplitCounts = z.object({ train: z.int(), val: z.int(), test: z.int(), none: z.int() })
export type SplitCounts = z.infer<typeof SplitCounts>

/** What a rule would do, or what is: counts, and how near the splits come to each other. */
export const SplitOverview = z.object({
  counts: SplitCounts,
  /** The regions with the most places first, at most 1,000; places without a region stand under null. */
  regions: z.array(z.object({ region: z.string().nullable(), continent: z.string().nullable(), counts: SplitCounts })),
  regionCount: z.int(),
  /** Places that get no split because they are too near to one of another. */
  leftOut: z.int(),
  /** Places that get none because they have no region, no continent or no coordinates, which the rule goes by. */
  unplaced: z.int(),
  /** Places in the largest group that a buffer keeps together; null without such groups. */
  largestGroup: z.int().nullable(),
  /** The least distance between places of two different splits, in metres; null where there are no such. */
  nearestM: z.number().nullable(),
  /** Places whose split changes. */
  changed: z.int()
})
export type SplitOverview = z.infer<typeof SplitOverview>
