import type { AblationReport, AblationRow, AblationVariant, Estimate } from '#shared/domain/planet.ts'
import { signFlipTest } from '../../evaluation/statistics/sign-flip.ts'
import { fewRegions, regionInterval } from '../../evaluation/statistics/region-interval.ts'
import type { RegionSums } from '../../evaluation/statistics/two-level-bootstrap.ts'
import type { AblationPlan, DivisionFacts, RunResult } from './ablation-folder.ts'

const cutoffs = { r1: 1, r5: 5, r10: 10 } as const
type Cutoff = keyof typeof cutoffs

/** The seeds of one variant in one division, and what they gave. */
type BySeed = ReadonlyMap<number, RunResult>

/**
 * The report of the trainings that are finished. R@K is query-weighted: captions whose own tile is among the first K of
 * the test's tiles, by all captions of the test, averaged over seeds. Rows without a finished training are left out.
 */
export function ablationReport(plan: AblationPlan, results: (division: number, variant: AblationVariant, seed: number) => RunResult | null, seconds: number): AblationReport {
  const { options } = plan
  const seeds = [...new Set(options.seeds)]
  const finished = (division: number, variant: AblationVariant): BySeed =>
    new Map(seeds.flatMap((seed) => {
      const result = results(division, variant, seed)
      return result ? [[seed, result] as const] : []
    }))
  const rows: AblationRow[] = []
  for (const [index, facts] of plan.divisions.entries()) {
    for (const variant of new Set(options.variants)) {
      const row = rowOf([{ facts, of: finished(index, variant), plain: finished(index, 'contrastive') }], variant, { level: facts.level, held: facts.held }, options.confidence)
      if (row) rows.push(row)
    }
  }
  const continents = plan.divisions.map((facts, index) => ({ facts, index })).filter(({ facts }) => facts.level === 'continents')
  if (continents.length > 0) {
    for (const variant of new Set(options.variants)) {
      const parts = continents.map(({ facts, index }) => ({ facts, of: finished(index, variant), plain: finished(index, 'contrastive') }))
      // The whole is told when every continent has been held out.
      const row = parts.every(({ of }) => of.size > 0) ? rowOf(parts, variant, { level: 'continents', held: null }, options.confidence) : null
      if (row) rows.push(row)
    }
  }
  return {
    createdAt: plan.createdAt,
    options,
    dataHash: plan.dataHash,
    signatureSpec: plan.signatureSpec,
    rows,
    method: methodOf(options.confidence, Math.min(...rows.map(({ regions }) => regions))),
    provider: plan.provider,
    version: plan.version,
    seconds
  }
}

function methodOf(confidence: number, fewest: number): string[] {
  return [
    'R@K is the share of test captions whose own tile is among the first K of the test’s tiles, the text embedding ranking alone; ties count against. Captions have equal weight; seeds are averaged.',
    `Intervals of ${Math.round(confidence * 1000) / 10} % are of a bootstrap over 2,000 resamples that draw whole regions, and seeds, with replacement, between expanded percentiles; below ${fewRegions} regions they are of Student’s t over regions and seeds.`,
    'Differences are paired: the same captions, the same seed (first weights of shared parts, batches, changes of tiles), the same number of steps.',
    'p is of a two-sided sign-flip test of whole regions on R@1, differences averaged over seeds; several variants are not corrected for.',
    'The step that is kept, and lambda where several are given, are chosen by validation regions only.',
    ...(fewest < fewRegions ? [`Some figures are of ${fewest} ${fewest === 1 ? 'region' : 'regions'} only: their intervals are wide, and hang on the assumption that regions differ about normally.`] : [])
  ]
}

interface Part {
  readonly facts: DivisionFacts
  readonly of: BySeed
  readonly plain: BySeed
}

function rowOf(parts: readonly Part[], variant: AblationVariant, where: Pick<AblationRow, 'level' | 'held'>, confidence: number): AblationRow | null {
  const seeds = sharedSeeds(parts.map(({ of }) => of))
  if (seeds.length === 0) return null
  const regions = regionsOf(parts)
  const hits = (k: number, which: readonly number[], from: (part: Part) => BySeed): RegionSums[] =>
    which.map((seed) => regions.sums((part, query) => ((from(part).get(seed) as RunResult).ranks[query] as number) <= k))
  const estimate = (sums: RegionSums[]): Estimate => {
    const { value, low, high } = regionInterval(sums, regions.queries, { confidence })
    return { value, low, high }
  }
  const each = <T>(make: (cutoff: Cutoff) => T): Record<Cutoff, T> => ({ r1: make('r1'), r5: make('r5'), r10: make('r10') })

  const paired = variant === 'contrastive' ? [] : sharedSeeds(parts.flatMap(({ of, plain }) => [of, plain]))
  const differences = (cutoff: Cutoff): RegionSums[] => {
    const [own, plain] = [hits(cutoffs[cutoff], paired, ({ of }) => of), hits(cutoffs[cutoff], paired, (part) => part.plain)]
    return own.map((sums, s) => sums.map((value, region) => value - (plain[s]?.[region] as number)))
  }
  const first = hits(1, seeds, ({ of }) => of)
  const queries = regions.queries.reduce((a, b) => a + b, 0)
  return {
    ...where,
    variant,
    lambda: mostUsed(parts.flatMap(({ of }) => [...of.values()].map(({ lambda }) => lambda))),
    regions: regions.queries.length,
    gallery: parts.reduce((sum, { facts }) => sum + facts.gallery, 0),
    queries,
    ...each((cutoff) => estimate(hits(cutoffs[cutoff], seeds, ({ of }) => of))),
    difference:
      paired.length === 0
        ? null
        : { ...each((cutoff) => estimate(differences(cutoff))), p: signFlipTest(Array.from(regions.queries, (_, region) => differences('r1').reduce((sum, of) => sum + (of[region] as number), 0) / paired.length)).p },
    perSeed: first.map((sums) => sums.reduce((a, b) => a + b, 0) / queries)
  }
}

/** Seeds that all have finished, in the order of the first. */
function sharedSeeds(of: readonly BySeed[]): number[] {
  return [...(of[0]?.keys() ?? [])].filter((seed) => of.every((results) => results.has(seed)))
}

/** The test regions of the parts together, as indexes from 0. A region is in one part only. */
function regionsOf(parts: readonly Part[]): { queries: Float64Array; sums(hit: (part: Part, query: number) => boolean): RegionSums } {
  const index = new Map<string, number>()
  const rows = parts.map(({ facts }, at) =>
    Int32Array.from(facts.regions, (region) => {
      const key = `${at}/${region}`
      if (!index.has(key)) index.set(key, index.size)
      return index.get(key) as number
    })
  )
  const queries = new Float64Array(index.size)
  for (const of of rows) for (const region of of) queries[region] = (queries[region] as number) + 1
  return {
    queries,
    sums(hit) {
      const out = new Float64Array(index.size)
      parts.forEach((part, at) => (rows[at] as Int32Array).forEach((region, query) => void (hit(part, query) && (out[region] = (out[region] as number) + 1))))
      return out
    }
  }
}

/** The weight that most trainings chose, the smallest of equally frequent ones. */
function mostUsed(lambdas: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const lambda of lambdas) counts.set(lambda, (counts.get(lambda) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0] ?? 0
}
