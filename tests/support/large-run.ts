import type { RunSummary } from '#shared/domain/run.ts'
import { MetricsSum } from '#engine/evaluation/metrics.ts'
import { haversine } from '#engine/geo/distance.ts'
import { Random } from '#engine/sample/random.ts'
import type { OpenProject } from '#engine/store/open-project.ts'
import type { StoredRanking } from '#engine/store/repositories/runs.ts'

export interface LargeRunOptions {
  readonly name: string
  /** Captions that are ranked for, the first of the project; fewer if it has fewer. */
  readonly queries: number
  /** Larger is better: how far the truth's rank lies below that of a guess. 0.5 to 0.9 look like models. */
  readonly skill: number
  readonly seed: string
  /** Kept answers of each ranking. */
  readonly depth?: number
}

const batch = 2000

/**
 * Publishes a run with made-up ranks straight into the store: as many queries as a test of scale wants, without an
 * encoder. How hard a query is, is shared by all runs of a project, so that two runs agree about most queries; regions
 * differ as well. The first answer is the truth where its rank is 1, else some other tile.
 */
export async function publishLargeRun(project: OpenProject, options: LargeRunOptions): Promise<RunSummary> {
  const { depth = 10 } = options
  const gallery = await project.store.read('gallery.satelliteViews', { split: null })
  const all = await project.store.read('gallery.captionQueries', { split: null })
  const count = Math.min(options.queries, all.ids.length)
  const tileOf = new Map(Array.from(gallery.places, (place, row) => [place, row]))
  const random = new Random(options.seed)
  const size = gallery.ids.length
  const sum = new MetricsSum()
  const draft = await project.store.write('runs.draft', { job: null })
  for (let from = 0; from < count; from += batch) {
    const rankings: StoredRanking[] = []
    for (let i = from; i < Math.min(count, from + batch); i++) {
      const truth = tileOf.get(all.places[i] as number)
      if (truth === undefined) continue
      const hard = fraction(`${all.ids[i]}`)
      const region = fraction(`region ${all.regions[i]}`)
      const share = Math.max(0, 0.75 * hard + 0.25 * region + 0.3 * (random.unit() - 0.5) - options.skill + 0.35)
      const bestRank = Math.min(size, Math.max(1, Math.floor(Math.exp(share * Math.log(size)))))
      const rows = Int32Array.from({ length: Math.min(depth, size) }, (_, at) => (at + 1 === bestRank ? truth : other(random, size, truth)))
      const answer = rows[0] as number
      const error = haversine(all.lat[i] as number, all.lon[i] as number, gallery.lat[answer] as number, gallery.lon[answer] as number)
      const ranking: StoredRanking = {
        query: all.ids[i] as number,
        place: all.places[i] as number,
        gallery: size,
        bestRank,
        optimisticRank: bestRank,
        pessimisticRank: bestRank,
        errorM: Number.isNaN(error) ? null : error,
        positiveViews: Int32Array.of(gallery.ids[truth] as number),
        positiveRanks: Int32Array.of(bestRank),
        positiveScores: Float32Array.of(0.9 - 0.05 * Math.log(bestRank)),
        topViews: rows.map((row) => gallery.ids[row] as number),
        topScores: Float32Array.from(rows, (_, at) => 0.9 - 0.05 * Math.log(at + 1))
      }
      sum.add(ranking)
      rankings.push(ranking)
    }
    await project.store.write('runs.append', { draft, rankings })
  }
  const run: RunSummary = {
    run: `run-${Math.floor(random.unit() * 2 ** 40).toString(16).padStart(10, '0')}`,
    name: options.name,
    createdAt: Date.now(),
    origin: 'imported',
    protocol: {
      queries: 'captions', galleryKind: 'satellite', gallery: 'all', split: null, where: null, centered: false, rerank: null,
      positives: 'own-place', preset: null, ties: 'trec: score descending, then document id descending',
      galleryMissing: 0, queriesMissing: all.ids.length - sum.queries, queriesWithoutTruth: 0,
      datasetHash: gallery.hash, encoder: null, encoderHash: null, provider: null, version: '0.0.0'
    },
    queries: sum.queries,
    gallery: size,
    locatedQueries: sum.located,
    metrics: sum.metrics()
  }
  await project.store.write('runs.publish', { draft, run })
  return run
}

/** A number in 0..1 that a text always has (FNV-1a, mixed). */
function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

function other(random: Random, size: number, truth: number): number {
  const row = random.below(size)
  return row === truth ? (row + 1) % size : row
}
