import { expect, test } from 'vitest'
import type { Tensor } from '#engine/inference/session.ts'
import type { DifferentiableGraph, Value } from '#engine/onnx/differentiable-graph.ts'
import { imageTower } from '#engine/planet/network/image-tower.ts'
import type { NanoConfig } from '#engine/planet/network/nano-config.ts'
import { nanoLoss } from '#engine/planet/network/nano-graphs.ts'
import { ParameterMaker } from '#engine/planet/network/parameter-maker.ts'
import { projectDescriptors, projectSignatures } from '#engine/planet/network/physical-heads.ts'
import { meanState, tokenStates } from '#engine/planet/network/text-tower.ts'
import * as op from '#engine/onnx/operations.ts'
import { signatureKinds } from '#shared/domain/planet.ts'
import { checkedGradient, float64, numbers, weighted } from '../../../support/gradient-check.ts'

const config: NanoConfig = { vocabulary: 7, textLength: 5, imageSize: 16, width: 4, heads: 2, layers: 2, channels: [2, 3, 3, 4], physical: 3 }
const ids = BigInt64Array.from([1, 4, 2, 0, 0, 1, 5, 6, 3, 2, 1, 2, 0, 0, 0, 1, 4, 4, 2, 0], BigInt)
const mask = [1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0]
const scale = { mean: Float32Array.from(numbers(164, 8)), deviation: new Float32Array(164).fill(0.5) }
const inputs: Record<string, Tensor> = {
  ids: { type: 'int64', data: ids, shape: [4, 5] },
  mask: float64(mask, [4, 5]),
  pixels: float64(numbers(2 * 16 * 16 * 3, 21), [2, 16, 16, 3]),
  signatures: float64(numbers(2 * 164, 22), [2, 164]),
  targets: float64([1, 0, 1, 0, 0, 1, 0, 1], [4, 2]),
  targets_back: float64([0.5, 0.5, 0, 0, 0, 0, 0.5, 0.5], [2, 4])
}
const at = (graph: DifferentiableGraph): Float64Array => numbers(graph.parameterCount, 12).map((value) => value * 0.8)
const only = (...names: string[]): Record<string, Tensor> => Object.fromEntries(names.map((name) => [name, inputs[name] as Tensor]))

const layers: Record<string, { build: (make: ParameterMaker, graph: DifferentiableGraph) => Value; inputs: Record<string, Tensor> }> = {
  'the text tower, token states': {
    build: (make, graph) => weighted(graph, tokenStates(make, config, graph.input('ids', [4, 5], 'int64'), graph.input('mask', [4, 5])).states),
    inputs: only('ids', 'mask')
  },
  'the mean state, padding left out': {
    build: (make, graph) => weighted(graph, meanState(graph, tokenStates(make, { ...config, layers: 0 }, graph.input('ids', [4, 5], 'int64'), graph.input('mask', [4, 5])))),
    inputs: only('ids', 'mask')
  },
  'the image tower': { build: (make, graph) => weighted(graph, imageTower(make, config, graph.input('pixels', [2, 16, 16, 3]))), inputs: only('pixels') },
  'projected descriptors': {
    build: (make, graph) => {
      const projected = projectDescriptors(make, make.normal('queried', [2, 3, 4], 1), signatureKinds, 3)
      return signatureKinds.map((kind) => weighted(graph, projected[kind] as Value)).reduce((sum, one) => op.add(graph, sum, one))
    },
    inputs: {}
  },
  'projected signatures': {
    build: (make, graph) => {
      const projected = projectSignatures(make, graph.input('signatures', [2, 164]), scale, signatureKinds, 3)
      return signatureKinds.map((kind) => weighted(graph, projected[kind] as Value)).reduce((sum, one) => op.add(graph, sum, one))
    },
    inputs: only('signatures')
  }
}

test.each(Object.entries(layers))('gradient of %s', async (_name, layer) => {
  const { error, gradient } = await checkedGradient((graph) => layer.build(new ParameterMaker(graph), graph), { inputs: layer.inputs, at, samples: 1500 })
  expect(error).toBeLessThan(1e-6)
  expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3)
})

test('gradient of the whole of PLANET-nano, with L_itc and all three terms of L_phy', async () => {
  const loss = (graph: DifferentiableGraph): Value =>
    nanoLoss(new ParameterMaker(graph), { ...config, layers: 1 }, { places: 2, captions: 2 }, { lambda: 0.7, weights: { colour: 1, structure: 0.5, texture: 2 } }, scale).total
  const { error, gradient } = await checkedGradient(loss, { inputs, at, samples: 1500 })
  expect(error).toBeLessThan(1e-6)
  // Every parameter but the rows of the table for words that no text has is a part of the loss.
  expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(gradient.length * 0.95)
})
