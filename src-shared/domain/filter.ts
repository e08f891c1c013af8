import * as z from 'zod'
import { maxQueryLength } from './filter-language/index.ts'
import { BoundingBox, CaptionStatus, Id, Split, ViewKind } from './vocabulary.ts'

/** Which captions or places a screen, a queue or a job speaks of. An absent field does not restrict. */
export const Filter = z.object({
  /** The filter language (docs/guide/filter-language.md): `status:rejected region:Lagos "red roof"`. */
  query: z.string().max(maxQueryLength).optional(),
  /** The annotator whom `me` in the query means. */
  me: z.string().max(100).optional(),
  /** Full-text terms over the captions; all must match. */
  text: z.string().max(1000).optional(),
  regions: z.array(Id).max(1000).optional(),
  countries: z.array(z.string()).max(300).optional(),
  continents: z.array(z.string()).max(10).optional(),
  statuses: z.array(CaptionStatus).optional(),
  splits: z.array(z.union([Split, z.literal('none')])).optional(),
  kinds: z.array(ViewKind).optional(),
  annotators: z.array(z.string()).optional(),
  /** Places inside a box of WGS 84 degrees. */
  box: BoundingBox.optional(),
  located: z.boolean().optional(),
  places: z.array(Id).max(10_000).optional()
})
export type Filter = z.infer<typeof Filter>

export const browseOrders = ['id', 'region', 'newest-review', 'shortest', 'longest', 'most-edited', 'near-duplicates', 'agreement', 'random'] as const

/**
 * How a list is ordered. `near-duplicates`: captions that nearly repeat each other stand together, the others follow.
 * `agreement`: by how well the text agrees with the colours, structure and texture of its own tile (the least of the
 * three), the lowest first. `rank:ENCODER`: by the rank of the caption's own tile in the newest run of that encoder over captions and the whole
 * gallery, the worst first. `disagreement:ENCODER1,ENCODER2`: by the difference of the logarithms of both ranks, the
 * greatest first. Captions without a rank or a score come last. A list of places takes each place at its first caption.
 */
export const BrowseOrder = z.union([
  z.enum(browseOrders),
  z.templateLiteral(['rank:', z.string().min(1).max(200)]),
  z.templateLiteral(['disagreement:', z.string().min(1).max(200), ',', z.string().min(1).max(200)])
])
export type BrowseOrder = z.infer<typeof BrowseOrder>
