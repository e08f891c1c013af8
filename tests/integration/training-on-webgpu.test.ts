import { expect, test } from 'vitest'
import { machineProviders } from '#engine/inference/providers.ts'
import { openSession, type Tensor } from '#engine/inference/session.ts'
import { frozenTrainingGraph } from '#engine/planet/network/frozen-heads.ts'
import { nanoTrainingGraph, type TrainingGraph } from '#engine/planet/network/nano-graphs.ts'
import { targetInputs } from '#engine/planet/training/batch-inputs.ts'
import { numbers } from '../support/gradient-check.ts'

/** Probed in a process of its own. Where there is no adapter these are skipped: a WebGPU in software (SwiftShader) will do. */
const there = (await machineProviders()).some(({ provider, available }) => provider === 'webgpu' && available)

const tensor = (data: ArrayLike<number>, shape: readonly number[]): Tensor => ({ type: 'float32', data: Float32Array.from(data), shape })
const some = (shape: readonly number[], seed: number): Tensor => tensor(numbers(shape.reduce((a, b) => a * b, 1), seed), shape)
const terms = { lambda: 0.5, weights: { colour: 1, structure: 1, texture: 1 } }
const scale = { mean: new Float32Array(164), deviation: new Float32Array(164).fill(1) }
const shared = { signatures: some([4, 164], 6), ...targetInputs(4, 2) }

const models: Record<string, () => { graph: TrainingGraph; inputs: Record<string, Tensor> }> = {
  'heads on a frozen base': () => ({
    graph: frozenTrainingGraph({ states: 16, embedding: 16, width: 16, heads: 4, bottleneck: 8, physical: 8 }, { places: 4, captions: 2, length: 6 }, terms, scale, { weightDecay: 0.02 }),
    inputs: { ...shared, token_states: some([8, 6, 16], 2), mask: tensor(new Array<number>(48).fill(1), [8, 6]), text_base: some([8, 16], 3), image_base: some([4, 16], 4) }
  }),
  nano: () => ({
    graph: nanoTrainingGraph({ vocabulary: 20, textLength: 8, imageSize: 16, width: 16, heads: 4, layers: 1, channels: [8, 8, 12, 12], physical: 8 }, { places: 4, captions: 2 }, terms, scale, { weightDecay: 0.02 }),
    inputs: { ...shared, ids: { type: 'int64', data: BigInt64Array.from({ length: 64 }, (_, i) => BigInt((i * 7) % 20)), shape: [8, 8] }, mask: tensor(new Array<number>(64).fill(1), [8, 8]), pixels: some([4, 16, 16, 3], 5) }
  })
}

async function step(graph: TrainingGraph, inputs: Record<string, Tensor>, provider: 'cpu' | 'webgpu'): Promise<Record<string, Float32Array>> {
  const session = await openSession(graph.model, { provider, threads: 1 })
  const count = graph.parameterCount
  const zeros = tensor(new Float32Array(count), [count])
  const answer = await session.run({ ...inputs, parameters: tensor(graph.maker.first(1), [count]), moment1: zeros, moment2: zeros, rate: tensor([1e-3], []), correction1: tensor([10], []), correction2: tensor([50], []) })
  await session.release()
  return Object.fromEntries(Object.entries(answer).map(([name, { data }]) => [name, data as Float32Array]))
}

test.skipIf(!there).each(Object.entries(models))('a training step of %s on WebGPU is that of the CPU (skipped where there is no WebGPU adapter)', { timeout: 300_000 }, async (_name, make) => {
  const { graph, inputs } = make()
  const [cpu, gpu] = [await step(graph, inputs, 'cpu'), await step(graph, inputs, 'webgpu')]
  for (const name of ['loss', 'gradient_norm', 'contrastive', 'colour', 'structure', 'texture']) expect(gpu[name]?.[0]).toBeCloseTo(cpu[name]?.[0] ?? Number.NaN, 3)
  // The first moment is a tenth of the gradient. (The parameters are no measure: Adam makes a full step of a gradient that is nothing but rounding.)
  const [expected, actual] = [cpu['moment1_next'] ?? new Float32Array(0), gpu['moment1_next'] ?? new Float32Array(0)]
  const largest = Math.max(...expected.map(Math.abs))
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? Number.NaN))))
  expect(largest).toBeGreaterThan(1e-3)
  expect(worst / largest).toBeLessThan(1e-4)
})
