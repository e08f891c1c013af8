import { statSync } from 'node:fs'
import type { SearchQuery } from '#shared/contracts/retrieval.ts'
import type { Split, ViewKind } from '#shared/domain/vocabulary.ts'
import { viewKinds } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { nameBadVector, readEncoder } from '../evaluation/query-set.ts'
import { QueryEncoder } from '../retrieval/query-encoder.ts'
import { rankedView } from '../retrieval/ranked-view.ts'
import { SearchThread } from '../retrieval/search-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import { vectorPath } from '../store/vector-file.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** A query before it is ranked. */
interface ReadyQuery {
  readonly vector: Float32Array
  readonly provider: string
  /** The query's own place: its satellite views are the truth. Null for a text or an image from outside. */
  readonly place: number | null
  /** What a centred query is centred with: all captions, or the views of these kinds. */
  readonly kin: 'captions' | readonly ViewKind[]
}

/** Exact search of one query. The gallery stays loaded in a thread of its own until views or vectors change. */
export function retrievalHandlers(engine: EngineContext): Pick<Handlers, 'retrieval.search'> {
  const thread = new SearchThread()
  const queryEncoder = new QueryEncoder(engine.resources)
  return {
    async 'retrieval.search'({ project: handle, encoder: name, query, k, centered, split }) {
      const started = performance.now()
      const project = engine.project(handle)
      const encoder = await readEncoder(project, name)
      const ready = await readQuery(project, encoder, query, thread, queryEncoder)
      try {
        const key = await loadGallery(project, encoder, { split, centered }, thread)
        const positives = ready.place === null ? [] : await project.store.read('gallery.satelliteViewsOf', { place: ready.place })
        const centre = centered ? await centreOf(project, encoder, ready.kin, split) : null
        const ranked = await thread.call<'rank'>({ kind: 'rank', key, query: ready.vector, centre, k, positives })
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

/** Loads the gallery unless it is loaded as it now is. Returns its key. */
async function loadGallery(project: OpenProject, encoder: EncoderRecord, options: { split: Split | null; centered: boolean }, thread: SearchThread): Promise<string> {
  const file = vectorPath(project.folders.vectors, encoder.name, 'image')
  const key = JSON.stringify([project.path, encoder.name, encoder.hash, options, fileStamp(file), await project.store.read('gallery.stamp', {})])
  if (await thread.call<'has'>({ kind: 'has', key })) return key
  const gallery = await project.store.read('gallery.satelliteViews', { split: options.split })
  const { count } = await thread.call<'load'>({ kind: 'load', key, file, encoderHash: encoder.hash, views: gallery.vectors, centered: options.centered })
  if (count === 0) throw new PlanisphereError('NO_EMBEDDINGS', `No satellite view has a vector of ${encoder.name}.`, { hint: `Embed the images with ${encoder.name} first.` })
  return key
}

async function readQuery(project: OpenProject, encoder: EncoderRecord, query: SearchQuery, thread: SearchThread, queryEncoder: QueryEncoder): Promise<ReadyQuery> {
  const kept = (side: 'text' | 'image', row: number): Promise<Float32Array | null> => {
    const file = vectorPath(project.folders.vectors, encoder.name, side)
    return statSync(file, { throwIfNoEntry: false }) ? thread.call<'vector'>({ kind: 'vector', file, encoderHash: encoder.hash, row }) : Promise.resolve(null)
  }
  if ('text' in query) return { ...(await queryEncoder.text(encoder, query.text)), place: null, kin: 'captions' }
  if ('image' in query) return { ...(await queryEncoder.image(encoder, query.image)), place: null, kin: viewKinds.filter((kind) => kind !== 'satellite') }
  if ('caption' in query) {
    const caption = await project.store.read('gallery.caption', { caption: query.caption })
    if (!caption) throw new PlanisphereError('NOT_FOUND', `There is no caption ${query.caption} in this project.`, { hint: 'It may have been removed with its import.' })
    const vector = await kept('text', caption.head)
    const encoded = vector ? { vector, provider: encoder.provider ?? 'cpu' } : await queryEncoder.text(encoder, caption.text)
    return { ...encoded, place: caption.place, kin: 'captions' }
  }
  const view = await project.store.read('gallery.view', { view: query.view })
  if (!view) throw new PlanisphereError('NOT_FOUND', `There is no view ${query.view} in this project.`, { hint: 'It may have been removed with its import.' })
  const vector = await kept('image', view.view)
  const encoded = vector ? { vector, provider: encoder.provider ?? 'cpu' } : await queryEncoder.image(encoder, view.file)
  return { ...encoded, place: view.place, kin: [view.kind] }
}

/** The set whose mean a centred query is freed of: as in an evaluation of its kind. For an outside image, all that are not satellite views. */
async function centreOf(project: OpenProject, encoder: EncoderRecord, kin: ReadyQuery['kin'], split: Split | null): Promise<{ key: string; file: string; rows: Int32Array } | null> {
  const file = vectorPath(project.folders.vectors, encoder.name, kin === 'captions' ? 'text' : 'image')
  if (!statSync(file, { throwIfNoEntry: false })) return null
  const sets = kin === 'captions' ? [await project.store.read('gallery.captionQueries', { split })] : await Promise.all(kin.map((kind) => project.store.read('gallery.viewQueries', { kind, split })))
  const rows = Int32Array.from(sets.flatMap((set) => [...set.vectors]))
  return { key: JSON.stringify([file, fileStamp(file), sets.map((set) => set.hash)]), file, rows }
}

function fileStamp(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) throw new PlanisphereError('NO_EMBEDDINGS', `There are no vectors at ${file}.`, { hint: 'Embed with this encoder first.', place: { file } })
  return `${stat.size}/${stat.mtimeMs}`
}
