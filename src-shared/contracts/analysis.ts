import * as z from 'zod'
import { method } from './define.ts'
import { Estimand, Estimate, RunPair, Sample, SliceBy } from '../domain/analysis.ts'
import { QuerySelection } from '../domain/query-selection.ts'
import { maxQueryLength } from '../domain/filter-language/index.ts'
import { QueryResult, RunSummary } from '../domain/run.ts'
import { BoundingBox, ProjectHandle } from '../domain/vocabulary.ts'

const asked = { project: ProjectHandle, selection: QuerySelection.default({}) }
const estimated = { ...asked, estimand: Estimand.default('query'), confidence: z.number().min(0.5).max(0.999).default(0.95) }
const Runs = z.array(z.string()).min(1).max(50)
const Metric = z.string().min(1).max(40)

/** A place on the earth of a slice, for the map: the mean of its truths. */
const Where = z.object({ lat: z.number(), lon: z.number() })

/** Questions about kept runs. Each is answered from the runs' ranks, in a thread, for all queries or a selection of them. */
export const analysisMethods = {
  /** How many queries of a run fit a selection. */
  'analysis.count': method(z.object({ ...asked, run: z.string() }), z.object({ sample: Sample, all: z.int() })),

  /**
   * Runs beside each other, grouped by protocol. `best`: the metrics of which the run's figure is better than every other
   * of its group and the differences to all of them stand (sign-flip of regions, Holm over the group's pairs, 0.05).
   */
  'analysis.table': method(
    z.object({ ...estimated, runs: Runs, metrics: z.array(Metric).max(30).optional() }),
    z.object({
      metrics: z.array(z.string()),
      groups: z.array(
        z.object({
          key: z.string(),
          rows: z.array(z.object({ run: RunSummary, sample: Sample, metrics: z.record(z.string(), Estimate), best: z.array(z.string()) })),
          /** Why this group stands apart from the first one: the fields of the protocol that differ. */
          differs: z.array(z.object({ field: z.string(), here: z.string(), there: z.string() })),
          /** Codes of what to mind: `few-regions` (fewer than 20), `no-regions`, `different-queries`. */
          warnings: z.array(z.string())
        })
      )
    })
  ),

  /** Every pair of runs under one metric. Runs that share no query are refused with NO_COMMON_QUERIES. */
  'analysis.pairs': method(
    z.object({ ...estimated, runs: Runs, metric: Metric.default('R@1') }),
    z.object({ metric: z.string(), pairs: z.array(RunPair) })
  ),

  /** One metric by slice; with two runs, their difference as well (first minus second), tested with Holm over the slices. */
  'analysis.slices': method(
    z.object({
      ...estimated,
      runs: Runs,
      metric: Metric.default('R@1'),
      by: SliceBy,
      /** Slices by filters instead: each is a row. */
      filters: z.array(z.object({ label: z.string().max(200), where: z.string().max(maxQueryLength) })).max(50).optional(),
      me: z.string().max(100).optional()
    }),
    z.object({
      metric: z.string(),
      /** Most queries first. `where`: the filter that selects the slice, null where none does. */
      rows: z.array(
        z.object({
          key: z.string(),
          label: z.string(),
          where: z.string().nullable(),
          at: Where.nullable(),
          sample: Sample,
          values: z.array(Estimate),
          difference: Estimate.nullable(),
          p: z.number().nullable(),
          holm: z.number().nullable()
        })
      ),
      /** Whether a query may be in several rows (cue kinds, filters), so that rows do not add up. */
      overlapping: z.boolean()
    })
  ),

  /**
   * How many queries (and regions, at this mixture) show a difference of `difference` with `power`, from the spread seen
   * between regions; and the least difference that the present sample shows.
   */
  'analysis.power': method(
    z.object({ ...asked, a: z.string(), b: z.string(), metric: Metric.default('R@1'), difference: z.number().positive(), power: z.number().min(0.5).max(0.999).default(0.8), alpha: z.number().min(0.0001).max(0.5).default(0.05) }),
    z.object({ sample: Sample, seen: z.number().nullable(), spread: z.number().nullable(), regions: z.int().nullable(), queries: z.int().nullable(), least: z.number().nullable() })
  ),

  /** Cumulative distribution of errors (metres) or ranks, at most `points` exact steps; the shares at the marks are exact. */
  'analysis.distribution': method(
    z.object({ ...asked, runs: Runs, of: z.enum(['error', 'rank']), points: z.int().min(2).max(2_000).default(400) }),
    z.object({
      runs: z.array(
        z.object({ run: z.string(), counted: z.int(), all: z.int(), steps: z.array(z.tuple([z.number(), z.number()])), marks: z.array(z.object({ at: z.number(), share: z.number() })), median: z.number().nullable() })
      )
    })
  ),

  /**
   * Rank under a against rank under b, of the queries that both have. `window`: ranks [from a, to a, from b, to b]; cells
   * are even in the logarithm of the rank as far as ranks are whole numbers: cell i of a side holds the ranks
   * `edges[i] .. edges[i + 1] - 1`. Points are given where at most `points` lie in the window. Wins (a ranks better),
   * losses and ties are those of the whole selection, in the window or not. The same run twice: its ranks alone.
   */
  'analysis.scatter': method(
    z.object({ ...asked, a: z.string(), b: z.string(), window: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(), bins: z.int().min(8).max(200).default(64), points: z.int().min(0).max(5_000).default(1_500) }),
    z.object({
      window: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      edges: z.object({ a: z.array(z.int()), b: z.array(z.int()) }),
      /** [column (rank under a), row (rank under b), queries], cells that have any. */
      cells: z.array(z.tuple([z.int(), z.int(), z.int()])),
      points: z.array(z.object({ query: z.int(), a: z.int(), b: z.int() })).nullable(),
      inWindow: z.int(),
      wins: z.int(),
      losses: z.int(),
      ties: z.int(),
      unpaired: z.int()
    })
  ),

  /**
   * The queries of a selection as a list. With `other`, its rank beside it; `won`, `lost`: by the ratio of the two ranks,
   * what the other run does not have last. Ties by query. `find`: a query whose place in the list is wanted (`at`).
   */
  'analysis.queries': method(
    z.object({ ...asked, run: z.string(), other: z.string().optional(), order: z.enum(['query', 'best', 'worst', 'error', 'won', 'lost']).default('worst'), start: z.int().min(0), count: z.int().min(0).max(500), find: z.int().optional() }),
    z.object({ total: z.int(), at: z.int().nullable(), rows: z.array(QueryResult.extend({ otherRank: z.int().nullable(), otherErrorM: z.number().nullable() })) })
  ),

  /**
   * What each word of a caption does for its truth: `effects` tell how the truth's score (its cosine with the run's best
   * positive, centred where the run is) and its rank change when that word is left out of the text as it now reads. Asked in
   * parts of `count` words from the `start`-th, so that it can be shown as it goes. UNSUPPORTED for runs that were imported
   * or whose queries are no captions; NOT_FOUND or CONFLICT where the run's encoder is gone or another one.
   */
  'analysis.words': method(
    z.object({ project: ProjectHandle, run: z.string(), query: z.int(), start: z.int().min(0).default(0), count: z.int().min(0).max(64).default(16) }),
    z.object({
      text: z.string(),
      /** Offsets (UTF-16) of every word. */
      words: z.array(z.object({ from: z.int(), to: z.int() })),
      /** How many of them the encoder reads at least in part; those after have no effect. */
      read: z.int(),
      /** The whole text's score and rank now; the rank only where the whole gallery can be ranked again. */
      score: z.number(),
      rank: z.int().nullable(),
      /** The score that the run keeps: another one where the text or its vector has changed since. */
      keptScore: z.number(),
      effects: z.array(z.object({ word: z.int(), score: z.number(), rank: z.int().nullable() }))
    })
  ),

  /** The furthest wrong answers with both ends known, as arcs from truth to answer ([longitude, latitude]); `box`: either end in it. `label`: the query's text, its start. */
  'analysis.arcs': method(
    z.object({ ...asked, run: z.string(), box: BoundingBox.optional(), limit: z.int().min(1).max(1_000).default(300) }),
    z.object({ total: z.int(), arcs: z.array(z.object({ query: z.int(), queryUid: z.string(), label: z.string(), from: z.tuple([z.number(), z.number()]), to: z.tuple([z.number(), z.number()]), errorM: z.number(), rank: z.int() })) })
  ),

  /** Queries and failures a cell of the map: `rank` over `k`, or first answer further than `metres`. Cells of `cell` pixels of a web map at `zoom`. */
  'analysis.density': method(
    z.object({ ...asked, run: z.string(), box: BoundingBox, zoom: z.number().min(0).max(22), cell: z.int().min(4).max(128).default(24), failure: z.union([z.object({ k: z.int().min(1) }), z.object({ metres: z.number().min(0) })]).default({ k: 1 }) }),
    /** `cell`: pixels a side, doubled from what was asked where there would be more than 8,000 cells. Figures are of the queries in the box. */
    z.object({ cells: z.array(z.object({ lat: z.number(), lon: z.number(), queries: z.int(), failures: z.int() })), cell: z.int(), queries: z.int(), failures: z.int(), unlocated: z.int() })
  ),

  /** Regions as areas of a map: the convex hulls of the places that queries are of. Longitudes go on past 180 over the antimeridian; fewer than three corners: draw a point. */
  'analysis.outlines': method(
    z.object({ project: ProjectHandle, run: z.string() }),
    z.object({ regions: z.array(z.object({ region: z.string(), name: z.string(), lat: z.number(), lon: z.number(), ring: z.array(z.tuple([z.number(), z.number()])) })) })
  )
} as const
