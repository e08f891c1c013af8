import * as z from 'zod'
import { ExecutionProvider } from './encoder.ts'
import { Rerank } from './planet.ts'
import { Split } from './vocabulary.ts'

/** What is ranked for: captions, or the views of one kind. */
export const QuerySource = z.enum(['captions', 'satellite', 'street', 'panorama', 'drone', 'osm'])
export type QuerySource = z.infer<typeof QuerySource>

/** What is ranked: the views of one kind, or captions (image-to-text). Satellite views are the reference. */
export const GalleryKind = z.enum(['satellite', 'street', 'panorama', 'drone', 'osm', 'captions'])
export type GalleryKind = z.infer<typeof GalleryKind>

/**
 * Which documents of the gallery are right for a query. `own-place`: those of its own place. `radius:M`: those of places
 * at most M metres away (its own as well). `footprint`: satellite views whose footprint holds the query's coordinates
 * (its own place's as well, where they have no footprint).
 */
export const PositivesRule = z.union([z.literal('own-place'), z.templateLiteral(['radius:', z.number().positive()]), z.literal('footprint')])
export type PositivesRule = z.infer<typeof PositivesRule>

/** Which documents a query is ranked against. */
export const GalleryRule = z.union([
  z.literal('all'),
  z.literal('region'),
  z.templateLiteral(['nearest:', z.int().positive()])
])
export type GalleryRule = z.infer<typeof GalleryRule>

/** Everything that must be equal for two runs to be comparable, and where the numbers came from. */
export const Protocol = z.object({
  queries: QuerySource,
  galleryKind: GalleryKind,
  gallery: GalleryRule,
  split: Split.nullable(),
  /** The filter that the queries fit; null: all of them. */
  where: z.string().nullable(),
  /** Whom `me` in the filter means; absent where it says nothing of `me`. */
  me: z.string().optional(),
  centered: z.boolean(),
  /** Re-ranked by physical agreement; `signaturesMissing`: satellite views without a signature, whose agreement counted as 0. Null: by cosine alone. */
  rerank: Rerank.extend({ signaturesMissing: z.int() }).nullable().default(null),
  positives: PositivesRule,
  /** The preset that it was made by; the other fields say what it was. Null: none. */
  preset: z.string().nullable().default(null),
  ties: z.literal('trec: score descending, then document id descending'),
  /** Documents without a vector, left out of the gallery. */
  galleryMissing: z.int(),
  /** Queries without a vector, or without a positive in their gallery, left out and counted. */
  queriesMissing: z.int(),
  queriesWithoutTruth: z.int(),
  /**
   * Of positives by `radius` or `footprint`: how many there are over all queries, and the queries without coordinates and
   * documents without coordinates or footprint, for which only the own place is right. Absent for `own-place`.
   */
  positivesFound: z.object({ total: z.int(), queriesUnlocated: z.int(), documentsUnlocated: z.int() }).optional(),
  datasetHash: z.string(),
  encoder: z.string().nullable(),
  encoderHash: z.string().nullable(),
  provider: ExecutionProvider.nullable(),
  version: z.string()
})
export type Protocol = z.infer<typeof Protocol>

/** Metric name -> value. Fractions in 0..1, metres, or ranks; null where it cannot be computed. */
export const Metrics = z.record(z.string(), z.number().nullable())
export type Metrics = z.infer<typeof Metrics>

export const RunSummary = z.object({
  run: z.string(),
  name: z.string(),
  createdAt: z.number(),
  origin: z.enum(['evaluated', 'imported']),
  protocol: Protocol,
  queries: z.int(),
  gallery: z.int(),
  /** Queries whose truth and answer both have coordinates: the base of the distance metrics. */
  locatedQueries: z.int(),
  metrics: Metrics
})
export type RunSummary = z.infer<typeof RunSummary>

export const RankedView = z.object({
  rank: z.int().positive(),
  score: z.number(),
  view: z.int(),
  viewUid: z.string(),
  place: z.int(),
  placeUid: z.string(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  region: z.string().nullable(),
  /** Metres from the truth, null where either has no coordinates or there is no truth. */
  distanceM: z.number().nullable(),
  truth: z.boolean()
})
export type RankedView = z.infer<typeof RankedView>

/** One answer of a kept run: a view, or a caption where captions were ranked. */
export const RankedDocument = RankedView.extend({
  /** The id of the view or caption. */
  document: z.int(),
  /** The view to show: the answer itself, or for a caption a view of its place (a satellite view if it has one); null: none. */
  view: z.int().nullable(),
  viewUid: z.string().nullable(),
  caption: z.object({ id: z.int(), uid: z.string(), text: z.string() }).nullable()
})
export type RankedDocument = z.infer<typeof RankedDocument>

export const QueryResult = z.object({
  query: z.int(),
  queryUid: z.string(),
  /** The caption's text, or the view's uid. */
  label: z.string(),
  /** For a view query: the view to show. */
  view: z.int().nullable(),
  place: z.int(),
  placeUid: z.string(),
  region: z.string().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** The best positive's exact rank, 1-based. */
  rank: z.int().positive(),
  /** The id of the first answer: a view's, or a caption's where captions were ranked. */
  answerView: z.int(),
  answerLat: z.number().nullable(),
  answerLon: z.number().nullable(),
  errorM: z.number().nullable()
})
export type QueryResult = z.infer<typeof QueryResult>
