import type { DifferentiableGraph, Value } from './differentiable-graph.ts'

/**
 * A 3x3 convolution with one pixel of padding, channels last: x [n, h, w, c], weights [9 c, o] (rows ordered by kernel
 * row, kernel column, channel), result [n, ceil(h / stride), ceil(w / stride), o]. Written as nine shifted copies and one
 * matrix product, because ONNX Runtime's product is fast on a CPU and its gradient is two more products.
 */
export function convolution3x3(graph: DifferentiableGraph, x: Value, weights: Value, stride: 1 | 2): Value {
  const [n, h, w, c] = x.shape as [number, number, number, number]
  const o = weights.shape[1] as number
  const [ho, wo] = [Math.ceil(h / stride), Math.ceil(w / stride)]
  const { builder } = graph
  const padded = graph.raw('Pad', [x.name, builder.integers([0, 1, 1, 0, 0, 1, 1, 0]), graph.scalar(0)])
  const shifted: string[] = []
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      shifted.push(
        graph.raw('Slice', [
          padded,
          builder.integers([row, column]),
          builder.integers([row + (ho - 1) * stride + 1, column + (wo - 1) * stride + 1]),
          builder.integers([1, 2]),
          builder.integers([stride, stride])
        ])
      )
    }
  }
  const columns = graph.reshaped(graph.raw('Concat', shifted, { axis: 3 }), [n * ho * wo, 9 * c])
  const shape = [n, ho, wo, o]
  return graph.record(graph.reshaped(graph.raw('MatMul', [columns, weights.name]), shape), shape, [x, weights], (g) => {
    const gradient = graph.reshaped(g, [n * ho * wo, o])
    const toWeights = weights.needsGradient ? graph.raw('MatMul', [graph.raw('Transpose', [columns], { perm: [1, 0] }), gradient]) : null
    return [x.needsGradient ? columnsToImage(graph, gradient, weights.name, { n, h, w, c, ho, wo, stride }) : null, toWeights]
  })
}

interface Geometry {
  readonly n: number
  readonly h: number
  readonly w: number
  readonly c: number
  readonly ho: number
  readonly wo: number
  readonly stride: 1 | 2
}

/** The adjoint of taking nine shifted copies: each goes back to where it came from, and they are added up. */
function columnsToImage(graph: DifferentiableGraph, gradient: string, weights: string, { n, h, w, c, ho, wo, stride }: Geometry): string {
  const { builder } = graph
  const columns = graph.reshaped(graph.raw('MatMul', [gradient, graph.raw('Transpose', [weights], { perm: [1, 0] })]), [n, ho, wo, 9 * c])
  const [hs, ws] = [ho * stride, wo * stride]
  const [hp, wp] = [Math.max(h, hs) + 2, Math.max(w, ws) + 2]
  let total: string | null = null
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const at = (row * 3 + column) * c
      let part = graph.raw('Slice', [columns, builder.integers([at]), builder.integers([at + c]), builder.integers([3])])
      if (stride === 2) {
        // Zeros between the rows and columns, where the stride skipped.
        part = graph.reshaped(part, [n, ho, 1, wo, 1, c])
        part = graph.raw('Pad', [part, builder.integers([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0]), graph.scalar(0)])
        part = graph.reshaped(part, [n, hs, ws, c])
      }
      part = graph.raw('Pad', [part, builder.integers([0, row, column, 0, 0, hp - hs - row, wp - ws - column, 0]), graph.scalar(0)])
      total = total === null ? part : graph.raw('Add', [total, part])
    }
  }
  return graph.raw('Slice', [total ?? '', builder.integers([1, 1]), builder.integers([1 + h, 1 + w]), builder.integers([1, 2])])
}
