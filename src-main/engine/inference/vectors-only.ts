import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { StoredSpec } from './encoder-spec.ts'

/** UNSUPPORTED for an encoder of imported vectors: it has no model that could embed what is new. */
export function refuseVectorsOnly(name: string, { vectors }: StoredSpec['spec']): void {
  if (vectors === undefined) return
  throw new PlanisphereError('UNSUPPORTED', `${name} holds imported vectors only: it has no model, so it cannot embed a new text or picture.`, {
    hint: 'Search with a caption or a view that has a vector, or add the model itself as an encoder (ONNX).'
  })
}
