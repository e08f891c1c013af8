import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Filter } from '#shared/domain/filter.ts'
import type { GalleryKind, QuerySource } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import type { VectorOwner } from '../retrieval/load-vectors.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord, LocatedRows } from '../store/repositories/gallery.ts'
import { vectorPath } from '../store/vector-file.ts'

export interface VectorSide {
  readonly file: string
  /** What a vector is of, for messages. */
  readonly owner: VectorOwner
  readonly of: 'captions' | 'views'
}

/** The vector file and the name of what queries, or a gallery, are made of. */
export function querySide(project: OpenProject, encoder: string, source: QuerySource | GalleryKind): VectorSide {
  const side = source === 'captions' ? 'text' : 'image'
  const owner = source === 'captions' ? 'caption' : source === 'satellite' ? 'satellite view' : 'view'
  return { file: vectorPath(project.folders.vectors, encoder, side), owner, of: source === 'captions' ? 'captions' : 'views' }
}

/** All queries of a source, or those that fit a filter. */
export async function readQueries(project: OpenProject, source: QuerySource, split: Split | null, filter: Filter | null = null): Promise<LocatedRows> {
  const only = filter && (await project.store.read('browse.ids', { level: source === 'captions' ? 'captions' : 'places', filter, order: 'id' }))
  return source === 'captions' ? project.store.read('gallery.captionQueries', { split, only }) : project.store.read('gallery.viewQueries', { kind: source, split, only })
}

export async function readEncoder(project: OpenProject, name: string): Promise<EncoderRecord> {
  const encoder = await project.store.read('gallery.encoder', { name })
  if (encoder) return encoder
  const names = await project.store.read('gallery.encoderNames', {})
  throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${name}.`, {
    hint: names.length === 0 ? 'Add one first.' : `It has: ${names.join(', ')}.`
  })
}

/**
 * SHA-256 over the hashes of both sides: equal if the queries, their texts, the gallery, places and coordinates are; and
 * footprints, where these decide what is right.
 */
export async function datasetHash(gallery: LocatedRows, queries: LocatedRows, footprints: { readonly hash: string } | null = null): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${gallery.hash}\n${queries.hash}${footprints === null ? '' : `\n${footprints.hash}`}`))
  return Buffer.from(digest).toString('hex')
}

/** Says which caption or view has the bad vector by the id that people know. */
export async function nameBadVector(project: OpenProject, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof PlanisphereError) || thrown.code !== 'BAD_SCORES') return thrown
  const [, owner, id] = /^(satellite view|view|caption):(\d+)$/.exec(thrown.place?.item ?? '') ?? []
  if (owner === undefined || id === undefined) return thrown
  const [uid] = await project.store.read('gallery.uids', { of: owner === 'caption' ? 'captions' : 'views', ids: Int32Array.of(Number(id)) })
  if (uid === undefined || uid === null) return thrown
  return new PlanisphereError('BAD_SCORES', `The vector of the ${owner} ${uid} has a NaN or infinite number.`, { hint: thrown.hint, place: { item: uid }, cause: thrown })
}
