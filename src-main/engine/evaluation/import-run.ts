import type { Protocol, QuerySource, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { haversine } from '../geo/distance.ts'
import { uidOfTrecId } from '../store/document-order.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { StoredRanking } from '../store/repositories/runs.ts'
import { dropDraft, keptDepth, newRunId } from './evaluate-job.ts'
import { MetricsSum } from './metrics.ts'
import { datasetHash, readQueries } from './query-set.ts'
import { inTrecOrder, readQrelsFile, readRunFile, utf8, type RunEntry } from './trec-files.ts'

export interface ImportRunRequest {
  readonly run: string
  readonly qrels: string | null
  readonly name: string
  readonly version: string
}

const writeBatch = 64

/**
 * Keeps a TREC run file as a run of the project: query ids are the uids of captions, or of views of one kind; document
 * ids those of satellite views (escaped as our export does, or as they are). Without qrels the satellite views of the
 * query's own place are right. Documents that the project does not have keep their ranks and are reported, and so are
 * unknown queries, which are left out. A positive that the file does not list is not retrieved: it counts nothing for
 * MRR and recall, and stands behind the whole gallery for the median rank.
 */
export async function importRun(project: OpenProject, request: ImportRunRequest, signal: AbortSignal): Promise<{ run: RunSummary; notices: string[] }> {
  const entries = await readRunFile(request.run)
  const qrels = request.qrels === null ? null : await readQrelsFile(request.qrels)
  const { source, queryIds } = await recogniseQueries(project, request.run, [...entries.keys()])
  const [gallery, queries] = await Promise.all([project.store.read('gallery.satelliteViews', { split: null }), readQueries(project, source, null)])
  const documents = new DocumentIds(project)
  const rows = new Map(Array.from(gallery.ids, (view, row) => [view, row]))
  const ofPlace = new Map<number, number[]>()
  gallery.places.forEach((place, row) => ofPlace.set(place, [...(ofPlace.get(place) ?? []), gallery.ids[row] as number]))

  const draft = await project.store.write('runs.draft', { job: null })
  const sum = new MetricsSum()
  let withoutTruth = 0
  try {
    let batch: StoredRanking[] = []
    const at = new Map(Array.from(queries.ids, (query, i) => [query, i]))
    const writeOut = async (): Promise<void> => {
      await project.store.write('runs.append', { draft, rankings: batch })
      batch = []
    }
    for (const [qid, list] of entries) {
      signal.throwIfAborted()
      const index = at.get(queryIds.get(qid) ?? 0)
      if (index === undefined) continue
      const place = queries.places[index] as number
      const sorted = inTrecOrder(list)
      const judged = qrels === null ? null : [...(qrels.get(qid) ?? [])].filter(([, relevance]) => relevance > 0).map(([docid]) => docid)
      await documents.learn(sorted.map(({ docid }) => docid).concat(judged ?? []))
      const positives =
        judged === null ? (ofPlace.get(place) ?? []).map((view) => ({ view, docid: null })) : judged.map((docid) => ({ view: documents.of(docid), docid }))
      if (positives.length === 0) {
        withoutTruth++
        continue
      }
      const answer = rows.get(documents.of(sorted[0]?.docid ?? ''))
      const error = answer === undefined ? NaN : haversine(queries.lat[index] as number, queries.lon[index] as number, gallery.lat[answer] as number, gallery.lon[answer] as number)
      const ranking = {
        query: queries.ids[index] as number,
        place,
        errorM: Number.isNaN(error) ? null : error,
        ...rankPositives(sorted, positives, documents, Math.max(gallery.ids.length, sorted.length))
      }
      sum.add(ranking)
      if (batch.push(ranking) >= writeBatch) await writeOut()
    }
    await writeOut()
    const unknownQueries = entries.size - [...queryIds.values()].filter((id) => id > 0).length
    if (documents.known === 0) throw unknown(request.run, 'documents', 'the uid of a satellite view', [...entries.values()][0]?.[0]?.docid ?? '')
    if (sum.queries === 0) throw new PlanisphereError('NO_TRUTH', `No query of ${request.run} has a relevant satellite view.`, { hint: 'Check the qrels, or import satellite views for the places of the queries.' })

    const protocol: Protocol = {
      queries: source,
      galleryKind: 'satellite',
      gallery: 'all',
      split: null,
      centered: false,
      rerank: null,
      where: null,
      positives: 'own-place',
      preset: null,
      ties: 'trec: score descending, then document id descending',
      galleryMissing: 0,
      queriesMissing: queries.ids.length - sum.queries - withoutTruth,
      queriesWithoutTruth: withoutTruth,
      datasetHash: await datasetHash(gallery, queries),
      encoder: null,
      encoderHash: null,
      provider: null,
      version: request.version
    }
    const run: RunSummary = {
      run: newRunId(),
      name: request.name,
      createdAt: Date.now(),
      origin: 'imported',
      protocol,
      queries: sum.queries,
      gallery: gallery.ids.length,
      locatedQueries: sum.located,
      metrics: sum.metrics()
    }
    await project.store.write('runs.publish', { draft, run })
    return { run, notices: notices(unknownQueries, entries.size, documents.unknown) }
  } catch (thrown) {
    await dropDraft(project, draft)
    throw thrown
  }
}

type Ranks = Omit<StoredRanking, 'query' | 'place' | 'errorM'>

function rankPositives(sorted: readonly RunEntry[], positives: readonly { view: number; docid: string | null }[], documents: DocumentIds, gallery: number): Ranks {
  const views = Int32Array.from(sorted, ({ docid }) => documents.of(docid))
  const rankOfView = new Map(Array.from(views, (view, i) => [view, i + 1]))
  const rankOfDocument = new Map(sorted.map(({ docid }, i) => [docid, i + 1]))
  const found = positives
    .map(({ view, docid }) => ({ view, rank: (docid === null ? rankOfView.get(view) : rankOfDocument.get(docid)) ?? 0 }))
    .sort((a, b) => (a.rank || Infinity) - (b.rank || Infinity))
  const best = found[0]?.rank ?? 0
  const score = (rank: number): number => (rank === 0 ? 0 : (sorted[rank - 1]?.score ?? 0))
  const above = sorted.filter((entry) => entry.score > score(best)).length
  const positiveRanks = new Set(found.map(({ rank }) => rank))
  const tied = sorted.filter((entry, i) => entry.score === score(best) && !positiveRanks.has(i + 1)).length
  return {
    gallery,
    bestRank: best === 0 ? gallery + 1 : best,
    optimisticRank: best === 0 ? gallery + 1 : above + 1,
    pessimisticRank: best === 0 ? gallery + 1 : above + tied + 1,
    positiveViews: Int32Array.from(found, ({ view }) => view),
    positiveRanks: Int32Array.from(found, ({ rank }) => rank),
    positiveScores: Float64Array.from(found, ({ rank }) => score(rank)),
    topViews: views.slice(0, keptDepth),
    topScores: Float64Array.from(sorted.slice(0, keptDepth), (entry) => entry.score)
  }
}

/** Captions, or the views of the kind that most of the query ids name. 0 for an id that is none of them. */
async function recogniseQueries(project: OpenProject, file: string, qids: readonly string[]): Promise<{ source: QuerySource; queryIds: Map<string, number> }> {
  const uids = qids.map((qid) => uidOfTrecId(utf8(qid)))
  const captions = await project.store.read('gallery.idsOf', { of: 'captions', uids })
  if (captions.some((id) => id > 0)) return { source: 'captions', queryIds: new Map(qids.map((qid, i) => [qid, captions[i] as number])) }
  const views = await project.store.read('gallery.idsOf', { of: 'views', uids })
  const kinds = await project.store.read('gallery.kinds', { views })
  const counts = new Map<QuerySource, number>()
  for (const kind of kinds) if (kind !== null && kind !== 'satellite') counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const [source] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  if (source === undefined) throw unknown(file, 'queries', 'the uid of a caption or of a street, panorama, drone or osm view', qids[0] ?? '')
  return { source, queryIds: new Map(qids.map((qid, i) => [qid, kinds[i] === source ? (views[i] as number) : 0])) }
}

/** Satellite views by document id, read as they are needed. 0: not of this project. */
class DocumentIds {
  readonly #ids = new Map<string, number>()
  readonly #project: OpenProject
  known = 0

  constructor(project: OpenProject) {
    this.#project = project
  }

  get unknown(): number {
    return this.#ids.size - this.known
  }

  async learn(docids: readonly string[]): Promise<void> {
    const fresh = [...new Set(docids)].filter((docid) => !this.#ids.has(docid))
    if (fresh.length === 0) return
    const ids = await this.#project.store.read('gallery.idsOf', { of: 'satellite', uids: fresh.map((docid) => uidOfTrecId(utf8(docid))) })
    fresh.forEach((docid, i) => this.#ids.set(docid, ids[i] as number))
    this.known += ids.filter((id) => id > 0).length
  }

  of(docid: string): number {
    return this.#ids.get(docid) ?? 0
  }
}

function unknown(file: string, what: string, wanted: string, example: string): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `The project knows none of the ${what} of ${file}, ${utf8(example)} for example.`, { hint: `Their ids must each be ${wanted}.`, place: { file } })
}

function notices(unknownQueries: number, queries: number, unknownDocuments: number): string[] {
  const out: string[] = []
  if (unknownQueries > 0) out.push(`${unknownQueries} of the run’s ${queries} queries are not in the project and were left out.`)
  if (unknownDocuments > 0) out.push(`${unknownDocuments} of the run’s documents are not satellite views of the project; they keep their ranks.`)
  return out
}
