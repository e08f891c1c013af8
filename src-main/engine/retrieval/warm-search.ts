import type { Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import { vectorPath } from '../store/vector-file.ts'
import { fileStamp } from './file-stamp.ts'
import { QueryEncoder, type EncodedQuery } from './query-encoder.ts'
import { RerankThread } from './rerank-thread.ts'
import { SearchThread, type SearchAnswers, type SearchRequest } from './search-thread.ts'

export interface GalleryOptions {
  /** Null: all. */
  readonly split: Split | null
  readonly centered: boolean
}

type RankRequest = Omit<Extract<SearchRequest, { kind: 'rank' }>, 'kind' | 'key'>

/** How often a gallery that others pushed out is loaded again for one question. */
const attempts = 3

/**
 * What stays warm between searches, whoever asks: the gallery in the search thread, and the encoders' sessions. One for
 * the whole engine, since a gallery of a million tiles takes 2 GB.
 */
export class WarmSearch {
  readonly thread = new SearchThread()
  readonly encoder: QueryEncoder
  readonly reranking = new RerankThread()
  #lastText: Promise<unknown> = Promise.resolve()

  /** `resources`: the folder of the application's own files, where its encoders are. */
  constructor(resources: string) {
    this.encoder = new QueryEncoder(resources)
  }

  /**
   * Loads the gallery of an encoder's image vectors unless it is loaded as it now is. Returns its key. NO_EMBEDDINGS if
   * it would be empty. Loading is not stopped by the signal: whoever asks next wants the same gallery.
   */
  async gallery(project: OpenProject, encoder: EncoderRecord, options: GalleryOptions, signal?: AbortSignal): Promise<string> {
    const file = vectorPath(project.folders.vectors, encoder.name, 'image')
    const none = (): PlanisphereError => new PlanisphereError('NO_EMBEDDINGS', `No satellite view has a vector of ${encoder.name}.`, { hint: `Embed the images with ${encoder.name} first.`, place: { file } })
    const stamp = fileStamp(file)
    if (stamp === null) throw none()
    const key = JSON.stringify([project.path, encoder.name, encoder.hash, options, stamp, await project.store.read('gallery.stamp', {})])
    if (await this.thread.call<'has'>({ kind: 'has', key }, signal)) return key
    const gallery = await project.store.read('gallery.satelliteViews', { split: options.split })
    const { count } = await this.thread.call<'load'>({ kind: 'load', key, file, encoderHash: encoder.hash, views: gallery.vectors, centered: options.centered }, signal)
    if (count === 0) throw none()
    return key
  }

  /** Ranks the gallery for one query, exactly; loads it first where it is not loaded. */
  async rank(project: OpenProject, encoder: EncoderRecord, options: GalleryOptions, request: RankRequest, signal?: AbortSignal): Promise<NonNullable<SearchAnswers['rank']>> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const key = await this.gallery(project, encoder, options, signal)
      const ranked = await this.thread.call<'rank'>({ kind: 'rank', key, ...request }, signal)
      if (ranked !== null) return ranked
    }
    throw new PlanisphereError('CONFLICT', 'Searches with other encoders kept pushing this gallery out of memory.', { hint: 'Search again when they have ended.' })
  }

  /** Encodes a text, one at a time: one whose caller gave up while it waited is left out, so that the newest comes next. */
  text(encoder: EncoderRecord, text: string, signal: AbortSignal): Promise<EncodedQuery> {
    return this.#inTurn(() => this.encoder.text(encoder, text), signal)
  }

  /** Several texts at once, row-major, in their turn as one. */
  texts(encoder: EncoderRecord, texts: readonly string[], signal: AbortSignal): Promise<{ dimensions: number; rows: Float32Array }> {
    return this.#inTurn(() => this.encoder.texts(encoder, texts), signal)
  }

  /** The kept vector of a caption's revision or of a view, as the encoder gave it; null where there is none. */
  kept(project: OpenProject, encoder: EncoderRecord, side: 'text' | 'image', row: number, signal?: AbortSignal): Promise<Float32Array | null> {
    const file = vectorPath(project.folders.vectors, encoder.name, side)
    return fileStamp(file) === null ? Promise.resolve(null) : this.thread.call<'vector'>({ kind: 'vector', file, encoderHash: encoder.hash, row }, signal)
  }

  /** Kept vectors of several captions' revisions or views, row-major in the order asked; null where one is missing. */
  keptAll(project: OpenProject, encoder: EncoderRecord, side: 'text' | 'image', rows: Int32Array, signal?: AbortSignal): Promise<Float32Array | null> {
    const file = vectorPath(project.folders.vectors, encoder.name, side)
    return fileStamp(file) === null ? Promise.resolve(null) : this.thread.call<'vectors'>({ kind: 'vectors', file, encoderHash: encoder.hash, rows }, signal)
  }

  #inTurn<T>(encode: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const encoded = this.#lastText.then(() => {
      signal.throwIfAborted()
      return encode()
    })
    this.#lastText = encoded.catch(() => undefined)
    return encoded
  }
}
