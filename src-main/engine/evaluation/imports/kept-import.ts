import type { GalleryKind, Protocol, QuerySource, RunSummary } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import type { JobContext } from '../../jobs/job-queue.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { LocatedRows } from '../../store/repositories/gallery.ts'
import type { StoredRanking } from '../../store/repositories/runs.ts'
import { dropDraft, newRunId, sumMetrics } from '../evaluate-job.ts'
import { datasetHash, readQueries } from '../query-set.ts'

export interface ImportCheckpoint {
  /** The draft of a try that was killed: it is removed. */
  readonly draft: number
}
export type ImportContext = JobContext<Record<string, unknown>, ImportCheckpoint>

/** Rankings a transaction: about 0.8 MB. */
const writeBatch = 64

/** What an imported run is held against. */
export interface ImportFrame {
  readonly source: QuerySource
  readonly galleryKind: GalleryKind
  readonly split: Split | null
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
}

export async function readFrame(project: OpenProject, source: QuerySource, split: Split | null, galleryKind: GalleryKind = 'satellite'): Promise<ImportFrame> {
  const [gallery, queries] = await Promise.all([project.store.read('gallery.documents', { kind: galleryKind, split }), readQueries(project, source, split)])
  return { source, galleryKind, split, gallery, queries }
}

/** What is known of an imported run when all its rankings are written. */
export interface ImportedFacts {
  readonly gallery: number
  readonly galleryMissing: number
  readonly withoutTruth: number
}

/**
 * Writes rankings as `fill` hands them over, and publishes them as a run. Stopped or failed, nothing of it stays: it is
 * read from its files again when it is resumed. `fill` throws where there is nothing to publish.
 */
export async function keepImport(
  context: ImportContext,
  frame: ImportFrame,
  named: { name: string; version: string },
  fill: (take: (rankings: readonly StoredRanking[]) => Promise<void>) => Promise<ImportedFacts>
): Promise<RunSummary> {
  const { project, signal } = context
  if (context.checkpoint !== null && (await project.store.read('runs.draftExists', { draft: context.checkpoint.draft }))) await dropDraft(project, context.checkpoint.draft)
  for (const draft of await project.store.read('runs.abandonedDrafts', { besides: context.id })) await dropDraft(project, draft)
  const draft = await project.store.write('runs.draft', { job: context.id })
  try {
    await context.saveCheckpoint({ draft })
    const facts = await fill(async (rankings) => {
      for (let from = 0; from < rankings.length; from += writeBatch) {
        signal.throwIfAborted()
        await project.store.write('runs.append', { draft, rankings: rankings.slice(from, from + writeBatch) })
      }
    })
    // In the order of the queries, not of the file: the same rankings give the same sums, to the last bit.
    const sum = await sumMetrics(project, draft, (read) => context.progress({ phase: 'computing the metrics', done: read, total: null }))
    const { source, galleryKind, split, gallery, queries } = frame
    const protocol: Protocol = {
      queries: source,
      galleryKind,
      gallery: 'all',
      split,
      centered: false,
      rerank: null,
      where: null,
      positives: 'own-place',
      preset: null,
      ties: 'trec: score descending, then document id descending',
      galleryMissing: facts.galleryMissing,
      queriesMissing: queries.ids.length - sum.queries - facts.withoutTruth,
      queriesWithoutTruth: facts.withoutTruth,
      datasetHash: await datasetHash(gallery, queries),
      encoder: null,
      encoderHash: null,
      provider: null,
      version: named.version
    }
    const run: RunSummary = {
      run: newRunId(),
      name: await freeRunName(project, named.name),
      createdAt: Date.now(),
      origin: 'imported',
      protocol,
      queries: sum.queries,
      gallery: facts.gallery,
      locatedQueries: sum.located,
      metrics: sum.metrics()
    }
    signal.throwIfAborted()
    await project.store.write('runs.publish', { draft, run })
    return run
  } catch (thrown) {
    await dropDraft(project, draft)
    throw thrown
  }
}

/** The name, or with a number behind it where another run has it already. */
async function freeRunName(project: OpenProject, name: string): Promise<string> {
  const taken = new Set((await project.store.read('runs.list', {})).map((run) => run.name))
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) if (!taken.has(`${name} (${n})`)) return `${name} (${n})`
}
