import { expect, test } from 'vitest'
import { physicalLoss, type PhysicalConfig } from '#engine/planet/agreement/physical-task.ts'
import { ParameterMaker } from '#engine/planet/network/parameter-maker.ts'
import { checkedGradient, float64, numbers } from '../../../support/gradient-check.ts'

const batch = 3
const scale = { mean: Float32Array.from(numbers(164, 5)), deviation: new Float32Array(164).fill(0.7) }

/** Three captions of up to four tokens; the place of the first stands in the batch once. */
const inputs = {
  ids: { type: 'int64' as const, data: BigInt64Array.from([2n, 4n, 5n, 3n, 2n, 6n, 3n, 0n, 2n, 5n, 3n, 0n]), shape: [batch, 4] },
  mask: float64([1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0], [batch, 4]),
  signatures: float64(numbers(batch * 164, 9), [batch, 164]),
  targets: float64([1, 0, 0, 0, 1, 0, 0, 0, 1], [batch, batch]),
  targets_back: float64([1, 0, 0, 0, 1, 0, 0, 0, 1], [batch, batch])
}

test.each([0, 1])('the gradient of L_phy with %d layers is that of finite differences', { timeout: 60_000 }, async (layers) => {
  const config: PhysicalConfig = { textLength: 4, width: 4, heads: 2, physical: 3, texts: { from: 'words', vocabulary: 7, layers } }
  const { error, loss, gradient } = await checkedGradient((graph) => physicalLoss(new ParameterMaker(graph), config, { batch, scale }).total, { inputs, samples: 400 })
  expect(Number.isFinite(loss)).toBe(true)
  expect(error).toBeLessThan(1e-6)
  // Every part of the model learns.
  expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(gradient.length / 2)
})

test('and so is that of heads on the token states of a frozen encoder', { timeout: 60_000 }, async () => {
  const config: PhysicalConfig = { textLength: 4, width: 4, heads: 2, physical: 3, texts: { from: 'states', width: 5 } }
  const { ids: _ids, ...others } = inputs
  const states = { ...others, token_states: float64(numbers(batch * 4 * 5, 3), [batch, 4, 5]) }
  const { error, gradient } = await checkedGradient((graph) => physicalLoss(new ParameterMaker(graph), config, { batch, scale }).total, { inputs: states, samples: 400 })
  expect(error).toBeLessThan(1e-6)
  expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(gradient.length / 2)
})
