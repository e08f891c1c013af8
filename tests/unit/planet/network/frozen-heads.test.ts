import { expect, test } from 'vitest'
import { openSession, type Tensor } from '#engine/inference/session.ts'
import type { DifferentiableGraph } from '#engine/onnx/differentiable-graph.ts'
import { DifferentiableGraph as Graph } from '#engine/onnx/differentiable-graph.ts'
import { FrozenConfig, frozenLoss, frozenSizes, imageHeadModel, textHeadModel } from '#engine/planet/network/frozen-heads.ts'
import { signatureModel } from '#engine/planet/network/nano-graphs.ts'
import { ParameterMaker } from '#engine/planet/network/parameter-maker.ts'
import { signatureKinds } from '#shared/domain/planet.ts'
import { checkedGradient, float64, numbers } from '../../../support/gradient-check.ts'

const config: FrozenConfig = { states: 6, embedding: 5, width: 4, heads: 2, bottleneck: 3, physical: 3 }
const batch = { places: 3, captions: 2, length: 4 }
const texts = batch.places * batch.captions
const terms = { lambda: 0.7, weights: { colour: 1, structure: 0.5, texture: 2 } }
const scale = { mean: Float32Array.from(numbers(164, 8)), deviation: new Float32Array(164).fill(0.5) }
const mask = [1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0]
const data = { token_states: numbers(texts * 4 * 6, 2), text_base: numbers(texts * 5, 3), image_base: numbers(3 * 5, 4), signatures: numbers(3 * 164, 6) }
const own = Array.from({ length: texts * 3 }, (_, i) => (Math.floor(i / 3 / 2) === i % 3 ? 1 : 0))
const inputs: Record<string, Tensor> = {
  token_states: float64(data.token_states, [texts, 4, 6]), mask: float64(mask, [texts, 4]), text_base: float64(data.text_base, [texts, 5]),
  image_base: float64(data.image_base, [3, 5]), signatures: float64(data.signatures, [3, 164]), targets: float64(own, [texts, 3]),
  targets_back: float64(Array.from({ length: 3 * texts }, (_, i) => (Math.floor((i % texts) / 2) === Math.floor(i / texts) ? 0.5 : 0)), [3, texts])
}
const loss = (graph: DifferentiableGraph) => frozenLoss(new ParameterMaker(graph), config, batch, terms, scale)
const float32 = (values: ArrayLike<number>, shape: readonly number[]): Tensor => ({ type: 'float32', data: Float32Array.from(values), shape })

test('the gradient of the whole loss equals central differences, in every parameter', async () => {
  const { error, gradient } = await checkedGradient((graph) => loss(graph).total, { inputs, at: (graph) => numbers(graph.parameterCount, 12).map((value) => value * 0.8) })
  expect(error).toBeLessThan(1e-6)
  // Every parameter has a part in the loss.
  expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(gradient.length * 0.99)
})

/** Parameters that make the exported graphs answer. */
function parts(seed: number): { weights: Float32Array; offsets: { image: number; signature: number } } {
  const graph = new Graph('float64')
  const { offsets } = loss(graph)
  return { weights: Float32Array.from(numbers(graph.parameterCount, seed)), offsets }
}

async function run(model: Uint8Array, feeds: Record<string, Tensor>, output: string): Promise<Float32Array> {
  const session = await openSession(model, { threads: 1 })
  const answer = (await session.run(feeds))[output]?.data as Float32Array
  await session.release()
  return answer
}
const textFeeds = (states: ArrayLike<number>, of: readonly number[], base: ArrayLike<number>, n: number): Record<string, Tensor> => ({
  token_states: float32(states, [n, of.length / n, 6]), attention_mask: { type: 'int64', data: BigInt64Array.from(of, BigInt), shape: [n, of.length / n] }, base_embeds: float32(base, [n, 5])
})
const unit = (row: Float32Array): number[] => [...row].map((value) => value / Math.hypot(...row))

test('the exported graphs give the very loss that is trained', async () => {
  const { weights, offsets } = parts(12)
  const embeds = await run(textHeadModel(config, weights, signatureKinds), textFeeds(data.token_states, mask, data.text_base, texts), 'text_embeds')
  const physical = await run(textHeadModel(config, weights, signatureKinds), textFeeds(data.token_states, mask, data.text_base, texts), 'text_physical')
  const tiles = await run(imageHeadModel(config, weights, offsets.image), { base_embeds: float32(data.image_base, [3, 5]) }, 'image_embeds')
  const signatures = await run(signatureModel(3, weights, offsets.signature, scale, signatureKinds), { signature: float32(data.signatures, [3, 164]) }, 'signature_physical')

  // Symmetric InfoNCE from its definition, over plain arrays.
  const graph = new Graph('float64')
  loss(graph)
  const temperature = (label: string): number => Math.exp(weights[graph.parameters.find((parameter) => parameter.label === label)?.offset ?? -1] as number)
  const infoNce = (a: Float32Array, b: Float32Array, width: number, from: number, size: number, scaleOf: number): number => {
    const rows = (of: Float32Array, n: number): number[][] => Array.from({ length: n }, (_, i) => unit(of.slice(i * width + from, i * width + from + size)))
    const [t, v] = [rows(a, texts), rows(b, 3)]
    const logits = t.map((x) => v.map((y) => scaleOf * x.reduce((sum, value, i) => sum + value * (y[i] as number), 0)))
    const logSum = (values: number[]): number => Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0))
    const forward = logits.reduce((sum, row, i) => sum + logSum(row) - (row[Math.floor(i / 2)] as number), 0) / texts
    const back = [0, 1, 2].reduce((sum, j) => {
      const column = logits.map((row) => row[j] as number)
      return sum + logSum(column) - ((column[2 * j] as number) + (column[2 * j + 1] as number)) / 2
    }, 0) / 3
    return (forward + back) / 2
  }
  const expected =
    infoNce(embeds, tiles, 5, 0, 5, temperature('log-scale')) +
    signatureKinds.reduce((sum, kind, k) => sum + terms.lambda * terms.weights[kind] * infoNce(physical, signatures, 9, 3 * k, 3, temperature(`log-scale.${kind}`)), 0)
  const { loss: actual } = await checkedGradient((g) => loss(g).total, { inputs, at: () => Float64Array.from(weights), samples: 1 })
  expect(actual).toBeCloseTo(expected, 4)
})

test('padding changes nothing: a text alone and a text in a longer batch get the same answer, at any length', async () => {
  const { weights } = parts(20)
  const model = textHeadModel(config, weights, signatureKinds)
  const all = await run(model, textFeeds(data.token_states, mask, data.text_base, texts), 'text_physical')
  // Text 1 has two tokens: without its padding.
  const alone = await run(model, textFeeds(data.token_states.slice(24, 24 + 12), [1, 1], data.text_base.slice(5, 10), 1), 'text_physical')
  alone.forEach((value, i) => expect(value).toBeCloseTo(all[9 + i] as number, 5))
  const longer = await run(model, textFeeds([...data.token_states.slice(24, 48), ...new Array<number>(36).fill(9)], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0], data.text_base.slice(5, 10), 1), 'text_physical')
  longer.forEach((value, i) => expect(value).toBeCloseTo(all[9 + i] as number, 5))
})

test('before it is trained it is the base: embeddings point where the base’s do', async () => {
  const graph = new Graph('float32')
  const make = new ParameterMaker(graph)
  const { offsets } = frozenLoss(make, config, batch, terms, scale)
  const weights = make.first(3)
  const embeds = await run(textHeadModel(config, weights, []), textFeeds(data.token_states, mask, data.text_base, texts), 'text_embeds')
  const tiles = await run(imageHeadModel(config, weights, offsets.image), { base_embeds: float32(data.image_base, [3, 5]) }, 'image_embeds')
  for (let i = 0; i < texts; i++) unit(embeds.slice(i * 5, i * 5 + 5)).forEach((value, d) => expect(value).toBeCloseTo(unit(Float32Array.from(data.text_base.slice(i * 5, i * 5 + 5)))[d] as number, 5))
  for (let i = 0; i < 3; i++) unit(tiles.slice(i * 5, i * 5 + 5)).forEach((value, d) => expect(value).toBeCloseTo(unit(Float32Array.from(data.image_base.slice(i * 5, i * 5 + 5)))[d] as number, 5))
})

test.each([[512, 512], [768, 512], [12, 8], [3, 2], [1, 1]])('sizes for a base of states %i, embeddings %i fit: heads divide the width', (states, embedding) => {
  const sizes = FrozenConfig.parse(frozenSizes({ states, embedding }))
  expect(sizes.width % sizes.heads).toBe(0)
  expect(sizes).toMatchObject({ states, embedding })
})
