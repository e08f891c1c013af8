import { signatureKinds, type SignatureKind } from '#shared/domain/planet.ts'
import type { DifferentiableGraph, Value } from '../../onnx/differentiable-graph.ts'
import * as op from '../../onnx/operations.ts'
import type { ParameterMaker } from './parameter-maker.ts'

/** Where each signature stands in the 164 numbers of a view. */
export const signatureParts: Readonly<Record<SignatureKind, { readonly from: number; readonly to: number }>> = {
  colour: { from: 0, to: 96 },
  structure: { from: 96, to: 132 },
  texture: { from: 132, to: 164 }
}
export const signatureLength = 164

/** Mean and deviation of each of the 164 numbers over the training views; both stay with the heads that were trained by them. */
export interface SignatureScale {
  readonly mean: Float32Array
  /** At least 1e-4, so that a bin that is the same in all views says nothing instead of much. */
  readonly deviation: Float32Array
}

export type PerKind = Readonly<Partial<Record<SignatureKind, Value>>>

/**
 * Physical Semantic Projection, the text's side: the descriptors [n, 3, width] of the three learnable queries, each
 * projected to the space of its signature and normalised. Returns [n, dimensions] for each kind in `kinds`.
 */
export function projectDescriptors(make: ParameterMaker, descriptors: Value, kinds: readonly SignatureKind[], dimensions: number): PerKind {
  const { graph } = make
  const [n, , width] = descriptors.shape as [number, number, number]
  return Object.fromEntries(
    kinds.map((kind) => {
      const own = op.reshape(graph, selectQuery(graph, descriptors, signatureKinds.indexOf(kind)), [n, width])
      const inner = op.gelu(graph, make.linear(`text.physical.${kind}.inner`, own, width))
      return [kind, op.l2Normalize(graph, make.linear(`text.physical.${kind}.outer`, inner, dimensions))]
    })
  )
}

/** The tiles' side: signatures [n, 164], as they were measured, to [n, dimensions] for each kind, normalised. */
export function projectSignatures(make: ParameterMaker, signatures: Value, scale: SignatureScale, kinds: readonly SignatureKind[], dimensions: number): PerKind {
  const { graph } = make
  const n = signatures.shape[0] as number
  return Object.fromEntries(
    kinds.map((kind) => {
      const { from, to } = signatureParts[kind]
      const part = graph.raw('Slice', [signatures.name, graph.builder.integers([from]), graph.builder.integers([to]), graph.builder.integers([1])])
      const mean = graph.constant([to - from], scale.mean.subarray(from, to))
      const deviation = graph.constant([to - from], scale.deviation.subarray(from, to))
      const standard = graph.raw('Div', [graph.raw('Sub', [part, mean.name]), deviation.name])
      const inner = op.gelu(graph, make.linear(`signature.${kind}.inner`, { name: standard, shape: [n, to - from], needsGradient: false }, 2 * dimensions))
      return [kind, op.l2Normalize(graph, make.linear(`signature.${kind}.outer`, inner, dimensions))]
    })
  )
}

/** Row `index` of the middle axis: [n, 3, width] -> [n, 1, width]. A product with a constant, whose gradient is plain. */
function selectQuery(graph: DifferentiableGraph, descriptors: Value, index: number): Value {
  const choose = graph.constant([3, 1], [0, 1, 2].map((at) => (at === index ? 1 : 0)))
  return op.transpose(graph, op.matmul(graph, op.transpose(graph, descriptors, [0, 2, 1]), choose), [0, 2, 1])
}

/** The kinds side by side, [n, kinds x dimensions], as models give them out. */
export function sideBySide(graph: DifferentiableGraph, of: PerKind, output: string): void {
  graph.builder.node('Concat', signatureKinds.map((kind) => of[kind]?.name).filter((name) => name !== undefined), { axis: 1 }, output)
}
