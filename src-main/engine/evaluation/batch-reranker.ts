import type { Rerank } from '#shared/domain/planet.ts'
import type { GalleryKind, QuerySource } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { haversine } from '../geo/distance.ts'
import { SideSession } from '../inference/side-session.ts'
import type { TextSpec } from '../inference/encoder-spec.ts'
import { descriptorSide, tileSide } from '../retrieval/planet-sides.ts'
import type { QueryRanking } from '../retrieval/rank-queries.ts'
import { RerankThread, type TileSide } from '../retrieval/rerank-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord, LocatedRows } from '../store/repositories/gallery.ts'
import { DescriptorCache, descriptorFile } from './descriptor-cache.ts'
import { rerankedRanking } from './rerank-ranking.ts'

interface RankedKinds {
  readonly queries: QuerySource
  readonly galleryKind: GalleryKind
}

export interface BatchRerankerInput {
  readonly encoder: EncoderRecord
  readonly resources: string
  /** What is ranked for what. */
  readonly protocol: RankedKinds
  readonly rerank: Rerank
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  /** Keep the descriptors of texts for the next evaluation. */
  readonly keep: boolean
  /** Told when the encoder's provider failed and the CPU goes on in its place. */
  readonly onFallback?: (notice: { from: string; reason: string }) => void
}

const listsAtOnce = 64

/** UNSUPPORTED where queries have no words, or the encoder no descriptors; NO_EMBEDDINGS before signatures are measured. */
export function checkRerank(project: OpenProject, encoder: EncoderRecord, resources: string, { queries, galleryKind }: RankedKinds): TileSide {
  if (galleryKind !== 'satellite') {
    throw new PlanisphereError('UNSUPPORTED', `Only satellite views can be re-ranked by physical agreement: nothing else has signatures.`, { hint: 'Rank satellite views, or leave re-ranking out.' })
  }
  if (queries !== 'captions') {
    throw new PlanisphereError('UNSUPPORTED', `Views cannot be re-ranked by physical agreement: it is that of words with a tile.`, { hint: 'Evaluate captions, or leave re-ranking out.' })
  }
  return tileSide(project, encoder, resources)
}

/** Re-ranks the rankings of an evaluation, a batch after the other. Close it in the end. */
export class BatchReranker {
  /** Satellite views of the gallery without a signature: their agreement counts as 0. */
  readonly signaturesMissing: number
  readonly #project: OpenProject
  readonly #input: BatchRerankerInput
  readonly #tiles: TileSide
  readonly #texts: SideSession<TextSpec>
  readonly #descriptors: DescriptorCache
  readonly #thread: RerankThread
  readonly #galleryAt: ReadonlyMap<number, number>
  readonly #queryAt: ReadonlyMap<number, number>

  private constructor(project: OpenProject, input: BatchRerankerInput, parts: { tiles: TileSide; texts: SideSession<TextSpec>; descriptors: DescriptorCache; thread: RerankThread; missing: number }) {
    this.#project = project
    this.#input = input
    this.#tiles = parts.tiles
    this.#texts = parts.texts
    this.#descriptors = parts.descriptors
    this.#thread = parts.thread
    this.signaturesMissing = parts.missing
    this.#galleryAt = placesOf(input.gallery.ids)
    this.#queryAt = placesOf(input.queries.ids)
  }

  static async open(project: OpenProject, input: BatchRerankerInput): Promise<BatchReranker> {
    const { encoder, resources, protocol, gallery, onFallback } = input
    const tiles = checkRerank(project, encoder, resources, protocol)
    const { folder, spec } = descriptorSide(encoder, resources)
    const thread = new RerankThread()
    try {
      const missing = await thread.call<'missing'>({ kind: 'missing', tiles, views: gallery.ids })
      const texts = await SideSession.openText(folder, spec, { provider: encoder.provider ?? 'cpu', ...(onFallback ? { onFallback } : {}) })
      try {
        const descriptors = DescriptorCache.open(descriptorFile(project, encoder.hash), { encoderHash: encoder.hash, width: 3 * tiles.dimensions }, { write: input.keep })
        return new BatchReranker(project, input, { tiles, texts, descriptors, thread, missing })
      } catch (thrown) {
        await texts.close()
        throw thrown
      }
    } catch (thrown) {
      await thread.close()
      throw thrown
    }
  }

  async apply(rankings: readonly QueryRanking[], signal: AbortSignal): Promise<QueryRanking[]> {
    const out: QueryRanking[] = []
    for (let from = 0; from < rankings.length; from += listsAtOnce) {
      signal.throwIfAborted()
      out.push(...(await this.#some(rankings.slice(from, from + listsAtOnce), signal)))
    }
    return out
  }

  async close(): Promise<void> {
    await Promise.all([this.#descriptors.close(), this.#texts.close(), this.#thread.close()])
  }

  async #some(rankings: readonly QueryRanking[], signal: AbortSignal): Promise<QueryRanking[]> {
    const { gallery, queries, rerank } = this.#input
    // The same revisions whose vectors are ranked, also where somebody edits a caption meanwhile.
    const revisions = Int32Array.from(rankings, ({ query }) => queries.vectors[this.#queryAt.get(query) as number] as number)
    const rows = await this.#descriptors.of(revisions, 3 * this.#tiles.dimensions, async (missing) => {
      const texts = await this.#project.store.read('gallery.revisionTexts', { revisions: Int32Array.from(missing, (at) => revisions[at] as number) })
      const gone = texts.indexOf(null)
      if (gone >= 0) throw new PlanisphereError('CONFLICT', `The caption ${rankings[missing[gone] as number]?.query} was removed while it was ranked.`, { hint: 'Evaluate again.' })
      return (await this.#texts.encodeTexts(texts.filter((text) => text !== null))).rows
    })
    signal.throwIfAborted()
    const lists = rankings.map(({ topViews, topScores }) => ({
      order: topViews.map((view) => this.#galleryAt.get(view) as number),
      scores: topScores,
      views: topViews.slice(0, rerank.depth)
    }))
    const answers = await this.#thread.call<'rerank'>({ kind: 'rerank', tiles: this.#tiles, weight: rerank.weight, descriptors: rows, lists }, signal)
    return rankings.map((ranking, i) => {
      const list = answers[i]
      if (!list) throw new Error(`${answers.length} of ${rankings.length} rankings came back`)
      const query = this.#queryAt.get(ranking.query) as number
      return rerankedRanking(ranking, list, rerank.depth, (view) => {
        const at = this.#galleryAt.get(view) as number
        const metres = haversine(queries.lat[query] as number, queries.lon[query] as number, gallery.lat[at] as number, gallery.lon[at] as number)
        return Number.isNaN(metres) ? null : metres
      })
    })
  }
}

function placesOf(ids: Int32Array): Map<number, number> {
  const at = new Map<number, number>()
  ids.forEach((id, i) => at.set(id, i))
  return at
}
