import { signatureKinds, type PhysicalWeights, type SignatureKind } from '#shared/domain/planet.ts'
import type { Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import type { ParameterMaker } from './parameter-maker.ts'
import type { PerKind } from './physical-heads.ts'

/** exp(log scale) multiplies the cosines; it starts at 1 / 0.07, as CLIP's does. */
const firstLogScale = Math.log(1 / 0.07)

/** Which captions belong to which tile of a batch of n captions and m tiles. */
export interface Targets {
  /** [n, m]: row i, the distribution over the tiles that are positives of caption i. */
  readonly forward: Value
  /** [m, n]: row j, uniform over the captions of the place of tile j. */
  readonly back: Value
}

export interface PlanetLoss {
  /** L = L_itc + lambda x L_phy, in nats. */
  readonly total: Value
  readonly contrastive: Value
  readonly physical: PerKind
}

/** The terms that have a weight: those with none are not built at all, so that lambda = 0 is plain contrastive learning. */
export function trainedKinds(lambda: number, weights: PhysicalWeights): SignatureKind[] {
  return lambda > 0 ? signatureKinds.filter((kind) => weights[kind] > 0) : []
}

/** L_itc: symmetric InfoNCE over text [n, d] and tile [m, d] embeddings with a learned temperature. */
export function contrastiveLoss(make: ParameterMaker, texts: Value, tiles: Value, targets: Targets): Value {
  return op.symmetricInfoNce(make.graph, texts, tiles, make.constant('log-scale', [1], firstLogScale), targets.forward, targets.back)
}

/** The terms of L_phy: a symmetric InfoNCE a kind, over projected descriptors [n, p] and signatures [m, p], each with its own learned temperature. */
export function physicalLosses(make: ParameterMaker, descriptors: PerKind, signatures: PerKind, targets: Targets): PerKind {
  return Object.fromEntries(
    signatureKinds.flatMap((kind) => {
      const [texts, tiles] = [descriptors[kind], signatures[kind]]
      if (!texts || !tiles) return []
      return [[kind, op.symmetricInfoNce(make.graph, texts, tiles, make.constant(`log-scale.${kind}`, [1], firstLogScale), targets.forward, targets.back)]]
    })
  )
}

/** L_itc + lambda (w_colour L_colour + w_structure L_structure + w_texture L_texture). */
export function planetLoss(make: ParameterMaker, contrastive: Value, physical: PerKind, lambda: number, weights: PhysicalWeights): PlanetLoss {
  let total = contrastive
  for (const kind of signatureKinds) {
    const term = physical[kind]
    if (term) total = op.add(make.graph, total, op.scale(make.graph, term, lambda * weights[kind]))
  }
  return { total, contrastive, physical }
}
