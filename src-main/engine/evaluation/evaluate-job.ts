import { randomBytes } from 'node:crypto'
import { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import { kindName } from '#shared/domain/kind-names.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import type { QueryRanking } from '../retrieval/rank-queries.ts'
import { rankInThread } from '../retrieval/ranking-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import { BatchReranker, checkRerank } from './batch-reranker.ts'
import { rankingTask, readInputs, vectorStamps, type EvaluationInputs } from './evaluation-inputs.ts'
import { MetricsSum } from './metrics.ts'
import { nameBadVector } from './query-set.ts'

/** Answers that are kept of every ranking. */
export const keptDepth = 1000
/** Rankings a transaction: about 0.8 MB. */
const writeBatch = 64
const readBatch = 2000

export interface EvaluateCheckpoint {
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
      const { encoder, queries, gallery, galleryKind } = EvaluateOptions.parse(params)
      const ranked = galleryKind === 'satellite' ? 'tiles' : kindName(galleryKind, 'many')
      return `evaluate ${encoder}, ${queries} against ${gallery === 'all' ? `all ${ranked}` : galleryKind === 'satellite' ? gallery : `${ranked}, ${gallery}`}`
    },
    async run(context) {
      const options = EvaluateOptions.parse(context.params)
      const ranked = await rankIntoDraft(context, options, version, resources)
      context.signal.throwIfAborted()
      const run: RunSummary = { run: newRunId(), name: options.name ?? defaultName(options), createdAt: Date.now(), origin: 'evaluated', ...ranked.result }
      await context.project.store.write('runs.publish', { draft: ranked.draft, run })
      context.emit({ type: 'changed', project: context.project.handle, what: ['runs'] })
      return { ...run }
    }
  }
}

/** Rankings of a draft and what they give. */
export interface RankedDraft {
  readonly draft: number
  readonly result: Pick<RunSummary, 'protocol' | 'queries' | 'gallery' | 'locatedQueries' | 'metrics'>
}

/** Ranks all queries into a draft, or goes on with that of an earlier try, and adds up the metrics. Nobody sees a draft. */
export async function rankIntoDraft(context: JobContext<Record<string, unknown>, EvaluateCheckpoint>, options: EvaluateOptions, version: string, resources: string): Promise<RankedDraft> {
  const { project } = context
  context.progress({ phase: 'reading the queries and the gallery', done: 0, total: null })
  const inputs = await readInputs(project, options.encoder, options)
  const { encoder, gallery, queries } = inputs
  const tiles = options.rerank === null ? null : checkRerank(project, encoder, resources, options)
  const madeFrom = JSON.stringify([inputs.data, encoder.hash, ...vectorStamps(inputs), version, options.rerank, tiles?.key])
  const reranker =
    options.rerank === null
      ? null
      : await BatchReranker.open(project, {
          encoder,
          resources,
          protocol: options,
          rerank: options.rerank,
          gallery,
          queries,
          keep: true,
          onFallback: ({ from, reason }) => context.emit({ type: 'notice', project: project.handle, level: 'warning', message: `${from} failed, so ${encoder.name} goes on with the CPU: ${reason}`, hint: 'Look at Settings > Engine, or choose the CPU.' })
        })
  try {
    return await rank(context, { options, inputs, madeFrom, reranker, version })
  } finally {
    await reranker?.close()
  }
}

interface Ready {
  readonly options: EvaluateOptions
  readonly inputs: EvaluationInputs
  readonly madeFrom: string
  readonly reranker: BatchReranker | null
  readonly version: string
}

async function rank(context: JobContext<Record<string, unknown>, EvaluateCheckpoint>, ready: Ready): Promise<RankedDraft> {
  const { project, signal } = context
  const { options, inputs, madeFrom, reranker, version } = ready
  const { encoder, data } = inputs
  const takenUp = await takeUp(project, context, madeFrom)
  const { draft } = takenUp
  let { blocks } = takenUp
  let done = await countRankings(project, draft, blocks)
  let total = 0
  const end = await rankInThread(
    { ...rankingTask(inputs, keptDepth), skipBlocks: blocks },
    {
      onCounts(counts) {
        if (counts.gallery === 0) {
          throw new PlanisphereError('NO_EMBEDDINGS', `No ${kindName(options.galleryKind, 'one')} has a vector of ${encoder.name}.`, { hint: `Embed the ${options.galleryKind === 'captions' ? 'texts' : 'images'} with ${encoder.name} first.` })
        }
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
  if (sum.queries === 0) throw noTruth(options, { ...end.counts, queriesWithoutTruth: end.counts.queriesWithoutTruth + end.withoutTruth })
  const protocol: Protocol = {
    queries: options.queries,
    galleryKind: options.galleryKind,
    gallery: options.gallery,
    split: options.split,
    centered: options.centered,
    rerank: options.rerank === null || reranker === null ? null : { ...options.rerank, signaturesMissing: reranker.signaturesMissing },
    where: options.where ? options.where : null,
    ...(options.where && options.me !== undefined && /\bme\b/i.test(options.where) ? { me: options.me } : {}),
    positives: options.positives,
    preset: options.preset,
    ties: 'trec: score descending, then document id descending',
    galleryMissing: end.counts.galleryMissing,
    queriesMissing: end.counts.queriesMissing + (end.counts.queries - end.withoutTruth - sum.queries),
    queriesWithoutTruth: end.counts.queriesWithoutTruth + end.withoutTruth,
    ...(end.counts.positives === null ? {} : { positivesFound: end.counts.positives }),
    datasetHash: data,
    encoder: encoder.name,
    encoderHash: encoder.hash,
    provider: encoder.provider,
    version
  }
  return { draft, result: { protocol, queries: sum.queries, gallery: end.counts.gallery, locatedQueries: sum.located, metrics: sum.metrics() } }
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
  const parts = [
    options.encoder,
    options.galleryKind === 'satellite' ? options.queries : `${options.queries} to ${options.galleryKind}`,
    options.gallery === 'all' ? null : options.gallery,
    options.positives === 'own-place' ? null : options.positives,
    options.split,
    options.centered ? 'centred' : null,
    options.rerank ? 're-ranked' : null,
    options.where ? options.where : null
  ]
  return parts.filter((part) => part !== null).join(', ')
}

function noTruth(options: EvaluateOptions, counts: { queriesMissing: number; queriesWithoutTruth: number }): PlanisphereError {
  if (counts.queriesWithoutTruth === 0) {
    return new PlanisphereError('NO_EMBEDDINGS', `None of the queries has a usable vector of ${options.encoder} (${counts.queriesMissing} are missing).`, {
      hint: `Embed the ${options.queries === 'captions' ? 'texts' : 'images'} with ${options.encoder} first.`
    })
  }
  const unplaced = options.gallery === 'region' ? ', or they have no region' : options.gallery === 'all' ? '' : ', or they have no coordinates'
  const right = options.positives === 'own-place' ? 'of its own place' : `that ${options.positives} makes right for it`
  const other = options.queries === options.galleryKind ? 'another' : 'an'
  return new PlanisphereError('NO_TRUTH', `No query has ${other} embedded ${kindName(options.galleryKind, 'one')} ${right} in its gallery${unplaced}.`, {
    hint: `Embed the ${options.galleryKind === 'captions' ? 'texts' : 'images'}, or choose another gallery, rule of truth or split.`
  })
}
