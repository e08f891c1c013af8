import type { Database } from 'better-sqlite3'
import { agreementRepository } from './agreement.ts'
import { browseRepository } from './browse.ts'
import { bulkRepository } from './bulk.ts'
import { editRankRepository } from './edit-rank.ts'
import { duplicatesRepository } from './duplicates.ts'
import { encodersRepository } from './encoders.ts'
import { exportingRepository } from './exporting.ts'
import { filterRepository } from './filter.ts'
import { galleryRepository } from './gallery.ts'
import { importingRepository } from './importing.ts'
import { inboxRepository } from './inbox.ts'
import { indexingRepository } from './indexing.ts'
import { jobsRepository } from './jobs.ts'
import { leaksRepository } from './leaks.ts'
import { mediaRepository } from './media.ts'
import { mergingRepository } from './merging.ts'
import { metaRepository } from './meta.ts'
import { overviewRepository } from './overview.ts'
import { planetDataRepository } from './planet-data.ts'
import { projectionPointsRepository } from './projection-points.ts'
import { projectsRepository } from './projects.ts'
import { queuesRepository } from './queues.ts'
import { reviewRepository } from './review.ts'
import { reviewItemsRepository } from './review-items.ts'
import { runColumnsRepository } from './run-columns.ts'
import { runImportsRepository } from './run-imports.ts'
import { runScoresRepository } from './run-scores.ts'
import { runsRepository } from './runs.ts'
import { signaturesRepository } from './signatures.ts'
import { splitsRepository } from './splits.ts'
import { workPackagesRepository } from './work-packages.ts'
import { teamRepository } from './team.ts'
import { teamOpinionsRepository } from './team-opinions.ts'

/**
 * Every question the engine asks of a project's database, by the repository that answers it. The functions run inside
 * the store's worker threads: arguments and results are plain data. Add a repository: a file, a line here.
 */
export const repositories = {
  agreement: agreementRepository,
  browse: browseRepository,
  bulk: bulkRepository,
  editRank: editRankRepository,
  duplicates: duplicatesRepository,
  encoders: encodersRepository,
  exporting: exportingRepository,
  filter: filterRepository,
  gallery: galleryRepository,
  importing: importingRepository,
  inbox: inboxRepository,
  indexing: indexingRepository,
  jobs: jobsRepository,
  leaks: leaksRepository,
  media: mediaRepository,
  merging: mergingRepository,
  meta: metaRepository,
  overview: overviewRepository,
  planetData: planetDataRepository,
  projectionPoints: projectionPointsRepository,
  projects: projectsRepository,
  queues: queuesRepository,
  review: reviewRepository,
  reviewItems: reviewItemsRepository,
  runColumns: runColumnsRepository,
  runImports: runImportsRepository,
  runScores: runScoresRepository,
  runs: runsRepository,
  signatures: signaturesRepository,
  splits: splitsRepository,
  team: teamRepository,
  teamOpinions: teamOpinionsRepository,
  workPackages: workPackagesRepository
} as const

type Repositories = typeof repositories
type Names = { [R in keyof Repositories & string]: `${R}.${keyof Repositories[R] & string}` }[keyof Repositories & string]

/** `repository.function`, for example `meta.counts`. */
export type QueryName = Names

type FunctionOf<Q extends QueryName> = Q extends `${infer R}.${infer F}`
  ? R extends keyof Repositories
    ? F extends keyof Repositories[R]
      ? Repositories[R][F]
      : never
    : never
  : never

export type QueryArgs<Q extends QueryName> = FunctionOf<Q> extends (db: Database, args: infer A) => unknown ? A : never
export type QueryResult<Q extends QueryName> = FunctionOf<Q> extends (...args: never[]) => infer R ? R : never
