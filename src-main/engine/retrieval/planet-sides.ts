import { join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../inference/encoder-path.ts'
import { StoredSpec, type TextSpec } from '../inference/encoder-spec.ts'
import { signaturesFile } from '../planet/signatures/mine-job.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import { fileStamp } from './file-stamp.ts'
import type { TileSide } from './rerank-thread.ts'

/** The output of a PLANET text side that holds its descriptors: t_colour, t_structure and t_texture side by side, each normalised. */
const descriptors = 'text_physical'

/** What gives a text's descriptors: the encoder's text side, another of its outputs. UNSUPPORTED where it has none. */
export function descriptorSide(encoder: EncoderRecord, resources: string): { readonly folder: string; readonly spec: TextSpec } {
  const { folder, text } = planetParts(encoder, resources)
  return { folder, spec: { ...text, output: descriptors } }
}

/** What gives the tiles' side. UNSUPPORTED where the encoder cannot tell agreement, NO_EMBEDDINGS before signatures are measured. */
export function tileSide(project: OpenProject, encoder: EncoderRecord, resources: string): TileSide {
  const { folder, planet } = planetParts(encoder, resources)
  const signatures = signaturesFile(project)
  const stamp = fileStamp(signatures)
  if (stamp === null) throw new PlanisphereError('NO_EMBEDDINGS', 'The tiles have no signatures yet, so nothing can be re-ranked by them.', { hint: 'Measure them first: planisphere planet mine PROJECT.', place: { file: signatures } })
  return { model: join(folder, planet.signature), signatures, spec: planet.signatureSpec, dimensions: planet.dimensions, key: JSON.stringify([encoder.hash, signatures, stamp]) }
}

function planetParts(encoder: EncoderRecord, resources: string) {
  const { text, planet } = StoredSpec.safeParse(JSON.parse(encoder.spec)).data?.spec ?? {}
  if (text && planet) return { folder: encoderFolder(encoder.path, resources), text, planet }
  throw new PlanisphereError('UNSUPPORTED', `${encoder.name} cannot tell how a text agrees with a tile’s colours, structure and texture.`, {
    hint: 'Re-rank with an encoder that planisphere planet train made (with all three physical terms), or rank without re-ranking.'
  })
}
