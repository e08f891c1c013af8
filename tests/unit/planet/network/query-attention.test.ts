import { expect, test } from 'vitest'
import { openSession } from '#engine/inference/session.ts'
import { DifferentiableGraph, type Value } from '#engine/onnx/differentiable-graph.ts'
import { ParameterMaker } from '#engine/planet/network/parameter-maker.ts'
import { queryAttention } from '#engine/planet/network/query-attention.ts'
import { checkedGradient, float64, numbers, weighted } from '../../../support/gradient-check.ts'

const [n, length, d, width, heads] = [3, 5, 6, 8, 2]
const queries = 3
const mask = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
const inputs = { states: float64(numbers(n * length * d, 5), [n, length, d]), hidden: float64(mask.map((m) => (m - 1) * 10_000), [n, 1, 1, length]) }

function attention(graph: DifferentiableGraph): { value: Value; make: ParameterMaker } {
  const make = new ParameterMaker(graph)
  const value = queryAttention(make, graph.input('states', [n, length, d]), graph.input('hidden', [n, 1, 1, length]), { queries, heads, width })
  return { value, make }
}

/** Unfolded, from the definition: keys and values of every token; each head's softmax over the tokens that are there. */
function naive(weights: (label: string) => Float64Array): number[] {
  const [asked, wk, wv, bv, wo, bo] = ['text.queries', 'text.queried.keys', 'text.queried.values.weight', 'text.queried.values.bias', 'text.queried.out.weight', 'text.queried.out.bias'].map(weights) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
  const states = inputs.states.data as Float64Array
  const each = width / heads
  const out: number[] = []
  for (let text = 0; text < n; text++) {
    const row = (token: number, w: Float64Array, column: number): number => {
      let sum = 0
      for (let i = 0; i < d; i++) sum += (states[(text * length + token) * d + i] as number) * (w[i * width + column] as number)
      return sum
    }
    for (let q = 0; q < queries; q++) {
      const joined = new Float64Array(width)
      for (let head = 0; head < heads; head++) {
        const columns = Array.from({ length: each }, (_, i) => head * each + i)
        const tokens = Array.from({ length }, (_, t) => t).filter((t) => mask[text * length + t] === 1)
        const logits = tokens.map((t) => columns.reduce((sum, c) => sum + (asked[c * queries + q] as number) * row(t, wk, c), 0) / Math.sqrt(each))
        const top = Math.max(...logits)
        const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0)
        for (const c of columns) joined[c] = tokens.reduce((sum, t, i) => sum + (Math.exp((logits[i] as number) - top) / total) * (row(t, wv, c) + (bv[c] as number)), 0)
      }
      for (let c = 0; c < width; c++) out.push(joined.reduce((sum, value, i) => sum + value * (wo[i * width + c] as number), bo[c] as number))
    }
  }
  return out
}

test('folded, it equals the attention of its definition, padding and heads included', async () => {
  const graph = new DifferentiableGraph('float64')
  const { value } = attention(graph)
  graph.finishParameters()
  graph.builder.output(value.name, 'float64', value.shape)
  const session = await openSession(graph.builder.build(), { threads: 1 })
  const parameters = numbers(graph.parameterCount, 31)
  const result = (await session.run({ ...inputs, parameters: float64(parameters, [parameters.length]) }))[value.name]
  await session.release()
  const expected = naive((label) => {
    const found = graph.parameters.find((parameter) => parameter.label === label)
    if (!found) throw new Error(`no ${label} among ${graph.parameters.map((parameter) => parameter.label).join()}`)
    return parameters.slice(found.offset, found.offset + found.size)
  })
  expect(result?.shape).toEqual([n, queries, width])
  expect(expected).toHaveLength(n * queries * width)
  ;(result?.data as Float64Array).forEach((actual, i) => expect(Math.abs(actual - (expected[i] as number))).toBeLessThan(1e-9))
})

test('its gradient equals central differences', async () => {
  const { error, gradient } = await checkedGradient((graph) => weighted(graph, attention(graph).value), { inputs })
  expect(error).toBeLessThan(1e-6)
  expect(gradient.every((value) => Number.isFinite(value))).toBe(true)
})
