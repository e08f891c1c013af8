import type { SearchQuery } from '#shared/contracts/retrieval.ts'
import type { Split, ViewKind } from '#shared/domain/vocabulary.ts'
import { viewKinds } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { nameBadVector, readEncoder } from '../evaluation/query-set.ts'
import { rankedView } from '../retrieval/ranked-view.ts'
import { fileStamp } from '../retrieval/file-stamp.ts'
import { rerankSearch } from '../retrieval/rerank-search.ts'
import type { WarmSearch } from '../retrieval/warm-search.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import { vectorPath } from '../store/vector-file.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** A query before it is ranked. */
interface ReadyQuery {
  readonly vector: Float32Array
  readonly provider: string
  /** Its words; null for a picture. */
  readonly text: string | null
  /** The query's own place: its satellite views are the truth. Null for a text or an image from outside. */
  readonly place: number | null
  /** What a centred query is centred with: all captions, or the views of these kinds. */
  readonly kin: 'captions' | readonly ViewKind[]
}

/** Exact search of one query. The gallery stays loaded in a thread of its own until views or vectors change. */
export function retrievalHandlers(engine: EngineContext, search: WarmSearch): Pick<Handlers, 'retrieval.search'> {
  return {
    async 'retrieval.search'({ project: handle, encoder: name, query, k, centered, split, rerank }, { signal }) {
      const started = performance.now()
      const project = engine.project(handle)
      const encoder = await readEncoder(project, name)
      const ready = await readQuery(project, encoder, query, search)
      if (rerank !== null && ready.text === null) throw new PlanisphereError('UNSUPPORTED', 'A picture cannot be re-ranked by physical agreement: it is that of words with a tile.', { hint: 'Search with a text or a caption, or leave re-ranking out.' })
      try {
        const positives = ready.place === null ? [] : await project.store.read('gallery.satelliteViewsOf', { place: ready.place })
        const centre = centered ? await centreOf(project, encoder, ready.kin, split) : null
        const kept = Math.max(k, rerank?.depth ?? 0)
        const byCosine = await search.rank(project, encoder, { split, centered }, { query: ready.vector, centre, k: kept, positives }, signal)
        const changed =
          rerank === null || ready.text === null
            ? byCosine
            : await rerankSearch(search.reranking, { project, encoder, resources: engine.resources }, { ranked: byCosine, descriptors: await search.encoder.descriptors(encoder, ready.text), positives, rerank }, signal)
        const ranked = { ...changed, gallery: byCosine.gallery, views: changed.views.slice(0, k) }
        const truth = ready.place === null ? null : await project.store.read('gallery.place', { place: ready.place })
        const shown = ranked.truth === null ? ranked.views : Int32Array.of(...ranked.views, ranked.truth.view)
        const rows = await project.store.read('gallery.rankedViews', { views: shown })
        const right = new Set(positives)
        return {
          results: Array.from(ranked.views, (view, i) => rankedView(rows[i] ?? null, { rank: i + 1, score: ranked.scores[i] as number, truth: right.has(view) }, truth)).filter((row) => row !== null),
          gallery: ranked.gallery,
          truth: ranked.truth === null ? null : rankedView(rows.at(-1) ?? null, { rank: ranked.truth.rank, score: ranked.truth.score, truth: true }, truth),
          provider: ready.provider,
          milliseconds: performance.now() - started
        }
      } catch (thrown) {
        throw await nameBadVector(project, thrown)
      }
    }
  }
}

async function readQuery(project: OpenProject, encoder: EncoderRecord, query: SearchQuery, search: WarmSearch): Promise<ReadyQuery> {
  if ('text' in query) return { ...(await search.encoder.text(encoder, query.text)), text: query.text, place: null, kin: 'captions' }
  if ('image' in query) return { ...(await search.encoder.image(encoder, query.image)), text: null, place: null, kin: viewKinds.filter((kind) => kind !== 'satellite') }
  if ('caption' in query) {
    const caption = await project.store.read('gallery.caption', { caption: query.caption })
    if (!caption) throw new PlanisphereError('NOT_FOUND', `There is no caption ${query.caption} in this project.`, { hint: 'It may have been removed with its import.' })
    const vector = await search.kept(project, encoder, 'text', caption.head)
    const encoded = vector ? { vector, provider: encoder.provider ?? 'cpu' } : await search.encoder.text(encoder, caption.text)
    return { ...encoded, text: caption.text, place: caption.place, kin: 'captions' }
  }
  const view = await project.store.read('gallery.view', { view: query.view })
  if (!view) throw new PlanisphereError('NOT_FOUND', `There is no view ${query.view} in this project.`, { hint: 'It may have been removed with its import.' })
  const vector = await search.kept(project, encoder, 'image', view.view)
  const encoded = vector ? { vector, provider: encoder.provider ?? 'cpu' } : await search.encoder.image(encoder, view.file)
  return { ...encoded, text: null, place: view.place, kin: [view.kind] }
}

/** The set whose mean a centred query is freed of: as in an evaluation of its kind. For an outside image, all that are not satellite views. */
async function centreOf(project: OpenProject, encoder: EncoderRecord, kin: ReadyQuery['kin'], split: Split | null): Promise<{ key: string; file: string; rows: Int32Array } | null> {
  const file = vectorPath(project.folders.vectors, encoder.name, kin === 'captions' ? 'text' : 'image')
  const stamp = fileStamp(file)
  if (stamp === null) return null
  const sets = kin === 'captions' ? [await project.store.read('gallery.captionQueries', { split })] : await Promise.all(kin.map((kind) => project.store.read('gallery.viewQueries', { kind, split })))
  const rows = Int32Array.from(sets.flatMap((set) => [...set.vectors]))
  return { key: JSON.stringify([file, stamp, sets.map((set) => set.hash)]), file, rows }
}
