import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import type { QueryRanking } from '../retrieval/rank-queries.ts'
import { rankInThread, type RankingTask } from '../retrieval/ranking-thread.ts'
import { checkRule } from '../retrieval/query-groups.ts'
import type { OpenProject } from '../store/open-project.ts'
import { vectorPath } from '../store/vector-file.ts'
import type { EncoderRecord, LocatedRows } from '../store/repositories/gallery.ts'
import { BatchReranker, checkRerank } from './batch-reranker.ts'
import { MetricsSum } from './metrics.ts'
import { datasetHash, nameBadVector, querySide, readEncoder, readQueries } from './query-set.ts'

/** Answers that are kept of every ranking. */
export const keptDepth = 1000
/** Rankings a transaction: about 0.8 MB. */
const writeBatch = 64
const readBatch = 2000

interface EvaluateCheckpoint {
  readonly draft: number
  /** Blocks whose rankings are written. */
  readonly blocks: number
  /** What the blocks were made from: if it has changed, they are made anew. */
  readonly madeFrom: string
}

/**
 * Ranks the gallery for every query, writes each ranking, and publishes them with their metrics as a run. Interrupted, it
 * goes on at the first block that was not written, unless captions, views or vectors have changed since.
 */
export function evaluateRunner(version: string, resources: string): JobRunner<Record<string, unknown>, EvaluateCheckpoint> {
  return {
    kind: 'evaluate',
    title: (params) => {
      const options = EvaluateOptions.parse(params)
      return `evaluate ${options.encoder}, ${options.queries} against ${options.gallery === 'all' ? 'all tiles' : options.gallery}`
    },
    run: (context) => evaluate(context, version, resources).then((run) => ({ ...run }))
  }
}

async function evaluate(context: JobContext<Record<string, unknown>, EvaluateCheckpoint>, version: string, resources: string): Promise<RunSummary> {
  const { project } = context
  const options = EvaluateOptions.parse(context.params)
  checkRule(options.gallery)
  const where = options.where ? { query: options.where, me: options.me } : null
  context.progress({ phase: 'reading the queries and the gallery', done: 0, total: null })
  const encoder = await readEncoder(project, options.encoder)
  const tiles = options.rerank === null ? null : checkRerank(project, encoder, resources, options.queries)
  const side = querySide(project, encoder.name, options.queries)
  const galleryFile = vectorPath(project.folders.vectors, encoder.name, 'image')
  const [gallery, queries] = await Promise.all([project.store.read('gallery.satelliteViews', { split: options.split }), readQueries(project, options.queries, options.split, where)])
  refuseEmpty(options, gallery.ids.length, queries.ids.length)
  const data = await datasetHash(gallery, queries)
  const madeFrom = JSON.stringify([data, encoder.hash, fileStamp(galleryFile), fileStamp(side.file), version, options.rerank, tiles?.key])

  const reranker =
    options.rerank === null
      ? null
      : await BatchReranker.open(project, {
          encoder,
          resources,
          source: options.queries,
          rerank: options.rerank,
          gallery,
          queries,
          keep: true,
          onFallback: ({ from, reason }) => context.emit({ type: 'notice', project: project.handle, level: 'warning', message: `${from} failed, so ${encoder.name} goes on with the CPU: ${reason}`, hint: 'Look at Settings > Engine, or choose the CPU.' })
        })
  try {
    return await rankAndPublish(context, { options, encoder, side, galleryFile, gallery, queries, data, madeFrom, reranker, version })
  } finally {
    await reranker?.close()
  }
}

interface Ready {
  readonly options: EvaluateOptions
  readonly encoder: EncoderRecord
  readonly side: ReturnType<typeof querySide>
  readonly galleryFile: string
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  /** Hash of the data. */
  readonly data: string
  readonly madeFrom: string
  readonly reranker: BatchReranker | null
  readonly version: string
}

async function rankAndPublish(context: JobContext<Record<string, unknown>, EvaluateCheckpoint>, ready: Ready): Promise<RunSummary> {
  const { project, signal } = context
  const { options, encoder, side, galleryFile, gallery, queries, data, madeFrom, reranker, version } = ready
  const takenUp = await takeUp(project, context, madeFrom)
  const { draft } = takenUp
  let { blocks } = takenUp
  const task: RankingTask = {
    galleryFile,
    queryFile: side.file,
    encoderHash: encoder.hash,
    gallery,
    queries,
    queryOwner: side.owner,
    rule: options.gallery,
    centered: options.centered,
    k: keptDepth,
    skipBlocks: blocks
  }
  let done = await countRankings(project, draft, blocks)
  let total = 0
  const end = await rankInThread(
    task,
    {
      onCounts(counts) {
        if (counts.gallery === 0) throw new PlanisphereError('NO_EMBEDDINGS', `No satellite view has a vector of ${encoder.name}.`, { hint: `Embed the images with ${encoder.name} first.` })
        total = counts.queries
        context.progress({ phase: 'ranking', done, total })
      },
      async onBatch({ rankings: byCosine, blocks: through }) {
        const rankings = reranker === null ? byCosine : await reranker.apply(byCosine, signal)
        for (let from = 0; from < rankings.length; from += writeBatch) {
          await project.store.write('runs.append', { draft, rankings: rankings.slice(from, from + writeBatch).map(stored) })
        }
        blocks = through
        done += rankings.length
        await context.saveCheckpoint({ draft, blocks, madeFrom })
        context.progress({ phase: 'ranking', done, total })
      }
    },
    signal
  ).catch(async (thrown: unknown) => {
    throw await nameBadVector(project, thrown)
  })

  context.progress({ phase: 'computing the metrics', done: 0, total: done })
  const sum = await sumMetrics(project, draft, (read) => context.progress({ phase: 'computing the metrics', done: read, total: done }))
  if (sum.queries === 0) throw noTruth(options, end.counts)
  signal.throwIfAborted()
  const protocol: Protocol = {
    queries: options.queries,
    galleryKind: options.galleryKind,
    gallery: options.gallery,
    split: options.split,
    centered: options.centered,
    rerank: options.rerank === null || reranker === null ? null : { ...options.rerank, signaturesMissing: reranker.signaturesMissing },
    where: options.where ? options.where : null,
    positives: options.positives,
    preset: options.preset,
    ties: 'trec: score descending, then document id descending',
    galleryMissing: end.counts.galleryMissing,
    queriesMissing: end.counts.queriesMissing + (end.counts.queries - sum.queries),
    queriesWithoutTruth: end.counts.queriesWithoutTruth,
    datasetHash: data,
    encoder: encoder.name,
    encoderHash: encoder.hash,
    provider: encoder.provider,
    version
  }
  const run: RunSummary = {
    run: newRunId(),
    name: options.name ?? defaultName(options),
    createdAt: Date.now(),
    origin: 'evaluated',
    protocol,
    queries: sum.queries,
    gallery: end.counts.gallery,
    locatedQueries: sum.located,
    metrics: sum.metrics()
  }
  await project.store.write('runs.publish', { draft, run })
  context.emit({ type: 'changed', project: project.handle, what: ['runs'] })
  return run
}

/** The draft of an earlier try if it was made from the same data; else a new one. Drafts of others that ended are removed. */
async function takeUp(project: OpenProject, context: JobContext<Record<string, unknown>, EvaluateCheckpoint>, madeFrom: string): Promise<{ draft: number; blocks: number }> {
  const before = context.checkpoint
  for (const draft of await project.store.read('runs.abandonedDrafts', { besides: context.id })) await dropDraft(project, draft)
  if (before && (await project.store.read('runs.draftExists', { draft: before.draft }))) {
    if (before.madeFrom === madeFrom) return { draft: before.draft, blocks: before.blocks }
    await dropDraft(project, before.draft)
  }
  const draft = await project.store.write('runs.draft', { job: context.id })
  await context.saveCheckpoint({ draft, blocks: 0, madeFrom })
  return { draft, blocks: 0 }
}

export async function dropDraft(project: OpenProject, draft: number): Promise<void> {
  while (!(await project.store.write('runs.dropDraft', { draft, limit: 200 })));
}

async function countRankings(project: OpenProject, draft: number, blocks: number): Promise<number> {
  return blocks === 0 ? 0 : (await sumMetrics(project, draft)).queries
}

/** Adds up the metrics of the rankings of a draft, a page at a time. */
export async function sumMetrics(project: OpenProject, draft: number, onRead?: (read: number) => void): Promise<MetricsSum> {
  const sum = new MetricsSum()
  let after = 0
  for (;;) {
    const rows = await project.store.read('runs.page', { draft, after, limit: readBatch })
    for (const row of rows) sum.add(row)
    const last = rows.at(-1)
    if (!last) return sum
    after = last.query
    onRead?.(sum.queries)
  }
}

export function newRunId(): string {
  return `run-${randomBytes(5).toString('hex')}`
}

function stored(ranking: QueryRanking): QueryRanking & { bestRank: number } {
  return { ...ranking, bestRank: ranking.positiveRanks[0] as number }
}

function defaultName(options: EvaluateOptions): string {
  return [options.encoder, options.queries, options.gallery === 'all' ? null : options.gallery, options.split, options.centered ? 'centred' : null, options.rerank ? 're-ranked' : null, options.where ? options.where : null].filter((part) => part !== null).join(', ')
}

function refuseEmpty(options: EvaluateOptions, gallery: number, queries: number): void {
  const where = options.split === null ? 'The project' : `The split ${options.split}`
  if (queries === 0 && gallery > 0 && options.where) throw new PlanisphereError('NO_TRUTH', `No query fits ${options.where}.`, { hint: 'Widen the filter.' })
  if (gallery === 0) throw new PlanisphereError('NO_TRUTH', `${where} has no satellite view.`, { hint: 'Import satellite tiles, or choose another split.' })
  if (queries > 0) return
  throw new PlanisphereError('NO_TRUTH', `${where} has no ${options.queries === 'captions' ? 'caption' : `${options.queries} view`}.`, { hint: 'Choose other queries, or another split.' })
}

function noTruth(options: EvaluateOptions, counts: { queriesMissing: number; queriesWithoutTruth: number }): PlanisphereError {
  if (counts.queriesWithoutTruth === 0) {
    return new PlanisphereError('NO_EMBEDDINGS', `None of the queries has a usable vector of ${options.encoder} (${counts.queriesMissing} are missing).`, {
      hint: `Embed the ${options.queries === 'captions' ? 'texts' : 'images'} with ${options.encoder} first.`
    })
  }
  const reason =
    options.gallery === 'region' ? ', or they have no region' : options.gallery === 'all' ? '' : ', or they have no coordinates'
  return new PlanisphereError('NO_TRUTH', `No query has an embedded satellite view of its own place in its gallery${reason}.`, {
    hint: 'Embed the images, or choose another gallery or split.'
  })
}

function fileStamp(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) throw new PlanisphereError('NO_EMBEDDINGS', `There are no vectors at ${file}.`, { hint: 'Embed with this encoder first.', place: { file } })
  return `${stat.size}/${stat.mtimeMs}`
}
