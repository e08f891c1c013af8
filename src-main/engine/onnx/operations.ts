import { sizeOf, type DifferentiableGraph, type Value } from './differentiable-graph.ts'

/**
 * Sums a gradient of shape `from` back to the shape `to` that was broadcast to it (numpy's rules): the adjoint of
 * repeating is summing.
 */
function unbroadcast(graph: DifferentiableGraph, gradient: string, from: readonly number[], to: readonly number[]): string {
  const lead = from.length - to.length
  const axes = from.map((_, axis) => axis).filter((axis) => axis < lead || (to[axis - lead] === 1 && from[axis] !== 1))
  if (axes.length === 0) return gradient
  return graph.reshaped(graph.raw('ReduceSum', [gradient, graph.builder.integers(axes)], { keepdims: 0 }), to)
}

function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const [x, y] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1]
    if (x !== y && x !== 1 && y !== 1) throw new Error(`shapes [${a.join()}] and [${b.join()}] cannot be broadcast`)
    return Math.max(x, y)
  })
}

export function add(graph: DifferentiableGraph, a: Value, b: Value): Value {
  const shape = broadcastShape(a.shape, b.shape)
  return graph.record(graph.raw('Add', [a.name, b.name]), shape, [a, b], (g) => [unbroadcast(graph, g, shape, a.shape), unbroadcast(graph, g, shape, b.shape)])
}

export function multiply(graph: DifferentiableGraph, a: Value, b: Value): Value {
  const shape = broadcastShape(a.shape, b.shape)
  return graph.record(graph.raw('Mul', [a.name, b.name]), shape, [a, b], (g) => [
    a.needsGradient ? unbroadcast(graph, graph.raw('Mul', [g, b.name]), shape, a.shape) : null,
    b.needsGradient ? unbroadcast(graph, graph.raw('Mul', [g, a.name]), shape, b.shape) : null
  ])
}

export function scale(graph: DifferentiableGraph, a: Value, factor: number): Value {
  const constant = graph.scalar(factor)
  return graph.record(graph.raw('Mul', [a.name, constant]), a.shape, [a], (g) => [graph.raw('Mul', [g, constant])])
}

const swapLast = (rank: number): number[] => [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2]

/** Matrix product over the last two axes: [..., n, k] x [k, m], or [..., n, k] x [..., k, m] with equal leading axes. */
export function matmul(graph: DifferentiableGraph, a: Value, b: Value): Value {
  const k = a.shape.at(-1) as number
  const m = b.shape.at(-1) as number
  if (b.shape.at(-2) !== k) throw new Error(`matmul of [${a.shape.join()}] and [${b.shape.join()}]`)
  // A two-dimensional right side makes one large product of all rows, which is the fast one. For inference ONNX Runtime
  // does that by itself, and the axes before the last stay free.
  const flat = b.shape.length === 2 && !graph.isFrozen
  const rows = sizeOf(a.shape) / k
  const left = flat && a.shape.length > 2 ? graph.reshaped(a.name, [rows, k]) : a.name
  const product = graph.raw('MatMul', [left, b.name])
  const shape = [...a.shape.slice(0, -1), m]
  const name = flat && a.shape.length > 2 ? graph.reshaped(product, shape) : product
  return graph.record(name, shape, [a, b], (g) => {
    const rank = flat ? 2 : a.shape.length
    const gradient = flat && a.shape.length > 2 ? graph.reshaped(g, [rows, m]) : g
    const transposed = (value: string): string => graph.raw('Transpose', [value], { perm: swapLast(rank) })
    const toLeft = a.needsGradient ? graph.raw('MatMul', [gradient, transposed(b.name)]) : null
    return [toLeft === null ? null : graph.reshaped(toLeft, a.shape), b.needsGradient ? graph.raw('MatMul', [transposed(left), gradient]) : null]
  })
}

export function reshape(graph: DifferentiableGraph, a: Value, shape: readonly number[]): Value {
  return graph.record(graph.reshaped(a.name, shape), shape, [a], (g) => [graph.reshaped(g, a.shape)])
}

export function transpose(graph: DifferentiableGraph, a: Value, axes: readonly number[]): Value {
  const inverse = axes.map((_, axis) => axes.indexOf(axis))
  return graph.record(
    graph.raw('Transpose', [a.name], { perm: axes }),
    axes.map((axis) => a.shape[axis] as number),
    [a],
    (g) => [graph.raw('Transpose', [g], { perm: inverse })]
  )
}

export function sum(graph: DifferentiableGraph, a: Value, axes: readonly number[], keep = false): Value {
  const kept = a.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  const shape = keep ? kept : a.shape.filter((_, axis) => !axes.includes(axis))
  return graph.record(graph.raw('ReduceSum', [a.name, graph.builder.integers(axes)], { keepdims: keep ? 1 : 0 }), shape, [a], (g) => [
    graph.raw('Expand', [graph.reshaped(g, kept), graph.builder.integers(a.shape)])
  ])
}

export function mean(graph: DifferentiableGraph, a: Value, axes: readonly number[], keep = false): Value {
  return scale(graph, sum(graph, a, axes, keep), 1 / sizeOf(axes.map((axis) => a.shape[axis] as number)))
}

export function exponential(graph: DifferentiableGraph, a: Value): Value {
  const name = graph.raw('Exp', [a.name])
  return graph.record(name, a.shape, [a], (g) => [graph.raw('Mul', [g, name])])
}

/** x * sigmoid(1.702 x): the usual approximation of the Gaussian error linear unit. */
export function gelu(graph: DifferentiableGraph, a: Value): Value {
  const c = graph.scalar(1.702)
  const gate = graph.raw('Sigmoid', [graph.raw('Mul', [a.name, c])])
  return graph.record(graph.raw('Mul', [a.name, gate]), a.shape, [a], (g) => {
    // d/dx = s + 1.702 x s (1 - s)
    const slope = graph.raw('Mul', [gate, graph.raw('Sub', [graph.scalar(1), gate])])
    return [graph.raw('Mul', [g, graph.raw('Add', [gate, graph.raw('Mul', [graph.raw('Mul', [a.name, c]), slope])])])]
  })
}

/** Softmax over the last axis. */
export function softmax(graph: DifferentiableGraph, a: Value): Value {
  const name = graph.raw('Softmax', [a.name], { axis: -1 })
  return graph.record(name, a.shape, [a], (g) => {
    const inner = graph.raw('ReduceSum', [graph.raw('Mul', [g, name]), graph.builder.integers([a.shape.length - 1])], { keepdims: 1 })
    return [graph.raw('Mul', [name, graph.raw('Sub', [g, inner])])]
  })
}

/** Log-softmax over the last axis. */
export function logSoftmax(graph: DifferentiableGraph, a: Value): Value {
  const name = graph.raw('LogSoftmax', [a.name], { axis: -1 })
  return graph.record(name, a.shape, [a], (g) => {
    const total = graph.raw('ReduceSum', [g, graph.builder.integers([a.shape.length - 1])], { keepdims: 1 })
    return [graph.raw('Sub', [g, graph.raw('Mul', [graph.raw('Exp', [name]), total])])]
  })
}

/** a / sqrt(sum(a^2) + epsilon) over the last axis. */
export function l2Normalize(graph: DifferentiableGraph, a: Value, epsilon = 1e-12): Value {
  return multiply(graph, a, inverseSquareRoot(graph, sum(graph, multiply(graph, a, a), [a.shape.length - 1], true), epsilon))
}

function inverseSquareRoot(graph: DifferentiableGraph, a: Value, epsilon: number): Value {
  const name = graph.raw('Reciprocal', [graph.raw('Sqrt', [graph.raw('Add', [a.name, graph.scalar(epsilon)])])])
  return graph.record(name, a.shape, [a], (g) => {
    const cube = graph.raw('Mul', [name, graph.raw('Mul', [name, name])])
    return [graph.raw('Mul', [g, graph.raw('Mul', [graph.scalar(-0.5), cube])])]
  })
}

/** Layer normalization over the last axis (Ba et al., 2016), with a gain and a bias of that axis's size. */
export function layerNorm(graph: DifferentiableGraph, a: Value, gain: Value, bias: Value, epsilon = 1e-5): Value {
  const axis = graph.builder.integers([a.shape.length - 1])
  const average = (name: string): string => graph.raw('ReduceMean', [name, axis], { keepdims: 1 })
  const centred = graph.raw('Sub', [a.name, average(a.name)])
  const inverse = graph.raw('Reciprocal', [graph.raw('Sqrt', [graph.raw('Add', [average(graph.raw('Mul', [centred, centred])), graph.scalar(epsilon)])])])
  const normal = graph.raw('Mul', [centred, inverse])
  const name = graph.raw('Add', [graph.raw('Mul', [normal, gain.name]), bias.name])
  return graph.record(name, a.shape, [a, gain, bias], (g) => {
    const toInput = (): string => {
      const scaled = graph.raw('Mul', [g, gain.name])
      const along = graph.raw('Mul', [normal, average(graph.raw('Mul', [scaled, normal]))])
      return graph.raw('Mul', [graph.raw('Sub', [graph.raw('Sub', [scaled, average(scaled)]), along]), inverse])
    }
    return [a.needsGradient ? toInput() : null, unbroadcast(graph, graph.raw('Mul', [g, normal]), a.shape, gain.shape), unbroadcast(graph, g, a.shape, bias.shape)]
  })
}

/** Rows of a table [v, d] by indices (int64, any shape): [...indices, d]. */
export function gatherRows(graph: DifferentiableGraph, table: Value, indices: Value): Value {
  const [v, d] = table.shape as [number, number]
  const shape = [...indices.shape, d]
  return graph.record(graph.raw('Gather', [table.name, indices.name], { axis: 0 }), shape, [table], (g) => {
    const count = sizeOf(indices.shape)
    const zeros = graph.raw('Expand', [graph.scalar(0), graph.builder.integers([v, d])])
    const rows = graph.reshaped(indices.name, [count, 1])
    return [graph.raw('ScatterND', [zeros, rows, graph.reshaped(g, [count, d])], { reduction: 'add' })]
  })
}

/**
 * One direction of InfoNCE over a batch: the mean over rows of -sum_j target_ij log softmax_j(logits_ij). `targets`
 * [n, n] holds each row's distribution over its positives (uniform where a place has several captions in the batch).
 */
export function crossEntropy(graph: DifferentiableGraph, logits: Value, targets: Value): Value {
  const rows = logits.shape[0] as number
  return scale(graph, sum(graph, multiply(graph, logSoftmax(graph, logits), targets), [0, 1]), -1 / rows)
}

/**
 * Symmetric InfoNCE (van den Oord et al., 2018; CLIP's loss): the mean of text-to-image and image-to-text cross entropy
 * over cosine similarities times exp(logScale). `texts` and `images` are [n, d]; `targets` and `targetsBack` [n, n].
 */
export function symmetricInfoNce(graph: DifferentiableGraph, texts: Value, images: Value, logScale: Value, targets: Value, targetsBack: Value): Value {
  const similarity = matmul(graph, l2Normalize(graph, texts), transpose(graph, l2Normalize(graph, images), [1, 0]))
  const logits = multiply(graph, similarity, exponential(graph, logScale))
  const forward = crossEntropy(graph, logits, targets)
  const back = crossEntropy(graph, transpose(graph, logits, [1, 0]), targetsBack)
  return scale(graph, add(graph, forward, back), 0.5)
}
