import { expect, test } from 'vitest'
import { nanoConfig } from '#engine/planet/nano-model.ts'
import { nanoImageModel, nanoTextModel } from '#engine/planet/nano-graphs.ts'
import { trainNano, type PairedPlaces } from '#engine/planet/nano-training.ts'
import { openSession } from '#engine/inference/session.ts'

const config = { ...nanoConfig, imageSize: 32, width: 32, channels: [16, 16, 24, 24] as const, vocabulary: 24, textLength: 8 }

/** Tiles of one red and one blue level; captions that name the two in either order. */
function colouredPlaces(): PairedPlaces {
  const count = 64
  const each = 32 * 32 * 3
  const pixels = new Uint8Array(count * each)
  const captions = Array.from({ length: count }, (_, place) => {
    const [red, blue] = [place % 8, place >> 3]
    for (let i = 0; i < each; i += 3) pixels.set([red * 32, 128, blue * 32], place * each + i)
    return [[1, 3 + red, 12 + blue, 2], [1, 12 + blue, 3 + red, 2]]
  })
  return { count, pixels, captions }
}

const options = { seed: 5, steps: 80, batch: 32, rate: 3e-3, warmUp: 10, weightDecay: 0.01, validateEvery: 80, threads: 1 }

test('nano learns which words name which tile, and the same seed gives the same weights', async () => {
  const places = colouredPlaces()
  const first = await trainNano(config, places, places, options)
  const losses = first.losses.map(({ loss }) => loss)
  expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] as number))
  // Chance is 1 in 64.
  expect(first.validations.at(-1)?.r1).toBeGreaterThan(0.3)
  const short = { ...options, steps: 3, validateEvery: 3 }
  const [a, b] = [await trainNano(config, places, places, short), await trainNano(config, places, places, short)]
  expect(a.weights).toEqual(b.weights)
})

test('the exported sides take any batch, and a row does not depend on its neighbours or on padding', async () => {
  const places = colouredPlaces()
  const { weights, graph } = await trainNano(config, places, places, { ...options, steps: 2, validateEvery: 2 })
  const text = await openSession(nanoTextModel(config, weights), { threads: 1 })
  const ids = (rows: number[][]): BigInt64Array => BigInt64Array.from(rows.flat(), BigInt)
  const run = async (rows: number[][], mask: number[][]): Promise<Float32Array> => {
    const shape = [rows.length, 8]
    return (await text.run({ input_ids: { type: 'int64', data: ids(rows), shape }, attention_mask: { type: 'int64', data: ids(mask), shape } }))['text_embeds']?.data as Float32Array
  }
  const [row, seen] = [[1, 4, 13, 2, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0]]
  const alone = await run([row], [seen])
  const together = await run([[1, 9, 9, 9, 9, 9, 9, 2], [1, 4, 13, 2, 7, 7, 7, 7]], [[1, 1, 1, 1, 1, 1, 1, 1], seen])
  expect(together.length).toBe(2 * config.width)
  together.subarray(config.width).forEach((value, i) => expect(value).toBeCloseTo(alone[i] as number, 4))
  const image = await openSession(nanoImageModel(config, weights, graph.imageOffset), { threads: 1 })
  const pixels = { type: 'float32' as const, data: new Float32Array(3 * 32 * 32 * 3).fill(0.5), shape: [3, 32, 32, 3] }
  const embedded = (await image.run({ pixel_values: pixels }))['image_embeds']
  expect(embedded?.shape).toEqual([3, config.width])
  await Promise.all([text.release(), image.release()])
})
