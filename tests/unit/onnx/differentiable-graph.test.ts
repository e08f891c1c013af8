import { describe, expect, test } from 'vitest'
import { openSession } from '#engine/inference/session.ts'
import { buildTrainingStep } from '#engine/onnx/adamw-step.ts'
import { convolution3x3 } from '#engine/onnx/convolution.ts'
import { DifferentiableGraph, type Value } from '#engine/onnx/differentiable-graph.ts'
import * as op from '#engine/onnx/operations.ts'
import { checkedGradient, numbers, weighted } from '../../support/gradient-check.ts'

const cases: Record<string, (graph: DifferentiableGraph) => Value> = {
  'add, with broadcasting both ways': (g) => weighted(g, op.add(g, g.parameter('a', [3, 1]), g.parameter('b', [2, 1, 4]))),
  'multiply, with broadcasting': (g) => weighted(g, op.multiply(g, g.parameter('a', [2, 3, 4]), g.parameter('b', [4]))),
  'a value used twice': (g) => {
    const a = g.parameter('a', [3])
    return weighted(g, op.multiply(g, a, op.add(g, a, a)))
  },
  scale: (g) => weighted(g, op.scale(g, g.parameter('a', [2, 3]), -1.7)),
  'matmul of two matrices': (g) => weighted(g, op.matmul(g, g.parameter('a', [3, 4]), g.parameter('b', [4, 2]))),
  'matmul with a constant left': (g) => weighted(g, op.matmul(g, g.constant([2, 3, 4], numbers(24, 5)), g.parameter('b', [4, 5]))),
  'matmul with a constant right': (g) => weighted(g, op.matmul(g, g.parameter('a', [2, 3, 4]), g.constant([2, 4, 3], numbers(24, 5)))),
  'matmul of a batch of three dimensions': (g) => weighted(g, op.matmul(g, g.parameter('a', [2, 1, 4]), g.parameter('b', [2, 4, 3]))),
  'matmul of rows and a matrix': (g) => weighted(g, op.matmul(g, g.parameter('a', [2, 3, 4]), g.parameter('b', [4, 5]))),
  'matmul in batches': (g) => weighted(g, op.matmul(g, g.parameter('a', [2, 2, 3, 4]), g.parameter('b', [2, 2, 4, 3]))),
  'transpose and reshape': (g) => weighted(g, op.reshape(g, op.transpose(g, g.parameter('a', [2, 3, 4]), [2, 0, 1]), [8, 3])),
  'sum and mean': (g) => op.add(g, weighted(g, op.sum(g, g.parameter('a', [2, 3, 2]), [1])), weighted(g, op.mean(g, g.parameter('b', [2, 3]), [0, 1], true))),
  'sum over the first and last axis, kept': (g) => weighted(g, op.sum(g, g.parameter('a', [2, 3, 4]), [0, 2], true)),
  'mean over one axis, dropped': (g) => weighted(g, op.mean(g, g.parameter('a', [2, 3, 4]), [1])),
  exponential: (g) => weighted(g, op.exponential(g, g.parameter('a', [5]))),
  gelu: (g) => weighted(g, op.gelu(g, g.parameter('a', [7]))),
  softmax: (g) => weighted(g, op.softmax(g, g.parameter('a', [3, 5]))),
  'log-softmax': (g) => weighted(g, op.logSoftmax(g, g.parameter('a', [3, 5]))),
  'L2 normalization': (g) => weighted(g, op.l2Normalize(g, g.parameter('a', [3, 4]))),
  'layer normalization': (g) => weighted(g, op.layerNorm(g, g.parameter('a', [2, 3, 4]), g.parameter('gain', [4]), g.parameter('bias', [4]))),
  'layer normalization of a constant': (g) => weighted(g, op.layerNorm(g, g.constant([2, 3, 4], numbers(24, 5)), g.parameter('gain', [4]), g.parameter('bias', [4]))),
  'rows by index, one of them twice': (g) =>
    weighted(g, op.gatherRows(g, g.parameter('table', [4, 3]), { name: g.builder.initializer('int64', [2, 2], BigInt64Array.of(1n, 3n, 1n, 0n)), shape: [2, 2], needsGradient: false })),
  'convolution, stride 1': (g) => weighted(g, convolution3x3(g, g.parameter('x', [2, 4, 5, 2]), g.parameter('w', [18, 3]), 1)),
  'convolution, stride 2, even': (g) => weighted(g, convolution3x3(g, g.parameter('x', [1, 4, 6, 2]), g.parameter('w', [18, 2]), 2)),
  'convolution, stride 2, odd': (g) => weighted(g, convolution3x3(g, g.parameter('x', [1, 5, 3, 2]), g.parameter('w', [18, 2]), 2)),
  'cross entropy with one, two and three positives in a row': (g) => op.crossEntropy(g, g.parameter('logits', [3, 4]), g.constant([3, 4], [0, 1, 0, 0, 0.5, 0, 0, 0.5, 1 / 3, 1 / 3, 0, 1 / 3])),
  'symmetric InfoNCE of more texts than tiles': (g) =>
    op.symmetricInfoNce(g, g.parameter('t', [4, 3]), g.parameter('i', [2, 3]), g.parameter('scale', [1]), g.constant([4, 2], [1, 0, 1, 0, 0, 1, 0, 1]), g.constant([2, 4], [0.5, 0.5, 0, 0, 0, 0, 0.5, 0.5])),
  'symmetric InfoNCE with two positives in a row': (g) =>
    op.symmetricInfoNce(g, g.parameter('t', [3, 4]), g.parameter('i', [3, 4]), g.parameter('scale', [1]), g.constant([3, 3], [0.5, 0.5, 0, 0.5, 0.5, 0, 0, 0, 1]), g.constant([3, 3], [0.5, 0.5, 0, 0.5, 0.5, 0, 0, 0, 1]))
}

describe('gradients equal central differences (float64, 1e-6 of the largest)', () => {
  test.each(Object.entries(cases))('%s', async (_name, build) => {
    const { error, gradient } = await checkedGradient(build)
    expect(error).toBeLessThan(1e-6)
    // Something flows: a gradient of zeros would pass any comparison of a graph that gives nothing.
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3)
  })
})

test('a convolution equals its definition', async () => {
  const graph = new DifferentiableGraph('float64')
  const [x, w] = [numbers(2 * 5 * 4 * 2, 3), numbers(18 * 3, 4)]
  const out = convolution3x3(graph, graph.constant([2, 5, 4, 2], x), graph.constant([18, 3], w), 2)
  graph.builder.output(out.name, 'float64', out.shape)
  const session = await openSession(graph.builder.build(), { threads: 1 })
  const result = (await session.run({}))[out.name]
  expect(result?.shape).toEqual([2, 3, 2, 3])
  const at = (n: number, row: number, column: number, c: number): number => (row < 0 || column < 0 || row >= 5 || column >= 4 ? 0 : (x[((n * 5 + row) * 4 + column) * 2 + c] as number))
  let k = 0
  for (let n = 0; n < 2; n++)
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 2; column++)
        for (let o = 0; o < 3; o++) {
          let expected = 0
          for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) for (let c = 0; c < 2; c++) expected += at(n, row * 2 + i - 1, column * 2 + j - 1, c) * (w[((i * 3 + j) * 2 + c) * 3 + o] as number)
          expect((result?.data as Float64Array)[k++]).toBeCloseTo(expected, 12)
        }
  await session.release()
})

test('InfoNCE of two orthogonal pairs equals its closed form', async () => {
  const graph = new DifferentiableGraph('float64')
  const eye = [1, 0, 0, 1]
  const loss = op.symmetricInfoNce(graph, graph.constant([2, 2], [2, 0, 0, 3]), graph.constant([2, 2], [5, 0, 0, 1]), graph.constant([1], [Math.log(4)]), graph.constant([2, 2], eye), graph.constant([2, 2], eye))
  graph.builder.output(loss.name, 'float64', [])
  const session = await openSession(graph.builder.build(), { threads: 1 })
  // Cosines are the identity; each row is -log(e^4 / (e^4 + 1)).
  expect(((await session.run({}))[loss.name]?.data as Float64Array)[0]).toBeCloseTo(Math.log(1 + Math.exp(-4)), 12)
  await session.release()
})

test('a training step is AdamW: the first moves every weight by the rate, against its gradient', async () => {
  const graph = new DifferentiableGraph('float32')
  const a = graph.parameter('a', [2])
  const loss = op.sum(graph, op.multiply(graph, a, graph.constant([2], [3, -0.5])), [0])
  const session = await openSession(buildTrainingStep(graph, loss, { clipNorm: 1000 }), { threads: 1 })
  const tensor = (data: number[], shape = [data.length]): { type: 'float32'; data: Float32Array; shape: number[] } => ({ type: 'float32', data: Float32Array.from(data), shape })
  const out = await session.run({
    parameters: tensor([1, 1]), moment1: tensor([0, 0]), moment2: tensor([0, 0]),
    rate: tensor([0.1], []), correction1: tensor([1 / (1 - 0.9)], []), correction2: tensor([1 / (1 - 0.98)], [])
  })
  expect((out['loss']?.data as Float32Array)[0]).toBeCloseTo(2.5, 6)
  expect((out['gradient_norm']?.data as Float32Array)[0]).toBeCloseTo(Math.hypot(3, 0.5), 5)
  expect([...(out['parameters_next']?.data as Float32Array)]).toEqual([expect.closeTo(0.9, 5), expect.closeTo(1.1, 5)])
  await session.release()
})
