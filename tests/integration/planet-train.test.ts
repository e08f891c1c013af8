import { existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import type { ModelCard, TrainOptions } from '#shared/domain/planet.ts'
import { encodersHandlers } from '#engine/service/encoders-service.ts'
import { trainRunner } from '#engine/planet/training/train-job.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { fillPlanetProject } from '../support/planet-project.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { tinySizes } from '../support/training-places.ts'

const folder = temporaryFolder()
const resources = join(folder, 'resources')
let engine: Engine
let client: EngineClient
beforeAll(() => {
  engine = createEngine({ resources, checkOutputs: true })
  const addEncoder = encodersHandlers(engine.context)['encoders.add']
  engine.context.jobs.register(
    trainRunner({
      resources,
      version: 'test',
      addEncoder: (project, path, name, signal) => addEncoder({ project: project.handle, path, name }, { signal }),
      sizes: tinySizes,
      checkpointMs: 0
    })
  )
  client = engine.client()
})
afterAll(async () => {
  await client.close()
  await engine.close()
})

async function made(name: string): Promise<string> {
  const path = join(folder, `${name}.planisphere`)
  const { project } = await client.call('projects.create', { path })
  await client.call('projects.close', { project })
  await fillPlanetProject(path)
  return (await client.call('projects.open', { path })).project
}

const options = { steps: 24, batch: 12, rate: 3e-3, validateEvery: 6, pointEvery: 2, seed: 7, threads: 1 }
const start = async (project: string, more: Partial<TrainOptions> & { name: string }): Promise<string> => (await client.call('planet.train', { project, options: { ...options, ...more } })).job
const train = async (project: string, more: Partial<TrainOptions> & { name: string }): Promise<Job> => jobEnd(client, project, await start(project, more))
const cardOf = (job: Job): ModelCard => (job.result as unknown as { card: ModelCard }).card
const files = (project: string, name: string): string => join(engine.context.project(project).folders.encoders, name)
const weights = (project: string, name: string): Buffer[] => ['text.onnx', 'image.onnx', 'signature.onnx'].map((file) => readFileSync(join(files(project, name), file)))

describe('training', () => {
  let project: string
  beforeAll(async () => {
    project = await made('train')
  })

  test('ends with an encoder of the project, its card, its curve, and nothing else', async () => {
    const job = await train(project, { name: 'first', lambda: [0, 0.5] })
    expect(job).toMatchObject({ state: 'done', error: null, problemCount: 0, title: 'Train first' })
    const card = cardOf(job)
    expect(card).toMatchObject({ name: 'first', data: { places: { train: 40, val: 12, test: 12 }, captions: { train: 80, val: 24, test: 24 } }, provider: 'cpu', test: { queries: 24, gallery: 12 } })
    expect(card.data.regions.test).toEqual(['Region 14', 'Region 15', 'Region 16'])
    expect(await client.call('planet.card', { project, encoder: 'first' })).toEqual(card)
    // Validation chose lambda, and the step.
    const looks = card.curve.filter(({ validation }) => validation !== null)
    const best = looks.reduce((a, b) => ((b.validation?.mrr ?? 0) > (a.validation?.mrr ?? 0) ? b : a))
    expect([card.lambda, card.keptStep]).toEqual([best.lambda, best.step])

    const [encoder] = await client.call('encoders.list', { project })
    expect(encoder).toMatchObject({ name: 'first', layout: 'encoder-json', dimensions: 16, path: files(project, 'first') })
    expect(await client.call('encoders.check', { project, name: 'first' })).toMatchObject({ ok: true })
    const { points, steps } = await client.call('planet.curve', { project, job: job.id })
    expect(steps).toBe(24)
    expect(points).toEqual(card.curve)
    expect((await client.call('planet.curve', { project, job: job.id, after: 5 })).points).toEqual(points.slice(5))
    expect(readdirSync(join(engine.context.project(project).folders.planet, 'training', job.id))).toEqual(['curve.jsonl'])
    expect(readdirSync(engine.context.project(project).folders.encoders)).toEqual(['first'])
  })

  test('learns, and its card for people has the data’s hash, the losses and the results', async () => {
    const job = await train(project, { name: 'learned', steps: 160, rate: 8e-3, validateEvery: 40 })
    const card = cardOf(job)
    const [first, last] = [card.curve[0], card.curve.at(-1)]
    expect(last?.contrastive).toBeLessThan(0.6 * (first?.contrastive ?? 0))
    expect(last?.colour).toBeLessThan(first?.colour ?? 0)
    const text = readFileSync(join(files(project, 'learned'), 'README.md'), 'utf8')
    for (const part of [card.data.hash, '| train | 40 | 80 | 10 |', 'seed 7', '## Validation', '## Test', '## Limits', '## Licence']) expect(text).toContain(part)
  })

  test('the encoder embeds through the ordinary job to what validation saw: its ranks on the test split are those of the card', async () => {
    const { job } = await client.call('encoders.embed', { project, name: 'learned', side: 'both', provider: 'cpu' })
    expect(await jobEnd(client, project, job)).toMatchObject({ state: 'done', result: { text: { embedded: 128 }, image: { embedded: 64 } } })
    const run = await jobEnd(client, project, (await client.call('runs.evaluate', { project, options: { encoder: 'learned', split: 'test' } })).job)
    const { test: seen } = await client.call('planet.card', { project, encoder: 'learned' })
    expect(run.result).toMatchObject({ queries: seen?.queries, gallery: seen?.gallery })
    const metrics = (run.result as unknown as { metrics: Record<string, number> }).metrics
    for (const [name, value] of [['R@1', seen?.r1], ['R@5', seen?.r5], ['R@10', seen?.r10]] as const) expect(metrics[name]).toBeCloseTo(value ?? -1, 10)
  })

  test('the same seed twice gives the same files; a filter, another text or another seed gives others', async () => {
    await train(project, { name: 'same-a' })
    await train(project, { name: 'same-b' })
    expect(weights(project, 'same-a')).toEqual(weights(project, 'same-b'))
    const hash = cardOf(await train(project, { name: 'other-seed', seed: 8 })).data.hash
    expect(weights(project, 'other-seed')).not.toEqual(weights(project, 'same-a'))
    await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: 1, caption: 1, verdict: 'edited', text: 'a white roof beside the ice' })
    expect(cardOf(await train(project, { name: 'edited' })).data.hash).not.toBe(hash)
    expect(cardOf(await train(project, { name: 'first-texts', texts: 'first' })).data.hash).toBe(hash)
    const reviewed = await train(project, { name: 'reviewed', where: 'status:accepted,edited', batch: 2 })
    expect(reviewed).toMatchObject({ state: 'failed', error: { code: 'INVALID_INPUT', message: expect.stringContaining('only 1 to train on') } })
  })

  test('paused and resumed, cancelled and resumed, it gives the weights of one that never stopped', async () => {
    const whole = await train(project, { name: 'whole', steps: 60, texts: 'first' })
    const id = await start(project, { name: 'parts', steps: 60, texts: 'first' })
    for (const stop of ['jobs.pause', 'jobs.cancel'] as const) {
      const from = (await client.call('planet.curve', { project, job: id })).points.length
      await expect.poll(async () => (await client.call('planet.curve', { project, job: id })).points.length, { interval: 5 }).toBeGreaterThan(from)
      const stopped = await client.call(stop, { project, job: id })
      expect(stopped.state).toBe(stop === 'jobs.pause' ? 'paused' : 'cancelled')
      // What people decide meanwhile is for the next training.
      await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: 2, caption: 40, verdict: 'rejected' })
      await client.call('jobs.resume', { project, job: id })
    }
    const parts = await jobEnd(client, project, id)
    expect(parts.state).toBe('done')
    expect(weights(project, 'parts')).toEqual(weights(project, 'whole'))
    expect(cardOf(parts).data).toEqual(cardOf(whole).data)
    expect(cardOf(parts).curve.map(({ step, validation }) => [step, validation])).toEqual(cardOf(whole).curve.map(({ step, validation }) => [step, validation]))
  })

  test('compared with another at once: both embedded and evaluated in the same way', async () => {
    const job = await train(project, { name: 'new', compareWith: 'learned' })
    expect(job).toMatchObject({ state: 'done', error: null })
    const { runs } = job.result as unknown as { runs: string[] }
    const compared = await client.call('runs.compare', { project, runs })
    expect(compared.runs.map((run) => [run.name, run.protocol.encoder, run.protocol.split, run.queries])).toEqual([
      ['new, test split', 'new', 'test', 24],
      ['learned, test split, beside new', 'learned', 'test', 24]
    ])
    expect(compared.protocolDifferences.map(({ field }) => field).filter((field) => !field.startsWith('encoder'))).toEqual([])
  })

  test('a name that is taken, an encoder that is not there and a folder that is in the way are refused', async () => {
    await expect(start(project, { name: 'first' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await expect(start(project, { name: 'x', compareWith: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('nobody') })
    writeFileSync(files(project, 'in-the-way'), '')
    await expect(start(project, { name: 'in-the-way' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    await expect(client.call('planet.card', { project, encoder: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('removed, a trained encoder is gone whole, and its name is free', async () => {
    await client.call('encoders.remove', { project, name: 'learned' })
    expect(existsSync(files(project, 'learned'))).toBe(false)
    expect(() => VectorFile.open(vectorPath(engine.context.project(project).folders.vectors, 'learned', 'text'))).toThrow(expect.objectContaining({ code: 'NO_EMBEDDINGS' }))
    expect(await train(project, { name: 'learned', steps: 2 })).toMatchObject({ state: 'done' })
  })

  test('a project that is moved takes its trained encoders along', async () => {
    const before = engine.context.project(project).path
    await client.call('projects.close', { project })
    const moved = join(folder, 'moved.planisphere')
    renameSync(before, moved)
    const { project: again } = await client.call('projects.open', { path: moved })
    expect(await client.call('encoders.check', { project: again, name: 'first' })).toMatchObject({ ok: true })
    expect((await client.call('planet.card', { project: again, encoder: 'first' })).name).toBe('first')
  })
})

test('a broken tile is reported and its place left out; a caption over the text length is cut and noted; one without splits says so', async () => {
  const project = await made('broken')
  truncateSync(join(engine.context.project(project).folders.images, 'tiles', '1.png'), 60)
  await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: 1, caption: 3, verdict: 'edited', text: 'a roof and '.repeat(30) })
  const job = await train(project, { name: 'broken' })
  expect(job).toMatchObject({ state: 'done', problemCount: 1, problems: [{ code: 'BAD_IMAGE', file: expect.stringContaining('1.png') }] })
  expect(cardOf(job).data.places.train).toBe(39)
  const text = readFileSync(join(files(project, 'broken'), 'README.md'), 'utf8')
  expect(text).toContain('Places left out because their tile cannot be read or has no signature: 1.')
  expect(text).toContain('Captions cut, because they were longer than the text length: 1.')

  const { project: empty } = await client.call('projects.create', { path: join(folder, 'empty.planisphere') })
  expect(await train(empty, { name: 'none' })).toMatchObject({ state: 'failed', error: { code: 'UNSUPPORTED', message: expect.stringContaining('split train'), hint: expect.any(String) } })
})
