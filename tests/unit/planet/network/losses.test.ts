import { describe, expect, test } from 'vitest'
import type { DifferentiableGraph, Value } from '#engine/onnx/differentiable-graph.ts'
import * as op from '#engine/onnx/operations.ts'
import { contrastiveLoss, physicalLosses, planetLoss, trainedKinds } from '#engine/planet/network/losses.ts'
import { ParameterMaker } from '#engine/planet/network/parameter-maker.ts'
import { targetInputs } from '#engine/planet/training/batch-inputs.ts'
import { checkedGradient, numbers, valueOf } from '../../../support/gradient-check.ts'

const all = { colour: 1, structure: 1, texture: 1 }

function targetsOf(graph: DifferentiableGraph, places: number, captions: number): { forward: Value; back: Value } {
  const { targets, targets_back: back } = targetInputs(places, captions)
  return { forward: graph.constant(targets.shape, targets.data as Float32Array), back: graph.constant(back.shape, back.data as Float32Array) }
}

/** L_itc as it is trained, over constants; the temperature is 1 / 0.07 of its first value times `scale`. */
function lossOf(texts: readonly number[][], tiles: readonly number[][], captions: number) {
  const d = texts[0]?.length ?? 0
  return checkedGradient(
    (graph) => {
      const make = new ParameterMaker(graph)
      const [t, v] = [graph.parameter('texts', [texts.length, d]), graph.parameter('tiles', [tiles.length, d])]
      return contrastiveLoss(make, t, v, targetsOf(graph, tiles.length, captions))
    },
    { at: () => Float64Array.from([...texts.flat(), ...tiles.flat(), Math.log(4)]), samples: 1 }
  )
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
const cosine = (a: readonly number[], b: readonly number[]): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))

/** From the definition, with softmax written out: the mean of both directions' cross entropies. */
function definition(texts: readonly number[][], tiles: readonly number[][], captions: number, temperature: number): number {
  const placeOf = (text: number): number => Math.floor(text / captions)
  const e = (i: number, j: number): number => Math.exp(temperature * cosine(texts[i] as number[], tiles[j] as number[]))
  let [forward, back] = [0, 0]
  texts.forEach((_, i) => {
    const total = tiles.reduce((sum, _tile, j) => sum + e(i, j), 0)
    forward -= Math.log(e(i, placeOf(i)) / total) / texts.length
  })
  tiles.forEach((_, j) => {
    const total = texts.reduce((sum, _text, i) => sum + e(i, j), 0)
    texts.forEach((_text, i) => {
      if (placeOf(i) === j) back -= Math.log(e(i, j) / total) / captions / tiles.length
    })
  })
  return (forward + back) / 2
}

const rows = (count: number, d: number, seed: number): number[][] => Array.from({ length: count }, (_, i) => [...numbers(d, seed + 17 * i)])

describe('InfoNCE', () => {
  test.each([[3, 1], [3, 2], [2, 3], [5, 2]])('of %i places with %i captions equals its definition', async (places, captions) => {
    const [texts, tiles] = [rows(places * captions, 4, 3), rows(places, 4, 50)]
    // The targets are float32 (a third is none exactly), and normalising adds 1e-12 below the root.
    expect((await lossOf(texts, tiles, captions)).loss).toBeCloseTo(definition(texts, tiles, captions, 4), captions === 3 ? 6 : 10)
  })

  test('a worked example: two places, cosines 1 and 0, 0.6 and 0.8, temperature 4', async () => {
    // Logits [[4, 0], [2.4, 3.2]]. Rows: ln(1 + e^-4), ln(1 + e^-0.8). Columns: ln(1 + e^-1.6), ln(1 + e^-3.2).
    const expected = [4, 0.8, 1.6, 3.2].reduce((sum, gap) => sum + Math.log1p(Math.exp(-gap)) / 4, 0)
    expect(expected).toBeCloseTo(0.153276, 6)
    const { loss } = await lossOf([[1, 0], [3, 4]], [[2, 0], [0, 0.5]], 1)
    expect(loss).toBeCloseTo(expected, 10)
  })

  test.each([2, 3, 8])('of equal logits is ln n: n = %i', async (n) => {
    const same = Array.from({ length: n }, () => [0.3, -0.2, 0.5])
    const { loss, gradient } = await lossOf(same, same, 1)
    expect(loss).toBeCloseTo(Math.log(n), 12)
    expect(gradient.every((value) => Math.abs(value) < 1e-12)).toBe(true)
  })

  test('a batch of one has nothing to tell apart: loss 0 and gradient 0', async () => {
    const { loss, gradient } = await lossOf([[0.3, 0.7]], [[-0.5, 0.2]], 1)
    expect(Math.abs(loss)).toBe(0)
    expect([...gradient].map(Math.abs)).toEqual([0, 0, 0, 0, 0])
  })

  test('lower where pairs fit than where they are exchanged', async () => {
    const tiles = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    const [first, second, third] = tiles as [number[], number[], number[]]
    expect((await lossOf(tiles, tiles, 1)).loss).toBeLessThan(0.1)
    expect((await lossOf([second, third, first], tiles, 1)).loss).toBeGreaterThan(2)
  })

  test('same-place captions are never negatives of each other: said twice, a caption pulls and pushes as if said once', async () => {
    const [texts, tiles] = [rows(3, 4, 3), rows(3, 4, 50)]
    const once = await lossOf(texts, tiles, 1)
    const twice = await lossOf(texts.flatMap((text) => [text, text]), tiles, 2)
    // A tile's distribution over its captions has twice the entries: ln 2 in one of two directions, whatever the logits.
    expect(twice.loss - once.loss).toBeCloseTo(Math.log(2) / 2, 12)
    const ofTiles = (gradient: Float64Array): number[] => [...gradient.slice(-13)]
    ofTiles(twice.gradient).forEach((value, i) => expect(value).toBeCloseTo(ofTiles(once.gradient)[i] as number, 12))
    for (let text = 0; text < 3; text++)
      for (let i = 0; i < 4; i++) expect((twice.gradient[(2 * text) * 4 + i] as number) + (twice.gradient[(2 * text + 1) * 4 + i] as number)).toBeCloseTo(once.gradient[text * 4 + i] as number, 12)
  })

  test.each([[1, 1], [4, 1], [3, 2], [2, 3]])('targets of %i places with %i captions: uniform over a place’s own, nothing elsewhere', (places, captions) => {
    const { targets, targets_back: back } = targetInputs(places, captions)
    const texts = places * captions
    for (let text = 0; text < texts; text++)
      for (let tile = 0; tile < places; tile++) {
        const own = Math.floor(text / captions) === tile
        expect(targets.data[text * places + tile]).toBe(own ? 1 : 0)
        expect(back.data[tile * texts + text]).toBeCloseTo(own ? 1 / captions : 0, 7)
      }
  })
})

describe('L_phy', () => {
  const build = (lambda: number, weights: typeof all) => (graph: DifferentiableGraph) => {
    const make = new ParameterMaker(graph)
    const kinds = trainedKinds(lambda, weights)
    const targets = targetsOf(graph, 2, 2)
    const contrastive = contrastiveLoss(make, graph.parameter('texts', [4, 3]), graph.parameter('tiles', [2, 3]), targets)
    const of = (side: string, count: number) => Object.fromEntries(kinds.map((kind) => [kind, op.l2Normalize(graph, graph.parameter(`${side}.${kind}`, [count, 3]))]))
    return planetLoss(make, contrastive, physicalLosses(make, of('text', 4), of('signature', 2), targets), lambda, weights)
  }

  test.each([[0.5, all], [2, { colour: 1, structure: 0, texture: 0.3 }]])('the gradient of L = L_itc + %d L_phy equals central differences', async (lambda, weights) => {
    const { error } = await checkedGradient((graph) => build(lambda, weights)(graph).total)
    expect(error).toBeLessThan(1e-6)
  })

  test('each term is the symmetric InfoNCE of its kind, and L is their weighted sum', async () => {
    const weights = { colour: 0.2, structure: 1, texture: 3 }
    const values = await Promise.all(
      (['total', 'contrastive', 'colour', 'structure', 'texture'] as const).map(async (name) => {
        const of = (graph: DifferentiableGraph): Value => {
          const { total, contrastive, physical } = build(0.7, weights)(graph)
          return name === 'total' ? total : name === 'contrastive' ? contrastive : (physical[name] as Value)
        }
        return (await checkedGradient(of, { samples: 1 })).loss
      })
    )
    const [total, contrastive, colour, structure, texture] = values as [number, number, number, number, number]
    expect(total).toBeCloseTo(contrastive + 0.7 * (0.2 * colour + structure + 3 * texture), 12)
  })

  test('lambda 0 builds no physical term at all', () => {
    expect(trainedKinds(0, all)).toEqual([])
    expect(trainedKinds(1, { colour: 0, structure: 1, texture: 0 })).toEqual(['structure'])
  })
})

test('normalising a row of zeros gives zeros, not NaN', async () => {
  const { data } = await valueOf((graph) => op.l2Normalize(graph, graph.constant([2, 2], [0, 0, 3, 4])))
  expect([...data]).toEqual([0, 0, expect.closeTo(0.6, 12), expect.closeTo(0.8, 12)])
})
