import * as z from 'zod'
import { BoundingBox, CaptionStatus, Id, Split, ViewKind } from './vocabulary.ts'

/** Which captions or places a screen, a queue or a job speaks of. An absent field does not restrict. */
export const Filter = z.object({
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

export const browseOrders = ['id', 'region', 'newest-review', 'shortest', 'longest', 'random'] as const
export const BrowseOrder = z.enum(browseOrders)
export type BrowseOrder = z.infer<typeof BrowseOrder>
