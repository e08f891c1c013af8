import { kindName } from '#shared/domain/kind-names.ts'
import type { GalleryKind, QuerySource, RunSummary } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { haversine } from '../../geo/distance.ts'
import { rowsByPlace } from '../../retrieval/query-groups.ts'
import { uidOfTrecId } from '../../store/document-order.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { StoredRanking } from '../../store/repositories/runs.ts'
import { keptDepth } from '../evaluate-job.ts'
import { readQrelsFile, utf8 } from '../trec-files.ts'
import type { ImportThread } from './import-thread.ts'
import { keepImport, readFrame, type ImportContext } from './kept-import.ts'
import { matchIds } from './match-ids.ts'
import type { TrecRanking } from './trec-run-file.ts'

export interface TrecImport {
  readonly file: string
  readonly qrels: string | null
  readonly name: string
  readonly split: Split | null
  readonly version: string
}

/** Queries whose rankings are taken at once, and documents looked up at once: some milliseconds each. */
const queriesAtOnce = 32
const documentsAtOnce = 5000
const sampledQueries = 5000

/**
 * Keeps a TREC run file as a run of the project: query ids are the uids of captions, or of views of one kind; document
 * ids likewise, of captions or of views of the kind that most of the first ones name (escaped as our export does, or as
 * they are). Without qrels the documents of the query's own place are right, itself left out. Documents that the project does not have keep their ranks and are reported, and so are
 * unknown queries, which are left out. A positive that the file does not list is not retrieved: it counts nothing for
 * MRR and recall, and stands behind the whole gallery for the median rank.
 */
export async function importTrec(context: ImportContext, thread: ImportThread, request: TrecImport): Promise<{ run: RunSummary; notices: string[] }> {
  const { project } = context
  const { file } = request
  const key = 'queries'
  await thread.ask<'open-trec'>({ kind: 'open-trec', file })
  let count = 0
  for (let done = -1, total = 0; done < total; ) {
    const scanned = await thread.ask<'scan-trec'>({ kind: 'scan-trec', key })
    ;({ done, total, queries: count } = scanned)
    context.progress({ phase: 'reading the rankings', done, total })
  }
  const qrels = request.qrels === null ? null : await readQrelsFile(request.qrels)
  const source = await recogniseQueries(project, file, await thread.ask<'ids'>({ kind: 'ids', key, from: 0, to: sampledQueries }))
  const first = await thread.ask<'trec'>({ kind: 'trec', key, from: 0, to: queriesAtOnce })
  const galleryKind = await recogniseGallery(project, first.newDocuments.slice(0, documentsAtOnce))
  const frame = await readFrame(project, source, request.split, galleryKind)
  const { gallery, queries } = frame
  const indexOf = new Map(Array.from(queries.ids, (query, i) => [query, i + 1]))
  const of = source === 'captions' ? 'captions' : 'views'
  const matched = await matchIds(thread, { key, file, count, wanted: wantedQueries, show: utf8 }, async (qids) => {
    const ids = await project.store.read('gallery.idsOf', { of, uids: qids.map((qid) => uidOfTrecId(utf8(qid))) })
    return ids.map((id) => (indexOf.has(id) ? id : 0))
  })
  const documents = new Documents(project, galleryKind)
  const amongThemselves = source === galleryKind
  const rows = new Map(Array.from(gallery.ids, (view, row) => [view, row]))
  const ofPlace = rowsByPlace(gallery.places)

  const run = await keepImport(context, frame, request, async (take) => {
    let withoutTruth = 0
    let kept = 0
    let next = Promise.resolve(first)
    for (let from = 0; from < count; from += queriesAtOnce) {
      const part = await next
      if (from + queriesAtOnce < count) next = thread.ask<'trec'>({ kind: 'trec', key, from: from + queriesAtOnce, to: from + 2 * queriesAtOnce })
      // Whatever becomes of this part, the next one's failure is told when it is awaited.
      next.catch(() => undefined)
      await documents.learn(part.newDocuments)
      const rankings: StoredRanking[] = []
      for (const [i, ranking] of part.rankings.entries()) {
        const index = (indexOf.get(matched.found[from + i] as number) ?? 0) - 1
        if (index < 0) continue
        const place = queries.places[index] as number
        const judged = qrels === null ? null : [...(qrels.get(ranking.qid) ?? [])].filter(([, relevance]) => relevance > 0).map(([docid]) => docid)
        const own = (): { view: number; document: number }[] => (ofPlace.get(place) ?? []).map((row) => ({ view: gallery.ids[row] as number, document: -1 }))
        const right = judged === null ? own() : await documents.judged(judged)
        const positives = amongThemselves ? right.filter(({ view }) => view !== queries.ids[index]) : right
        if (positives.length === 0) {
          withoutTruth++
          continue
        }
        const views = ranking.documents.map((document) => documents.view(document))
        const answer = rows.get(views[0] ?? 0)
        const error = answer === undefined ? NaN : haversine(queries.lat[index] as number, queries.lon[index] as number, gallery.lat[answer] as number, gallery.lon[answer] as number)
        rankings.push({ query: queries.ids[index] as number, place, errorM: Number.isNaN(error) ? null : error, ...rankPositives(ranking, views, positives, Math.max(gallery.ids.length - (amongThemselves ? 1 : 0), views.length)) })
      }
      await take(rankings)
      kept += rankings.length
      context.progress({ phase: 'ranking', done: Math.min(count, from + queriesAtOnce), total: count })
    }
    if (documents.known === 0) throw unknownIds(file, 'documents', 'the uid of a caption or of a view', documents.example)
    if (kept === 0) throw new PlanisphereError('NO_TRUTH', `No query of ${file} has a relevant ${kindName(galleryKind, 'one')}.`, { hint: `Check the qrels, or import ${kindName(galleryKind, 'many')} for the places of the queries.` })
    return { gallery: gallery.ids.length, galleryMissing: 0, withoutTruth }
  })
  return { run, notices: notices(matched, count, documents.unknown, galleryKind) }
}

type Ranks = Omit<StoredRanking, 'query' | 'place' | 'errorM'>

function rankPositives({ documents, scores }: TrecRanking, views: Int32Array, positives: readonly { view: number; document: number }[], gallery: number): Ranks {
  const rankOfView = new Map(Array.from(views, (view, i) => [view, i + 1]))
  const rankOfDocument = new Map(Array.from(documents, (document, i) => [document, i + 1]))
  const found = positives
    .map(({ view, document }) => ({ view, rank: (document < 0 ? rankOfView.get(view) : rankOfDocument.get(document)) ?? 0 }))
    .sort((a, b) => (a.rank || Infinity) - (b.rank || Infinity))
  const best = found[0]?.rank ?? 0
  const score = (rank: number): number => (rank === 0 ? 0 : (scores[rank - 1] ?? 0))
  const positiveRanks = new Set(found.map(({ rank }) => rank))
  let above = 0
  let tied = 0
  scores.forEach((other, i) => {
    if (other > score(best)) above++
    else if (other === score(best) && !positiveRanks.has(i + 1)) tied++
  })
  return {
    gallery,
    bestRank: best === 0 ? gallery + 1 : best,
    optimisticRank: best === 0 ? gallery + 1 : above + 1,
    pessimisticRank: best === 0 ? gallery + 1 : above + tied + 1,
    positiveViews: Int32Array.from(found, ({ view }) => view),
    positiveRanks: Int32Array.from(found, ({ rank }) => rank),
    positiveScores: Float64Array.from(found, ({ rank }) => score(rank)),
    topViews: views.slice(0, keptDepth),
    topScores: scores.slice(0, keptDepth)
  }
}

/** Captions, or the views of the kind that most of the query ids name. */
async function recogniseQueries(project: OpenProject, file: string, qids: readonly string[]): Promise<QuerySource> {
  const uids = qids.map((qid) => uidOfTrecId(utf8(qid)))
  if ((await project.store.read('gallery.idsOf', { of: 'captions', uids })).some((id) => id > 0)) return 'captions'
  const kinds = await project.store.read('gallery.kinds', { views: await project.store.read('gallery.idsOf', { of: 'views', uids }) })
  const counts = new Map<QuerySource, number>()
  for (const kind of kinds) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const [source] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  if (source === undefined) throw unknownIds(file, 'queries', wantedQueries, qids[0] ?? '')
  return source
}

/** What most of some documents are; satellite views where none is of the project. */
async function recogniseGallery(project: OpenProject, docids: readonly string[]): Promise<GalleryKind> {
  const uids = docids.map((docid) => uidOfTrecId(utf8(docid)))
  const captions = (await project.store.read('gallery.idsOf', { of: 'captions', uids })).filter((id) => id > 0).length
  const counts = new Map<GalleryKind, number>([['satellite', 0], ['captions', captions]])
  for (const kind of await project.store.read('gallery.kinds', { views: await project.store.read('gallery.idsOf', { of: 'views', uids }) })) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'satellite'
}

/** Documents of the gallery's kind by their number, and by their id. 0: not of this project. */
class Documents {
  readonly #views: number[] = []
  readonly #ids: string[] = []
  readonly #numbers = new Map<string, number>()
  readonly #project: OpenProject
  readonly #kind: GalleryKind
  known = 0

  constructor(project: OpenProject, kind: GalleryKind) {
    this.#project = project
    this.#kind = kind
  }

  get unknown(): number {
    return this.#views.length - this.known
  }

  get example(): string {
    return this.#ids[0] ?? ''
  }

  async learn(docids: readonly string[]): Promise<void> {
    for (let from = 0; from < docids.length; from += documentsAtOnce) {
      const page = docids.slice(from, from + documentsAtOnce)
      const views = await this.#look(page)
      page.forEach((docid, i) => {
        this.#numbers.set(docid, this.#views.length)
        this.#ids.push(docid)
        this.#views.push(views[i] as number)
        if ((views[i] as number) > 0) this.known++
      })
    }
  }

  view(document: number): number {
    return this.#views[document] ?? 0
  }

  /** Documents of the qrels; one that no ranking has named yet has no number, which no rank has. */
  async judged(docids: readonly string[]): Promise<{ view: number; document: number }[]> {
    const views = await this.#look(docids)
    return docids.map((docid, i) => ({ view: views[i] as number, document: this.#numbers.get(docid) ?? Number.MAX_SAFE_INTEGER }))
  }

  async #look(docids: readonly string[]): Promise<Int32Array> {
    const uids = docids.map((docid) => uidOfTrecId(utf8(docid)))
    const { store } = this.#project
    if (this.#kind === 'captions' || this.#kind === 'satellite') return store.read('gallery.idsOf', { of: this.#kind, uids })
    const views = await store.read('gallery.idsOf', { of: 'views', uids })
    const kinds = await store.read('gallery.kinds', { views })
    return views.map((view, i) => (kinds[i] === this.#kind ? view : 0))
  }
}

const wantedQueries = 'the uid of a caption or of a view'

function unknownIds(file: string, what: string, wanted: string, example: string): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `The project knows none of the ${what} of ${file}, ${utf8(example)} for example.`, { hint: `Their ids must each be ${wanted}.`, place: { file } })
}

function notices(queries: { unknown: number; examples: readonly string[] }, count: number, unknownDocuments: number, galleryKind: GalleryKind): string[] {
  const out: string[] = []
  if (queries.unknown > 0) out.push(`${queries.unknown} of the run’s ${count} queries are not in the project (or not in the split) and were left out: ${queries.examples.join(', ')}${queries.unknown > queries.examples.length ? ' …' : ''}`)
  if (unknownDocuments > 0) out.push(`${unknownDocuments} of the run’s documents are not ${kindName(galleryKind, 'many')} of the project; they keep their ranks.`)
  return out
}
