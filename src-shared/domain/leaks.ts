import * as z from 'zod'
import { EncoderName } from './encoder.ts'
import { Split } from './vocabulary.ts'

/** How two places of different splits may be the same to a model. */
export const leakKinds = ['tiles', 'embeddings', 'captions', 'places'] as const
export const LeakKind = z.enum(leakKinds)
export type LeakKind = z.infer<typeof LeakKind>

export const LeakOptions = z.object({
  /** Satellite tiles whose two perceptual hashes (64 bits each) both differ in at most so many bits. Null: not checked. */
  bits: z.int().min(0).max(7).nullable().default(5),
  /** Tiles whose vectors of this encoder have a cosine of at least `cosine`. Null: not checked. */
  encoder: EncoderName.nullable().default(null),
  cosine: z.number().min(0.5).max(1).default(0.97),
  /** Captions whose shingles have at least this Jaccard similarity. Null: not checked. */
  similarity: z.number().min(0.5).max(1).nullable().default(0.8),
  /** Places that are nearer than this. Null: not checked. */
  metres: z.number().positive().max(100_000).nullable().default(50)
})
export type LeakOptions = z.infer<typeof LeakOptions>

/** What a check found. */
export const LeakCount = z.object({
  kind: LeakKind,
  /** Tiles, captions or places that were compared, and those that could not be: without a hash, a vector, words, coordinates. */
  compared: z.int(),
  leftOut: z.int(),
  /** Pairs across splits; of captions, those within the groups that were looked into (see `cut`). */
  pairs: z.int(),
  /** How many of the compared stand in some pair. */
  items: z.int(),
  /** Whether there were so many that not all could be compared: the counts are then at least. */
  cut: z.boolean()
})
export type LeakCount = z.infer<typeof LeakCount>

export const LeakSide = z.object({
  place: z.int(),
  placeUid: z.string(),
  /** Its split now. */
  split: Split.nullable(),
  region: z.string().nullable(),
  /** A satellite view to show. */
  view: z.int().nullable(),
  text: z.string().nullable()
})
export type LeakSide = z.infer<typeof LeakSide>

/** `value`: differing bits, cosine, Jaccard similarity or metres. `solved`: its places no longer stand in different splits. */
export const LeakPair = z.object({ kind: LeakKind, value: z.number(), a: LeakSide, b: LeakSide, solved: z.boolean() })
export type LeakPair = z.infer<typeof LeakPair>
