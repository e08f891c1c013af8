import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../../inference/encoder-path.ts'
import { StoredSpec } from '../../inference/encoder-spec.ts'
import { refuseVectorsOnly } from '../../inference/vectors-only.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { FrozenBase } from './write-frozen-encoder.ts'

/** An encoder of a project that heads can stand on. */
export interface FoundBase extends FrozenBase {
  readonly name: string
  readonly hash: string
  readonly dimensions: number
}

/** NOT_FOUND if the project has none of this name; UNSUPPORTED if it lacks a side, or has trained heads itself. Token states are `openFrozenTask`'s question. */
export async function findBase(project: OpenProject, name: string, resources: string): Promise<FoundBase> {
  const encoder = await project.store.read('encoders.get', { name })
  if (!encoder) throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${name}.`, { hint: 'Add the encoder first.' })
  const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
  refuseVectorsOnly(name, spec)
  const { text, image } = spec
  if (!text || !image) throw new PlanisphereError('UNSUPPORTED', `${name} has no ${text ? 'image' : 'text'} side: heads need both.`, { hint: 'Choose an encoder with a text and an image side as the base.' })
  if (text.head || image.head) throw new PlanisphereError('UNSUPPORTED', `${name} has trained heads already.`, { hint: 'Choose the encoder that those heads stand on as the base.' })
  return { name, hash: encoder.hash, dimensions: encoder.dimensions, folder: encoderFolder(encoder.path, resources), text, image }
}
