import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TrainingPoint } from '#shared/domain/planet.ts'
import { readCheckpoint, writeCheckpoint } from '#engine/planet/training/checkpoint-file.ts'
import { appendPoint, readCurve } from '#engine/planet/training/curve-file.ts'
import { TrainingRoom, type RoomEvents } from '#engine/planet/training/training-room.ts'
import type { LoopChoice, RunChoice, RunEnd, RunFiles, Scored } from '#engine/planet/training/training-protocol.ts'
import { madePlaces, tinySizes, type MadePlaces } from '../../../support/training-places.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const folder = temporaryFolder()
const run: RunChoice = { lambda: 0.5, weights: { colour: 1, structure: 1, texture: 1 }, batch: 16, captions: 2, seed: 3, weightDecay: 0.02, threads: 1, rate: 3e-3, warmUp: 2, steps: 12 }
const loop: LoopChoice = { validateEvery: 4, patience: null, pointEvery: 2, checkpointEvery: 1, provider: 'cpu' }
const model = { kind: 'nano', sizes: tinySizes } as const
const silent: RoomEvents = { onPoint: () => undefined, onCheckpoint: () => undefined }
const never = new AbortController().signal

async function roomWith(events: Partial<RoomEvents> = {}, made: MadePlaces = madePlaces()): Promise<TrainingRoom> {
  const room = new TrainingRoom({ ...silent, ...events })
  await room.answer({ kind: 'places', places: made.arrays }, never)
  await room.answer({ kind: 'captions', captions: made.captions.slice(0, 10) }, never)
  await room.answer({ kind: 'captions', captions: made.captions.slice(10) }, never)
  await room.answer({ kind: 'prepare', rows: made.rows, model, folder }, never)
  return room
}

function filesFor(name: string, key = 'k'): RunFiles {
  mkdirSync(join(folder, name), { recursive: true })
  return { state: join(folder, name, 'state-0.bin'), curve: join(folder, name, 'curve.jsonl'), key, everyMs: 0 }
}
const train = async (room: TrainingRoom, files: RunFiles | null, more: Partial<RunChoice & LoopChoice> = {}, signal = never): Promise<RunEnd> =>
  (await room.answer({ kind: 'train', run: { ...run, ...more }, loop: { ...loop, ...more }, files }, signal)) as RunEnd
const weightsIn = (files: RunFiles): Float32Array => {
  const found = readCheckpoint(files.state, files.key)
  if (!found) throw new Error('no state')
  return found.training.best.parameters
}
const finite = (values: Float32Array): boolean => values.every((value) => Number.isFinite(value))

test('the same seed gives the same weights; another seed others', async () => {
  const [a, b, c] = [filesFor('same-a'), filesFor('same-b'), filesFor('other')]
  const end = await train(await roomWith(), a)
  await train(await roomWith(), b)
  await train(await roomWith(), c, { seed: 4 })
  expect(end).toMatchObject({ lastStep: 12, stoppedEarly: false, diverged: false, provider: 'cpu' })
  expect(weightsIn(a)).toEqual(weightsIn(b))
  expect(weightsIn(c)).not.toEqual(weightsIn(a))
  expect(finite(weightsIn(a))).toBe(true)
})

test('broken off at any step and gone on with, it ends with the weights, the curve and the end of a run that never stopped', async () => {
  const whole = filesFor('whole')
  const end = await train(await roomWith(), whole)
  const curve = await readCurve(whole.curve)
  expect(curve.map(({ step }) => step)).toEqual([2, 4, 6, 8, 10, 12])
  expect(curve.filter(({ validation }) => validation !== null).map(({ step }) => step)).toEqual([4, 8, 12])
  expect(curve[0]?.texture).toBeGreaterThan(0)

  const parts = filesFor('parts')
  for (const stopAfter of [3, 6]) {
    const stop = new AbortController()
    const room = await roomWith({ onCheckpoint: (step) => void (step === stopAfter && stop.abort(new Error('paused'))) })
    await expect(train(room, parts, {}, stop.signal)).rejects.toThrow('paused')
    expect(readCheckpoint(parts.state, 'k')?.training.step).toBe(stopAfter)
    // What a crash left after the last checkpoint: a point that will come again, and half a line.
    appendPoint(parts.curve, { lambda: 0.5, step: stopAfter + 2, loss: 9, contrastive: 9, colour: null, structure: null, texture: null, validation: null })
    writeFileSync(parts.curve, `${readFileSync(parts.curve, 'utf8')}{"lambda":0.5,"st`)
  }
  const last = await train(await roomWith(), parts)
  expect({ ...last, stepsPerSecond: 0 }).toEqual({ ...end, stepsPerSecond: 0 })
  expect(weightsIn(parts)).toEqual(weightsIn(whole))
  const resumed = await readCurve(parts.curve)
  expect(resumed.map(({ step, validation }) => [step, validation])).toEqual(curve.map(({ step, validation }) => [step, validation]))
  // Ended, it is not trained again: its weights are taken.
  const seen: TrainingPoint[] = []
  const again = await train(await roomWith({ onPoint: (point) => void seen.push(point) }), parts)
  expect(again).toEqual(last)
  expect(seen).toEqual([])
})

test('a state of other data or options is not gone on with; a damaged one is refused', async () => {
  const files = filesFor('keys')
  await train(await roomWith(), files, { steps: 4 })
  expect(readCheckpoint(files.state, 'another key')).toBeNull()
  const bytes = readFileSync(files.state)
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
  writeFileSync(files.state, bytes)
  expect(() => readCheckpoint(files.state, 'k')).toThrow(expect.objectContaining({ code: 'PROJECT_DAMAGED' }))
  writeFileSync(files.state, bytes.subarray(0, 10))
  expect(() => readCheckpoint(files.state, 'k')).toThrow(expect.objectContaining({ code: 'PROJECT_DAMAGED' }))
})

test('a state is read as it was written', () => {
  const array = (from: number): Float32Array => Float32Array.from({ length: 5 }, (_, i) => from + i / 3)
  const training = { step: 7, parameters: array(1), moment1: array(2), moment2: array(3), best: { step: 5, mrr: 0.25, parameters: array(4) }, looks: 2 }
  const file = join(folder, 'plain.bin')
  const state = { key: 'é', training, state: 'running', stoppedEarly: false, stepsPerSecond: 1.5, provider: 'cpu' } as const
  writeCheckpoint(file, state)
  expect(readCheckpoint(file, 'é')).toEqual(state)
})

test('a loss that is no number ends it with the state from before; gone on with, the best weights are taken', async () => {
  const files = filesFor('nan')
  const stop = new AbortController()
  await expect(train(await roomWith({ onCheckpoint: (step) => void (step === 6 && stop.abort(new Error('paused'))) }), files, {}, stop.signal)).rejects.toThrow('paused')
  const good = readCheckpoint(files.state, 'k')
  if (!good) throw new Error('no state')
  // What a step with too high a rate leaves.
  writeCheckpoint(files.state, { ...good, training: { ...good.training, parameters: good.training.parameters.map(() => Number.NaN) } })
  await expect(train(await roomWith(), files)).rejects.toMatchObject({ code: 'BAD_SCORES', message: expect.stringContaining('stopped at step 7'), hint: expect.stringMatching(/step 4.*Resume this job to export.*smaller learning rate/) })
  const kept = readCheckpoint(files.state, 'k')
  expect(kept).toMatchObject({ state: 'diverged', training: { step: 6, best: { step: 4 } } })
  const room = await roomWith()
  expect(await train(room, files)).toMatchObject({ diverged: true, keptStep: 4 })
  expect(((await room.answer({ kind: 'score', split: 'val' }, never)) as Scored).mrr).toBe(good.training.best.mrr)
})

test('weights whose scores are no numbers end it too, and where validation never saw good ones it says so', async () => {
  const files = filesFor('wild')
  await expect(train(await roomWith(), files, { rate: 1e30, warmUp: 0, validateEvery: 1 })).rejects.toMatchObject({ code: 'BAD_SCORES', hint: expect.stringMatching(/no look at validation yet.*smaller learning rate/) })
})

test('signatures that are no numbers are refused by place; those of places in no split do not matter', async () => {
  const made = madePlaces()
  made.arrays.signatures[(made.rows.val[1] ?? 0) * 164 + 5] = Number.NaN
  await expect(roomWith({}, made)).rejects.toMatchObject({ code: 'BAD_SCORES', message: expect.stringContaining(`place ${(made.rows.val[1] ?? 0) + 1}`) })
  await roomWith({}, { ...made, rows: { ...made.rows, val: made.rows.val.slice(2) } })
})

test('a caption over the text length is cut and counted, and patience ends a run early', async () => {
  const made = madePlaces()
  const captions = made.captions.map((list, place) => (place === made.rows.train[0] ? [...list, 'a roof and '.repeat(20)] : list))
  const room = new TrainingRoom(silent)
  await room.answer({ kind: 'places', places: made.arrays }, never)
  await room.answer({ kind: 'captions', captions }, never)
  expect(await room.answer({ kind: 'prepare', rows: made.rows, model, folder }, never)).toMatchObject({ cut: 1, captions: { train: 97, val: 16, test: 16 } })
  const end = await train(room, null, { rate: 1e-12, steps: 40, validateEvery: 1, patience: 3 })
  expect(end.stoppedEarly).toBe(true)
  expect(end.lastStep).toBeLessThan(40)
  const scores = (await room.answer({ kind: 'score', split: 'test' }, never)) as Scored
  expect(scores.ranks).toHaveLength(16)
  expect(scores.gallery).toBe(8)
})

test('a batch that is larger than the places is refused', async () => {
  await expect(train(await roomWith(), null, { batch: 49 })).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('49') })
})
