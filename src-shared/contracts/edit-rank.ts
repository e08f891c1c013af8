import * as z from 'zod'
import { method } from './define.ts'
import { AnnotatorName } from './review.ts'
import { EncoderName } from '../domain/encoder.ts'
import { RankedView } from '../domain/run.ts'
import { Id, ProjectHandle } from '../domain/vocabulary.ts'

/** Where a text puts the tile of its own place: the exact 1-based rank of the best of its satellite views, and its cosine. */
export const TileRank = z.object({ rank: z.int().positive(), score: z.number(), view: z.int() })
export type TileRank = z.infer<typeof TileRank>

/** What an edit does to the rank of its own tile. */
export const EditRank = z.object({
  /** Under the text that the caption has now, as this annotator sees it. Null exactly where `missing` is not. */
  before: TileRank.nullable(),
  /** Under the text that was asked for. */
  after: TileRank.nullable(),
  /** Why there is no rank: the place has no satellite view, or none of its satellite views has a vector. */
  missing: z.enum(['no-tile', 'no-vector']).nullable(),
  /** Satellite views that both texts were ranked against: all that have a vector. */
  gallery: z.int().positive(),
  /** The best tiles of other places under the text that was asked for, best first; those with a rank below `after`'s outrank the own tile. */
  others: z.array(RankedView),
  provider: z.string(),
  milliseconds: z.number()
})
export type EditRank = z.infer<typeof EditRank>

/** Tiles of other places that an answer shows. */
export const shownOthers = 5

export const editRankMethods = {
  /**
   * Ranks a caption's own tile against the whole gallery of an encoder, exactly, under the caption's text and under an
   * edited one (both without centring). NO_EMBEDDINGS where no satellite view has a vector; UNSUPPORTED where the encoder
   * reads no text.
   */
  'review.editRank': method(
    z.object({ project: ProjectHandle, encoder: EncoderName, caption: Id, text: z.string().trim().min(1).max(20_000), annotator: AnnotatorName }),
    EditRank
  )
}
