import * as z from 'zod'
import { maxQueryLength } from './filter-language/index.ts'

/** A ring of corners in a plane, not closed: [longitude, latitude] in degrees, or coordinates of a projection. */
export const Ring = z.array(z.tuple([z.number(), z.number()])).min(3).max(5_000)
export type Ring = z.infer<typeof Ring>

/**
 * Some of the queries of runs: those that fit every part that is given. An empty selection is all of them. It says how to
 * find the queries and holds none, so it means the same in every view, in a report and after a restart.
 */
export const QuerySelection = z
  .object({
    /** A query of the filter language over the captions (or the places of the views) that are ranked for. */
    where: z.string().trim().max(maxQueryLength).optional(),
    /** Whom the filter means by `me`. */
    me: z.string().max(100).optional(),
    /** Exact ranks of the best positive under a run, 1-based, both ends included; `to` null: no end. */
    ranks: z.array(z.object({ run: z.string(), from: z.int().min(1), to: z.int().min(1).nullable() })).max(8).optional(),
    /** Metres between truth and first answer under a run; queries without coordinates do not fit. `to` null: no end. */
    errors: z.array(z.object({ run: z.string(), from: z.number().min(0), to: z.number().min(0).nullable() })).max(8).optional(),
    /** Which of two runs ranks the truth better. */
    outcome: z.object({ a: z.string(), b: z.string(), is: z.enum(['won', 'lost', 'tied']) }).optional(),
    /** The truth's place lies in this ring of [longitude, latitude] degrees. */
    within: Ring.optional(),
    /** The query's point lies in this ring of a kept projection. */
    projected: z.object({ projection: z.string(), ring: Ring }).optional()
  })
  .strict()
export type QuerySelection = z.infer<typeof QuerySelection>

/** Whether a selection leaves anything out. */
export function selectsAll(selection: QuerySelection): boolean {
  return !selection.where && !selection.ranks?.length && !selection.errors?.length && !selection.outcome && !selection.within && !selection.projected
}
