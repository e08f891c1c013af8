import { statSync } from 'node:fs'
import type { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import { kindName } from '#shared/domain/kind-names.ts'
import type { GalleryKind, PositivesRule } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Footprints } from '../geo/footprint-index.ts'
import { checkRule } from '../retrieval/query-groups.ts'
import { radiusOf } from '../retrieval/positive-rows.ts'
import type { RankingTask } from '../retrieval/ranking-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord, LocatedRows } from '../store/repositories/gallery.ts'
import { datasetHash, querySide, readEncoder, readQueries, type VectorSide } from './query-set.ts'

/** The part of an evaluation's options (or of a kept run's protocol) that decides what is ranked for what. */
export type Asked = Pick<EvaluateOptions, 'queries' | 'galleryKind' | 'gallery' | 'positives' | 'split' | 'centered'> & { readonly where?: string | null | undefined; readonly me?: string | undefined }

/** All that an evaluation reads before it ranks. */
export interface EvaluationInputs {
  readonly asked: Asked
  readonly encoder: EncoderRecord
  readonly gallerySide: VectorSide
  readonly querySide: VectorSide
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  readonly footprints: Footprints | null
  /** Hash of the data. */
  readonly data: string
}

/** Reads queries and gallery; refuses what cannot be evaluated, with the reason. */
export async function readInputs(project: OpenProject, encoderName: string, asked: Asked): Promise<EvaluationInputs> {
  checkRule(asked.gallery)
  checkPositives(asked.positives, asked.galleryKind)
  const encoder = await readEncoder(project, encoderName)
  const where = asked.where ? { query: asked.where, me: asked.me } : null
  const [gallery, queries] = await Promise.all([project.store.read('gallery.documents', { kind: asked.galleryKind, split: asked.split }), readQueries(project, asked.queries, asked.split, where)])
  refuseEmpty(asked, gallery.ids.length, queries.ids.length)
  const footprints = asked.positives === 'footprint' ? await project.store.read('gallery.footprints', { views: gallery.ids }) : null
  refuseUnlocated(asked, gallery, queries, footprints)
  return {
    asked,
    encoder,
    gallerySide: querySide(project, encoder.name, asked.galleryKind),
    querySide: querySide(project, encoder.name, asked.queries),
    gallery,
    queries,
    footprints,
    data: await datasetHash(gallery, queries, footprints)
  }
}

/** What the ranking thread is to do. `k` null: whole rankings. */
export function rankingTask({ asked, encoder, gallerySide, querySide: side, gallery, queries, footprints }: EvaluationInputs, k: number | null): RankingTask {
  return {
    galleryFile: gallerySide.file,
    queryFile: side.file,
    encoderHash: encoder.hash,
    gallery,
    queries,
    galleryOwner: gallerySide.owner,
    queryOwner: side.owner,
    rule: asked.gallery,
    positives: asked.positives,
    footprints,
    amongThemselves: asked.queries === asked.galleryKind,
    centered: asked.centered,
    k
  }
}

/** Changes when vectors are written. NO_EMBEDDINGS where a side has none. */
export function vectorStamps(inputs: EvaluationInputs): readonly string[] {
  return [inputs.gallerySide, inputs.querySide].map(({ file, of }) => {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat) return `${stat.size}/${stat.mtimeMs}`
    const side = of === 'captions' ? 'text' : 'image'
    throw new PlanisphereError('NO_EMBEDDINGS', `${inputs.encoder.name} has no vectors of ${of}: its ${side} side was never embedded here, or it has none.`, {
      hint: `Embed the ${of === 'captions' ? 'texts' : 'images'} with ${inputs.encoder.name} first, or choose an encoder with a side for ${side}.`,
      place: { file }
    })
  })
}

function checkPositives(rule: PositivesRule, galleryKind: GalleryKind): void {
  if (rule === 'footprint' && galleryKind !== 'satellite') {
    throw new PlanisphereError('UNSUPPORTED', `Truth by footprint is for satellite views: ${kindName(galleryKind, 'many')} are ranked here.`, { hint: 'Use own-place or radius:M, or rank satellite views.' })
  }
  const metres = radiusOf(rule)
  if (metres !== null && !(metres > 0 && Number.isFinite(metres))) throw new PlanisphereError('INVALID_INPUT', `${rule} is not a rule for what is right.`, { hint: 'Use own-place, radius:M with M metres above 0, or footprint.' })
}

function refuseEmpty({ split, where, queries: source, galleryKind }: Asked, gallery: number, queries: number): void {
  const whose = split === null ? 'The project' : `The split ${split}`
  if (queries === 0 && gallery > 0 && where) throw new PlanisphereError('NO_TRUTH', `No query fits ${where}.`, { hint: 'Widen the filter.' })
  if (gallery === 0) throw new PlanisphereError('NO_TRUTH', `${whose} has no ${kindName(galleryKind, 'one')} to rank.`, { hint: galleryKind === 'satellite' ? 'Import satellite tiles, or choose another split.' : 'Rank something else, or choose another split.' })
  if (queries === 0) throw new PlanisphereError('NO_TRUTH', `${whose} has no ${kindName(source, 'one')}.`, { hint: 'Choose other queries, or another split.' })
}

/** A rule by coordinates that no query or no document has any for would silently be another rule. */
function refuseUnlocated({ positives, galleryKind }: Asked, gallery: LocatedRows, queries: LocatedRows, footprints: Footprints | null): void {
  if (positives === 'own-place') return
  const located = (rows: LocatedRows): boolean => rows.lat.some((lat, i) => !Number.isNaN(lat) && !Number.isNaN(rows.lon[i]))
  const other = 'Use own-place, or import the coordinates.'
  if (!located(queries)) throw new PlanisphereError('NO_TRUTH', `No query has coordinates: ${positives} cannot say what is right.`, { hint: other })
  if (footprints !== null && footprints.corners.length === 0) throw new PlanisphereError('NO_TRUTH', 'No satellite view has a footprint.', { hint: 'Use own-place or radius:M, or import footprints: GeoTIFF and XYZ tiles have them.' })
  if (footprints === null && !located(gallery)) throw new PlanisphereError('NO_TRUTH', `No ${kindName(galleryKind, 'one')} has coordinates: ${positives} cannot say what is right.`, { hint: other })
}
