import { expect, test } from 'vitest'
import { openSession } from '#engine/inference/session.ts'
import { signatureScale } from '#engine/planet/data/signature-scale.ts'
import type { NanoConfig } from '#engine/planet/network/nano-config.ts'
import { nanoImageModel, nanoTextModel, signatureModel } from '#engine/planet/network/nano-graphs.ts'
import { signatureLength } from '#engine/planet/network/physical-heads.ts'
import { nanoTask } from '#engine/planet/training/nano-task.ts'
import { train, type Trained, type TrainingState } from '#engine/planet/training/train.ts'
import type { TrainingSplit, TrainingTask } from '#engine/planet/training/training-task.ts'

const config: NanoConfig = { imageSize: 32, width: 32, heads: 4, layers: 1, channels: [16, 16, 24, 24], vocabulary: 24, textLength: 8, physical: 16 }
const size = config.imageSize

/** Tiles of one red and one blue level; captions that name the two in either order; signatures that hold the two. */
function colouredPlaces(): TrainingSplit {
  const count = 64
  const each = size * size * 3
  const pixels = new Uint8Array(count * each)
  const signatures = new Float32Array(count * signatureLength)
  const captions = Array.from({ length: count }, (_, place) => {
    const [red, blue] = [place % 8, place >> 3]
    for (let i = 0; i < each; i += 3) pixels.set([red * 32, 128, blue * 32], place * each + i)
    signatures[place * signatureLength + 4 * red] = 0.5
    signatures[place * signatureLength + 96 + 4 * blue] = 0.5
    signatures[place * signatureLength + 132 + red + blue] = 3
    return [[1, 3 + red, 12 + blue, 2], [1, 12 + blue, 3 + red, 2]]
  })
  return { count, size, pixels, signatures, captions, regions: new Int32Array(count) }
}

const places = colouredPlaces()
const scale = signatureScale(places.signatures)
const loop = { seed: 5, steps: 80, rate: 3e-3, warmUp: 8, validateEvery: 40, patience: null, pointEvery: 10, checkpointEvery: 1, threads: 1 }

function taskOf(lambda: number, weights = { colour: 1, structure: 1, texture: 1 }): TrainingTask {
  return nanoTask(config, places, places, { batch: 16, captions: 2, seed: 5, weightDecay: 0.01, terms: { lambda, weights }, scale, threads: 1 })
}

async function trained(task: TrainingTask, steps: number): Promise<Trained> {
  return train(task, { ...loop, steps, validateEvery: steps })
}

test('nano learns which words name which tile, and which signatures', async () => {
  const points: { contrastive: number; colour: number | null; structure: number | null; texture: number | null }[] = []
  const task = taskOf(0.5)
  const { keptStep, weights } = await train(task, loop, { onPoint: (point) => void points.push(point) })
  const [first, last] = [points[0], points.at(-1)]
  for (const term of ['contrastive', 'colour', 'structure', 'texture'] as const) expect(last?.[term]).toBeLessThan(0.7 * (first?.[term] as number))
  // Chance is 1 in 64.
  expect((await task.validate(weights)).r1).toBeGreaterThan(0.2)
  expect(keptStep % 40).toBe(0)
})

test('the same seed gives the same weights; shared parts begin equal whatever L_phy is', async () => {
  const [a, b] = [await trained(taskOf(0.5), 3), await trained(taskOf(0.5), 3)]
  expect(a.weights).toEqual(b.weights)
  const [with0, with1] = [taskOf(0).graph, taskOf(1).graph]
  const named = (graph: typeof with0, label: string) => graph.maker.graph.parameters.find((parameter) => parameter.label === label)
  for (const label of ['text.tokens', 'text.queries', 'image.conv2', 'image.layout.weight']) {
    const [p, q] = [named(with0, label), named(with1, label)]
    expect(with0.maker.first(7).slice(p?.offset, (p?.offset ?? 0) + (p?.size ?? 0))).toEqual(with1.maker.first(7).slice(q?.offset, (q?.offset ?? 0) + (q?.size ?? 0)))
  }
  expect(with0.kinds).toEqual([])
  expect(with0.parameterCount).toBeLessThan(with1.parameterCount)
})

test('a run that goes on from a checkpoint ends with the weights of one that was never broken off', async () => {
  const task = taskOf(0.3)
  const states: TrainingState[] = []
  const options = { ...loop, steps: 10, validateEvery: 4 }
  const whole = await train(task, options, { onCheckpoint: (state) => void states.push(structuredClone(state)) })
  const resumed = await train(task, options, {}, states.find((state) => state.step === 5))
  expect(resumed.weights).toEqual(whole.weights)
  expect(resumed.keptStep).toBe(whole.keptStep)
})

test('a loss that is no number stops training, and the state from before it is kept', async () => {
  const task = taskOf(0.5)
  let last: TrainingState | undefined
  const broken: TrainingTask = { ...task, feeds: (batch, step) => ({ ...task.feeds(batch, step), ...(step === 4 ? { signatures: { type: 'float32', data: new Float32Array(16 * signatureLength).fill(Number.NaN), shape: [16, signatureLength] } } : {}) }) }
  await expect(train(broken, { ...loop, steps: 10, validateEvery: 2 }, { onCheckpoint: (state) => void (last = state) })).rejects.toMatchObject({ code: 'BAD_SCORES', message: expect.stringContaining('step 4') as string })
  expect(last?.step).toBe(3)
  expect(last?.best.step).toBe(2)
  expect(last?.parameters.every(Number.isFinite)).toBe(true)
})

test('it stops early when validation gets no better, and a batch of more places than there are is refused', async () => {
  const task = taskOf(0)
  const flat: TrainingTask = { ...task, validate: () => Promise.resolve({ r1: 0, r5: 0, r10: 0, mrr: 0.1, ranks: new Int32Array() }) }
  const { stoppedEarly, lastStep, keptStep } = await train(flat, { ...loop, steps: 40, validateEvery: 2, patience: 3 })
  expect({ stoppedEarly, lastStep, keptStep }).toEqual({ stoppedEarly: true, lastStep: 8, keptStep: 2 })
  await expect(train({ ...task, places: 10 }, loop)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('the exported sides take any batch, and a row does not depend on its neighbours or on padding', async () => {
  const task = taskOf(0.5)
  const { weights } = await trained(task, 2)
  const { graph } = task
  const text = await openSession(nanoTextModel(config, weights, graph.kinds), { threads: 1 })
  const ids = (rows: number[][]): BigInt64Array => BigInt64Array.from(rows.flat(), BigInt)
  const run = async (rows: number[][], mask: number[][]) => {
    const shape = [rows.length, 8]
    return text.run({ input_ids: { type: 'int64', data: ids(rows), shape }, attention_mask: { type: 'int64', data: ids(mask), shape } })
  }
  const [row, seen] = [[1, 4, 13, 2, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0]]
  const alone = await run([row], [seen])
  const together = await run([[1, 9, 9, 9, 9, 9, 9, 2], [1, 4, 13, 2, 7, 7, 7, 7]], [[1, 1, 1, 1, 1, 1, 1, 1], seen])
  for (const [output, width] of [['text_embeds', config.width], ['text_physical', 3 * config.physical]] as const) {
    const [one, two] = [alone[output]?.data as Float32Array, together[output]?.data as Float32Array]
    expect(two.length).toBe(2 * width)
    two.subarray(width).forEach((value, i) => expect(value).toBeCloseTo(one[i] as number, 4))
  }
  expect(together['token_states']?.shape).toEqual([2, 8, config.width])
  const image = await openSession(nanoImageModel(config, weights, graph.offsets.image), { threads: 1 })
  const pixels = { type: 'float32' as const, data: new Float32Array(3 * size * size * 3).fill(0.5), shape: [3, size, size, 3] }
  expect((await image.run({ pixel_values: pixels }))['image_embeds']?.shape).toEqual([3, config.width])
  const signature = await openSession(signatureModel(config.physical, weights, graph.offsets.signature, scale, graph.kinds), { threads: 1 })
  const projected = (await signature.run({ signature: { type: 'float32', data: places.signatures.slice(0, 2 * signatureLength), shape: [2, signatureLength] } }))['signature_physical']
  expect(projected?.shape).toEqual([2, 3 * config.physical])
  const block = (projected?.data as Float32Array).subarray(config.physical, 2 * config.physical)
  expect(Math.hypot(...block)).toBeCloseTo(1, 5)
  await Promise.all([text.release(), image.release(), signature.release()])
})
