import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { rankInThread } from '../retrieval/ranking-thread.ts'
import { trecId } from '../store/document-order.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { StoredRanking } from '../store/repositories/runs.ts'
import { BatchReranker } from './batch-reranker.ts'
import { readDocuments } from '../retrieval/ranked-document.ts'
import { keptDepth } from './evaluate-job.ts'
import { rankingTask, readInputs } from './evaluation-inputs.ts'

export interface ExportRequest {
  readonly format: 'trec' | 'csv'
  /** A folder; made if it is not there. */
  readonly out: string
  readonly depth: number | 'full'
}

export interface Exported {
  readonly files: string[]
  readonly queries: number
  readonly rows: number
}

type TrecRanking = Pick<StoredRanking, 'query' | 'topViews' | 'topScores' | 'positiveViews' | 'positiveRanks'>

const page = 200

/**
 * Writes run.trec and qrels.trec, or queries.csv and metrics.csv. Files appear whole: they are written beside their
 * place and renamed at the end.
 *
 * In run.trec scores stand with every digit (a reader gets the same number back), and sorting by score descending, then
 * by document id descending in byte order, gives our ranking (of a re-ranked run, too: see `rerank.ts`). Ids are uids with white space escaped (`trecId`). A run
 * that is cut at a depth scores as it is: what lies deeper is not retrieved; `full` writes every ranking whole.
 */
export async function exportRun(project: OpenProject, run: RunSummary, request: ExportRequest, resources: string, signal: AbortSignal): Promise<Exported> {
  await mkdir(request.out, { recursive: true })
  const names = request.format === 'trec' ? ['run.trec', 'qrels.trec'] : ['queries.csv', 'metrics.csv']
  const files = names.map((name) => join(request.out, name))
  const [first, second] = files.map((file) => new LineFile(file)) as [LineFile, LineFile]
  try {
    const counted = request.format === 'trec' ? await writeTrec(project, run, { depth: request.depth, resources }, first, second, signal) : await writeCsv(project, run, first, second, signal)
    await first.finish()
    await second.finish()
    return { files, ...counted }
  } catch (thrown) {
    await Promise.all([first.discard(), second.discard()])
    throw thrown
  }
}

async function writeTrec(project: OpenProject, run: RunSummary, { depth, resources }: { depth: number | 'full'; resources: string }, runFile: LineFile, qrelsFile: LineFile, signal: AbortSignal): Promise<{ queries: number; rows: number }> {
  const queryIds = new IdNames(project, run.protocol.queries === 'captions' ? 'captions' : 'views')
  const viewIds = new IdNames(project, run.protocol.galleryKind === 'captions' ? 'captions' : 'views')
  const wanted = depth === 'full' ? Infinity : depth
  let queries = 0
  let rows = 0
  const write = async (rankings: readonly TrecRanking[]): Promise<void> => {
    signal.throwIfAborted()
    await queryIds.learn(rankings.map((ranking) => ranking.query))
    await viewIds.learn(new Set(rankings.flatMap((ranking) => [...ranking.topViews.subarray(0, wanted), ...ranking.positiveViews])))
    for (const ranking of rankings) {
      const qid = queryIds.of(ranking.query)
      const lines: string[] = []
      for (let i = 0; i < Math.min(wanted, ranking.topViews.length); i++) {
        const view = ranking.topViews[i] as number
        // An imported run may name documents that the project never had.
        if (view > 0) lines.push(`${qid} Q0 ${viewIds.of(view)} ${i + 1} ${ranking.topScores[i] as number} ${run.run}\n`)
        if (lines.length < 10_000) continue
        await runFile.write(lines.splice(0).join(''))
        rows += 10_000
      }
      rows += lines.length
      queries++
      await runFile.write(lines.join(''))
      await qrelsFile.write([...ranking.positiveViews].filter((view) => view > 0).map((view) => `${qid} 0 ${viewIds.of(view)} 1\n`).join(''))
    }
  }
  if (wanted > keptDepth && run.gallery > keptDepth) await rankAgain(project, run, { depth: wanted, resources }, write, signal)
  else await eachPage(project, run, write)
  return { queries, rows }
}

async function eachPage(project: OpenProject, run: RunSummary, take: (rankings: readonly StoredRanking[]) => Promise<void>): Promise<void> {
  let after = 0
  for (;;) {
    const rankings = await project.store.read('runs.rankings', { run: run.run, after, limit: page })
    const last = rankings.at(-1)
    if (!last) return
    await take(rankings)
    after = last.query
  }
}

/** Computes rankings deeper than those that were kept. CONFLICT where the project no longer gives the run's ranks. */
async function rankAgain(project: OpenProject, run: RunSummary, { depth, resources }: { depth: number; resources: string }, write: (rankings: readonly TrecRanking[]) => Promise<void>, signal: AbortSignal): Promise<void> {
  const { protocol } = run
  const changed = (what: string): PlanisphereError =>
    new PlanisphereError('CONFLICT', `The rankings of ${run.run} cannot be computed again: ${what}.`, {
      hint: `Evaluate again, or export at most the kept depth of ${keptDepth}.`
    })
  if (run.origin === 'imported' || protocol.encoder === null) throw changed('it was imported')
  const inputs = await readInputs(project, protocol.encoder, protocol)
  const { encoder, gallery, queries } = inputs
  if (encoder.hash !== protocol.encoderHash) throw changed('the encoder is another version now')
  if (inputs.data !== protocol.datasetHash) throw changed('captions, views or coordinates have changed since')
  const reranker = protocol.rerank === null ? null : await BatchReranker.open(project, { encoder, resources, protocol, rerank: protocol.rerank, gallery, queries, keep: false })
  let queriesSeen = 0
  await rankInThread(
    rankingTask(inputs, Number.isFinite(depth) ? depth : null),
    {
      async onBatch({ rankings: byCosine }) {
        const rankings = reranker === null ? byCosine : await reranker.apply(byCosine, signal)
        for (const ranking of rankings) {
          const kept = await project.store.read('runs.ranking', { run: run.run, query: ranking.query })
          if (!kept || kept.positiveRanks.join() !== ranking.positiveRanks.join()) throw changed('vectors, or the machine, give other ranks than then')
        }
        queriesSeen += rankings.length
        await write(rankings)
      }
    },
    signal
  ).finally(() => reranker?.close())
  if (queriesSeen !== run.queries) throw changed('other queries have vectors now')
}

async function writeCsv(project: OpenProject, run: RunSummary, queriesFile: LineFile, metricsFile: LineFile, signal: AbortSignal): Promise<{ queries: number; rows: number }> {
  const of = run.protocol.queries === 'captions' ? 'captions' : 'views'
  await queriesFile.write('query,place,region,lat,lon,gallery,rank,answer,answer_place,answer_lat,answer_lon,answer_score,error_m,text\n')
  let queries = 0
  await eachPage(project, run, async (rankings) => {
    signal.throwIfAborted()
    const [labels, answers] = await Promise.all([
      project.store.read('runs.queryLabels', { of, queries: Int32Array.from(rankings, (ranking) => ranking.query) }),
      readDocuments(project, run.protocol, Int32Array.from(rankings, (ranking) => ranking.topViews[0] ?? 0))
    ])
    const lines = rankings.map((ranking, i) => {
      const label = labels[i]
      const answer = answers[i]
      return csvLine([
        label?.queryUid, label?.placeUid, label?.region, label?.lat, label?.lon, ranking.gallery, ranking.bestRank,
        answer?.caption?.uid ?? answer?.viewUid, answer?.placeUid, answer?.lat, answer?.lon, ranking.topScores[0], ranking.errorM, of === 'captions' ? label?.label : null
      ])
    })
    queries += rankings.length
    await queriesFile.write(lines.join(''))
  })
  const facts = Object.entries({ run: run.run, name: run.name, queryCount: run.queries, galleryCount: run.gallery, locatedQueries: run.locatedQueries, ...run.protocol, rerank: run.protocol.rerank && JSON.stringify(run.protocol.rerank), positivesFound: run.protocol.positivesFound && JSON.stringify(run.protocol.positivesFound) })
  await metricsFile.write(['metric,value\n', ...Object.entries(run.metrics).map(csvLine), ...facts.map(([name, value]) => csvLine([`protocol.${name}`, value]))].join(''))
  return { queries, rows: queries }
}

/** RFC 4180: quoted where a comma, a quote or a line break stands in a field; nothing for null. */
function csvLine(fields: readonly (string | number | boolean | null | undefined)[]): string {
  return `${fields.map((field) => (/[",\r\n]/.test(String(field ?? '')) ? `"${String(field).replaceAll('"', '""')}"` : String(field ?? ''))).join(',')}\n`
}

/** Ids as they stand in TREC files, read as they are needed. What was removed since keeps its number. */
class IdNames {
  readonly #names = new Map<number, string>()
  readonly #project: OpenProject
  readonly #of: 'views' | 'captions'

  constructor(project: OpenProject, of: 'views' | 'captions') {
    this.#project = project
    this.#of = of
  }

  async learn(ids: Iterable<number>): Promise<void> {
    const unknown = Int32Array.from([...ids].filter((id) => id > 0 && !this.#names.has(id)))
    for (let from = 0; from < unknown.length; from += 20_000) {
      const part = unknown.subarray(from, from + 20_000)
      const uids = await this.#project.store.read('gallery.uids', { of: this.#of, ids: part })
      part.forEach((id, i) => this.#names.set(id, trecId(uids[i] ?? `removed-${id}`)))
    }
  }

  of(id: number): string {
    return this.#names.get(id) ?? `removed-${id}`
  }
}

/** A file that appears when it is finished. */
class LineFile {
  readonly #file: string
  readonly #stream: WriteStream

  constructor(file: string) {
    this.#file = file
    this.#stream = createWriteStream(`${file}.part`)
    // Failures are thrown where they are awaited.
    this.#stream.on('error', () => undefined)
  }

  async write(text: string): Promise<void> {
    if (this.#stream.errored) throw this.#stream.errored
    if (text !== '' && !this.#stream.write(text)) await once(this.#stream, 'drain')
  }

  async finish(): Promise<void> {
    this.#stream.end()
    await finished(this.#stream)
    await rename(`${this.#file}.part`, this.#file)
  }

  async discard(): Promise<void> {
    this.#stream.destroy()
    await rm(`${this.#file}.part`, { force: true })
  }
}
