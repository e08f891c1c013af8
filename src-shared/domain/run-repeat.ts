import * as z from 'zod'

/** What a run was made from; `data`: queries, their texts, the gallery, places and coordinates, as one hash. */
export const repeatSources = ['data', 'encoder', 'provider', 'version', 'galleryMissing', 'queriesMissing', 'queriesWithoutTruth', 'gallery'] as const

/** A kept run beside the same protocol evaluated now. */
export const RunRepeat = z.object({
  run: z.string(),
  name: z.string(),
  /** Every query's ranks, its first answer and every metric are the same numbers. */
  same: z.boolean(),
  /** What it was made from that is another now; hashes are cut to their first 12 digits. */
  sources: z.array(z.object({ what: z.enum(repeatSources), kept: z.string(), now: z.string() })),
  queries: z.object({
    kept: z.int(),
    now: z.int(),
    /** Queries of the kept run that are not ranked now, and the other way round. */
    onlyKept: z.int(),
    onlyNow: z.int(),
    /** Of those in both: how many have another rank of a positive, another first answer. */
    ranksDiffer: z.int(),
    answersDiffer: z.int(),
    /** Places by which a best positive moved at most. */
    largestMove: z.int()
  }),
  /** Metrics that differ. */
  metrics: z.array(z.object({ metric: z.string(), kept: z.number().nullable(), now: z.number().nullable() }))
})
export type RunRepeat = z.infer<typeof RunRepeat>
