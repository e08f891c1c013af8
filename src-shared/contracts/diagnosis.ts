import * as z from 'zod'
import { method } from './define.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

/** Documents whose k-occurrence lies in [from, to), and how many chance would put there. */
const OccurrenceBin = z.object({ from: z.int(), to: z.int(), documents: z.int(), expected: z.number().nullable() })

/** A document that answers many queries. `right`: of those queries, for how many it is the truth. */
const Hub = z.object({ document: z.int(), queries: z.int(), right: z.int() })

/** k-occurrences of the gallery's documents (evaluation/diagnosis/hubness.ts). `expected…`: were answers drawn evenly; null where queries have galleries of their own. */
export const Hubness = z.object({
  k: z.int(),
  documents: z.int(),
  skewness: z.number().nullable(),
  expectedSkewness: z.number().nullable(),
  /** Documents that never answer. */
  never: z.int(),
  expectedNever: z.number().nullable(),
  /** The k-occurrence of the greatest hub. */
  most: z.int(),
  expectedMost: z.number().nullable(),
  /** Share of all answers that the most frequent hundredth of the documents gives. */
  firstPercent: z.number(),
  bins: z.array(OccurrenceBin),
  hubs: z.array(Hub)
})
export type Hubness = z.infer<typeof Hubness>

export const ReliabilityBin = z.object({ from: z.number(), to: z.number(), queries: z.int(), confidence: z.number().nullable(), right: z.number().nullable() })
export type ReliabilityBin = z.infer<typeof ReliabilityBin>

const Coverage = z.object({ coverage: z.number(), right: z.number() })

/** Embeddings of one side of a run. Cosines and spectrum are of unit vectors as the encoder gave them, not centred. */
export const EmbeddedSide = z.object({
  side: z.enum(['queries', 'documents']),
  vectors: z.int(),
  missing: z.int(),
  dimensions: z.int(),
  /** Lengths before scaling. */
  norm: z.object({ mean: z.number(), sd: z.number(), min: z.number(), max: z.number() }),
  /** Mean cosine of all pairs, exact; and the cosines of seeded random pairs in bins. */
  meanCosine: z.number().nullable(),
  cosines: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
  /** Of the covariance of a seeded sample of this many. */
  sampled: z.int(),
  participation: z.number().nullable(),
  effectiveRank: z.number().nullable(),
  /** Share of the variance in the first 1, 2, 4, … directions. */
  spectrum: z.array(z.object({ directions: z.int(), share: z.number() })),
  /** Dimensions whose variance is under a ten-thousandth of the mean one. */
  dead: z.int(),
  /** Vectors that are equal to another bit for bit, over all; and groups whose cosine exceeds 0.9999, in the sample. */
  exact: z.object({ groups: z.int(), members: z.int(), largest: z.int() }),
  near: z.object({ groups: z.int(), members: z.int(), largest: z.int(), of: z.int() })
})
export type EmbeddedSide = z.infer<typeof EmbeddedSide>

/** What is wrong, or well, with a run's answers and embeddings. Made once: runs do not change. */
export const Diagnosis = z.object({
  version: z.literal(1),
  run: z.string(),
  madeAt: z.number(),
  queries: z.int(),
  /** Share of queries whose first answer is right. */
  right: z.number(),
  /** For k = 1 and k = 10. */
  hubness: z.array(Hubness),
  /** Skewness of the first answers if all were right: places with many queries make hubs without any fault. */
  rightSkewness: z.number().nullable(),
  scores: z.object({
    /** Queries of which both scores are kept. */
    counted: z.int(),
    bins: z.array(z.object({ from: z.number(), to: z.number(), truth: z.int(), impostor: z.int() })),
    /** The chance that a truth's score exceeds the score of the hardest impostor of any query. */
    area: z.number().nullable(),
    overlap: z.number().nullable(),
    truthMean: z.number().nullable(),
    impostorMean: z.number().nullable()
  }),
  confidence: z.object({
    /** Answers in the softmax, and the two temperatures, each fitted on one half of the places and used on the other. */
    answers: z.int(),
    temperatures: z.array(z.number()),
    error: z.number().nullable(),
    bins: z.array(ReliabilityBin),
    /** How well each confidence tells right from wrong, and the share right of the surest. */
    softmax: z.object({ area: z.number().nullable(), curve: z.array(Coverage) }),
    margin: z.object({ area: z.number().nullable(), curve: z.array(Coverage) })
  }),
  /** Null with the reason where there are no vectors of this run. */
  embeddings: z
    .object({
      sides: z.array(EmbeddedSide),
      /** Distance between the means of the unit vectors of queries and of documents. */
      gap: z.number().nullable(),
      /** Whether the run centres both sides before ranking, which closes the gap. */
      centered: z.boolean()
    })
    .nullable(),
  withoutEmbeddings: z.enum(['imported', 'encoder-gone', 'encoder-changed', 'no-vectors']).nullable()
})
export type Diagnosis = z.infer<typeof Diagnosis>

/** What is known of a hub now; null where it has been removed. */
const HubDocument = z.object({ document: z.int(), uid: z.string(), text: z.string().nullable(), view: z.int().nullable(), place: z.string(), region: z.string().nullable(), lat: z.number().nullable(), lon: z.number().nullable() })

export const diagnosisMethods = {
  /** The kept diagnosis of a run, and the documents that it names; null: not made yet. */
  'diagnosis.get': method(z.object({ project: ProjectHandle, run: z.string() }), z.object({ diagnosis: Diagnosis, documents: z.array(HubDocument) }).nullable()),
  /** Makes it, as a job. Its result is `{ run }`. */
  'diagnosis.start': method(z.object({ project: ProjectHandle, run: z.string() }), z.object({ job: z.string() }))
} as const
