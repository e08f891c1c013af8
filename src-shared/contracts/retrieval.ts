import * as z from 'zod'
import { method } from './define.ts'
import { EncoderName } from '../domain/encoder.ts'
import { Rerank } from '../domain/planet.ts'
import { GalleryKind, GalleryRule, Metrics, PositivesRule, QueryResult, QuerySource, RankedDocument, RankedView, RunSummary } from '../domain/run.ts'
import { maxQueryLength } from '../domain/filter-language/index.ts'
import { Id, ProjectHandle, Split } from '../domain/vocabulary.ts'

/** What to search with: a text, a caption, a view, or an image file. */
export const SearchQuery = z.union([
  z.object({ text: z.string().trim().min(1).max(20_000) }).strict(),
  z.object({ caption: Id }).strict(),
  z.object({ view: Id }).strict(),
  z.object({ image: z.string().min(1) }).strict()
])
export type SearchQuery = z.infer<typeof SearchQuery>

export const SearchAnswer = z.object({
  results: z.array(RankedView),
  gallery: z.int(),
  /** The truth of a caption or view query: its best satellite view and its exact rank. */
  truth: RankedView.nullable(),
  provider: z.string(),
  milliseconds: z.number()
})
export type SearchAnswer = z.infer<typeof SearchAnswer>

/** A null split means all of them. */
export const EvaluateOptions = z.object({
  encoder: EncoderName,
  queries: QuerySource.default('captions'),
  gallery: GalleryRule.default('all'),
  galleryKind: GalleryKind.default('satellite'),
  positives: PositivesRule.default('own-place'),
  /** Name of the preset that filled the others in, for the record. */
  preset: z.string().max(60).nullable().default(null),
  centered: z.boolean().default(false),
  split: Split.nullable().default(null),
  /** Re-rank the first answers by physical agreement: for captions, with an encoder that PLANET trained. */
  rerank: Rerank.nullable().default(null),
  /** Only the captions (or the views of places) that fit this query of the filter language; the gallery stays whole. `me`: whom it means by `me`. */
  where: z.string().trim().max(maxQueryLength).optional(),
  me: z.string().max(100).optional(),
  name: z.string().max(200).optional()
})
export type EvaluateOptions = z.infer<typeof EvaluateOptions>

export const retrievalMethods = {
  'retrieval.search': method(
    z.object({
      project: ProjectHandle,
      encoder: EncoderName,
      query: SearchQuery,
      k: z.int().min(1).max(1000).default(10),
      centered: z.boolean().default(false),
      split: Split.nullable().default(null),
      /** Re-rank the first answers by physical agreement: for a text or a caption, with an encoder that PLANET trained. */
      rerank: Rerank.nullable().default(null)
    }),
    SearchAnswer,
    { paths: ['query.image'] }
  ),
  /** Result of the job: a RunSummary. */
  'runs.evaluate': method(z.object({ project: ProjectHandle, options: EvaluateOptions }), z.object({ job: z.string() })),
  /** Evaluates a kept run's protocol anew and compares every rank and metric; nothing is kept of it. Result of the job: a RunRepeat. */
  'runs.again': method(z.object({ project: ProjectHandle, run: z.string() }), z.object({ job: z.string() })),
  /** Gives a run another name; nothing else of a run can be changed. */
  'runs.rename': method(z.object({ project: ProjectHandle, run: z.string(), name: z.string().trim().min(1).max(200) }), RunSummary),
  'runs.list': method(z.object({ project: ProjectHandle }), z.array(RunSummary)),
  'runs.get': method(z.object({ project: ProjectHandle, run: z.string() }), RunSummary),
  'runs.queries': method(
    z.object({
      project: ProjectHandle,
      run: z.string(),
      order: z.enum(['query', 'best', 'worst']).default('query'),
      start: z.int().min(0),
      count: z.int().min(0).max(500)
    }),
    z.object({ total: z.int(), rows: z.array(QueryResult) })
  ),
  'runs.ranking': method(
    z.object({ project: ProjectHandle, run: z.string(), query: z.int(), k: z.int().min(1).max(1000).default(20) }),
    z.object({ query: QueryResult, results: z.array(RankedDocument), truth: RankedDocument })
  ),
  /**
   * The metrics of a run over the queries that fit a query of the filter language, from the ranks that are kept: captions
   * that fit, or for a run over views, those of the places that fit. `queries` of `all` fit.
   */
  'runs.slice': method(
    z.object({ project: ProjectHandle, run: z.string(), where: z.string().max(maxQueryLength), me: z.string().max(100).optional() }),
    z.object({ queries: z.int(), all: z.int(), located: z.int(), metrics: Metrics })
  ),
  /** Metrics of several runs beside each other, and which protocol fields differ. */
  'runs.compare': method(
    z.object({ project: ProjectHandle, runs: z.array(z.string()).min(1).max(20) }),
    z.object({ runs: z.array(RunSummary), metrics: z.array(z.string()), protocolDifferences: z.array(z.object({ field: z.string(), values: z.array(z.string()) })) })
  ),
  /** Writes run.trec and qrels.trec, or queries.csv and metrics.csv. `depth` 0: the kept depth; 'full' computes the whole ranking again. */
  'runs.export': method(
    z.object({ project: ProjectHandle, run: z.string(), format: z.enum(['trec', 'csv']), out: z.string().min(1), depth: z.union([z.int().min(1), z.literal('full')]).default(1000) }),
    z.object({ files: z.array(z.string()), queries: z.int(), rows: z.int() }),
    { paths: ['out'] }
  )
}
