import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import type { ModelCard, TrainOptions } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { TextSpec } from '#engine/inference/encoder-spec.ts'
import { SideSession } from '#engine/inference/side-session.ts'
import { trainRunner } from '#engine/planet/training/train-job.ts'
import { wordTokenizer } from '#engine/planet/word-tokenizer.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { encodersHandlers } from '#engine/service/encoders-service.ts'
import { databaseName } from '#engine/store/open-projects.ts'
import { fillPlanetProject } from '../support/planet-project.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { imageModel, statesTextModel, writeTinyEncoder } from '../support/tiny-encoders.ts'

const folder = temporaryFolder()
const resources = join(folder, 'resources')
let engine: Engine
let client: EngineClient
let project: string

function register(featureBytes?: number): void {
  const addEncoder = encodersHandlers(engine.context)['encoders.add']
  engine.context.jobs.register(
    trainRunner({ resources, version: 'test', addEncoder: (of, path, name, signal) => addEncoder({ project: of.handle, path, name }, { signal }), checkpointMs: 0, ...(featureBytes === undefined ? {} : { featureBytes }) })
  )
}

/** A base that knows the words of the captions, but has never learned anything: its numbers are arbitrary. */
function writeBase(name: string, texts: readonly string[], states: boolean, length = 12): string {
  const base = writeTinyEncoder(join(folder, name), { states, textDimensions: 16, imageDimensions: 16 })
  const { file, size } = wordTokenizer(texts)
  writeFileSync(join(base, 'tokenizer.json'), JSON.stringify(file))
  writeFileSync(join(base, 'config.json'), JSON.stringify({ text_config: { max_position_embeddings: length }, vision_config: { image_size: 16 } }))
  writeFileSync(join(base, 'onnx/text_model.onnx'), statesTextModel({ words: size, dimensions: 16, width: 24, states }))
  return base
}

beforeAll(async () => {
  engine = createEngine({ resources, checkOutputs: true })
  register()
  client = engine.client()
  const path = join(folder, 'frozen.planisphere')
  const made = await client.call('projects.create', { path })
  await client.call('projects.close', made)
  await fillPlanetProject(path)
  const db = new Database(join(path, databaseName))
  const texts = (db.prepare('SELECT text FROM captions').all() as { text: string }[]).map(({ text }) => text)
  db.close()
  project = (await client.call('projects.open', { path })).project
  await client.call('encoders.add', { project, path: writeBase('base', texts, true), name: 'base' })
  await client.call('encoders.add', { project, path: writeBase('short', texts, true, 8), name: 'short' })
  await client.call('encoders.add', { project, path: writeBase('stateless', texts, false), name: 'stateless' })
})
afterAll(async () => {
  await client.close()
  await engine.close()
})

const options = { base: 'base', steps: 60, batch: 16, rate: 5e-3, validateEvery: 10, seed: 7, threads: 1, patience: null }
const start = async (more: Partial<TrainOptions> & { name: string }): Promise<string> => (await client.call('planet.train', { project, options: { ...options, ...more } })).job
const train = async (more: Partial<TrainOptions> & { name: string }): Promise<Job> => jobEnd(client, project, await start(more))
const cardOf = (job: Job): ModelCard => (job.result as unknown as { card: ModelCard }).card
const inside = (name: string, file: string): string => join(engine.context.project(project).folders.encoders, name, file)
function cacheFile(): string {
  const cache = join(engine.context.project(project).folders.planet, 'cache')
  return join(cache, readdirSync(cache).find((name) => name.startsWith('tokens-')) ?? 'none')
}

describe('heads on a frozen base', () => {
  test('are trained as a job, and are an encoder that is checked, embeds, searches and gives descriptors', async () => {
    const job = await train({ name: 'heads', compareWith: 'base' })
    expect(job).toMatchObject({ state: 'done', error: null, problemCount: 0, title: 'Train heads on base' })
    const card = cardOf(job)
    expect(card).toMatchObject({ options: { base: 'base' }, data: { captions: { train: 80, val: 24, test: 24 } } })
    const looks = card.curve.flatMap(({ validation }) => validation ?? [])
    // Chance is an MRR of 0.26 over 12 tiles; the base itself knows nothing.
    expect(Math.max(...looks.map(({ mrr }) => mrr))).toBeGreaterThan(0.4)
    expect(card.curve.at(-1)?.loss).toBeLessThan((card.curve[0]?.loss ?? 0) * 0.8)

    expect(await client.call('encoders.check', { project, name: 'heads' })).toMatchObject({ ok: true })
    const [encoder] = (await client.call('encoders.list', { project })).filter(({ name }) => name === 'heads')
    expect(encoder).toMatchObject({ dimensions: 16 })
    // The figures of training's own graphs are those of an evaluation of what the exported chain embeds.
    const runs = (job.result as unknown as { runs: string[] }).runs
    const [own, base] = await Promise.all(runs.map((run) => client.call('runs.get', { project, run })))
    expect(own?.metrics['R@1']).toBeCloseTo(card.test?.r1 ?? -1, 6)
    expect(own?.metrics['MRR']).toBeGreaterThan((base?.metrics['MRR'] ?? 1) + 0.1)
    const { results } = await client.call('retrieval.search', { project, encoder: 'heads', query: { caption: 1 }, split: 'train', k: 40 })
    expect(results.findIndex(({ truth }) => truth)).toBeLessThan(10)

    const spec = JSON.parse(readFileSync(inside('heads', 'encoder.json'), 'utf8')) as { text: never }
    const descriptors = await SideSession.openText(inside('heads', ''), TextSpec.parse({ ...(spec.text as object), output: 'text_physical' }), { provider: 'cpu', threads: 1 })
    const { dimensions, rows } = await descriptors.encodeTexts(['a black roof beside the sea'])
    await descriptors.close()
    expect(dimensions).toBe(3 * 48)
    for (const kind of [0, 1, 2]) expect(Math.hypot(...rows.subarray(kind * 48, (kind + 1) * 48))).toBeCloseTo(1, 5)

    const description = JSON.parse(readFileSync(inside('heads', 'encoder.json'), 'utf8')) as { planet: { dimensions: number }; text: { head: { file: string } } }
    expect(description).toMatchObject({ text: { head: { file: 'text-head.onnx' } }, planet: { signature: 'signature.onnx', dimensions: 48 } })
    // No second copy on the disk, and nothing of the base's folder is needed.
    expect(statSync(inside('heads', 'base/onnx/text_model.onnx')).ino).toBe(statSync(join(folder, 'base/onnx/text_model.onnx')).ino)
    expect(readFileSync(inside('heads', 'README.md'), 'utf8')).toContain('frozen encoder base')
  })

  test('broken off and resumed, it ends with the heads of a run that never stopped; the token states are made once', async () => {
    const cache = cacheFile()
    const [bytes, changed] = [statSync(cache).size, statSync(cache).mtimeMs]
    const whole = await train({ name: 'whole', lambda: [0.5] })
    expect(whole.state).toBe('done')
    const job = await start({ name: 'parts', lambda: [0.5] })
    for (;;) {
      const { points } = await client.call('planet.curve', { project, job })
      if (points.some(({ step }) => step >= 12)) break
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await client.call('jobs.pause', { project, job })
    await expect.poll(async () => (await client.call('jobs.list', { project })).find(({ id }) => id === job)?.state, { timeout: 60_000 }).toBe('paused')
    await client.call('jobs.resume', { project, job })
    expect((await jobEnd(client, project, job)).state).toBe('done')
    for (const file of ['text-head.onnx', 'image-head.onnx', 'signature.onnx']) expect(readFileSync(inside('parts', file)).equals(readFileSync(inside('whole', file)))).toBe(true)
    expect([statSync(cache).size, statSync(cache).mtimeMs]).toEqual([bytes, changed])
  })

  test('token states that were cut short are made again, and damaged ones are named', async () => {
    const cache = cacheFile()
    const good = readFileSync(cache)
    truncateSync(cache, good.length - 100)
    expect((await train({ name: 'cut', steps: 4, validateEvery: 4 })).state).toBe('done')
    expect(statSync(cache).size).toBe(good.length)
    const bytes = readFileSync(cache)
    bytes[200] = (bytes[200] ?? 0) ^ 1
    writeFileSync(cache, bytes)
    const failed = await train({ name: 'damaged', steps: 4, validateEvery: 4 })
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'PROJECT_DAMAGED', message: expect.stringContaining('damaged') } })
    rmSync(cache)
    expect((await train({ name: 'anew', steps: 4, validateEvery: 4 })).state).toBe('done')
    expect(statSync(cache).size).toBe(good.length)
  })

  test('without room for all token states, every place keeps a caption before any keeps two, and the card says so', async () => {
    // A caption of eight tokens, 24 wide, and an embedding of 16 take 472 bytes: room for about 53 of 80 captions, 11 of 24, 11 of 24.
    register(36_000)
    const card = cardOf(await train({ name: 'little', steps: 4, validateEvery: 4 }))
    register()
    expect(card.data.places.train).toBe(40)
    expect(card.data.captions.train).toBeGreaterThan(40)
    expect(card.data.captions.train).toBeLessThan(70)
    expect(card.data.captions.val).toBeLessThan(24)
    expect(readFileSync(inside('little', 'README.md'), 'utf8')).toMatch(/token states of all would not fit.*: \d+\./)
  })
})

test('captions over the base’s text length are read as far as it goes, and counted', async () => {
  // Of each place's two captions (8 and 9 tokens with the special ones) the second is too long.
  const card = cardOf(await train({ name: 'brief', base: 'short', steps: 4, validateEvery: 4 }))
  expect(card.data.captions.train).toBe(80)
  expect(readFileSync(inside('brief', 'README.md'), 'utf8')).toMatch(/Captions cut.*: 64\./)
})

describe('refused', () => {
  test('a base without token states, before anything is computed', async () => {
    const job = await train({ name: 'without', base: 'stateless' })
    expect(job).toMatchObject({ state: 'failed', error: { code: 'UNSUPPORTED', message: expect.stringContaining('no token states'), hint: expect.stringContaining('last_hidden_state') } })
    const [encoder] = (await client.call('encoders.list', { project })).filter(({ name }) => name === 'stateless')
    expect(encoder?.sides.map(({ embedded }) => embedded)).toEqual([0, 0])
    expect(existsSync(inside('without', ''))).toBe(false)
  })

  test('a base that has trained heads, or an image side alone', async () => {
    expect(await train({ name: 'twice', base: 'heads' })).toMatchObject({ state: 'failed', error: { code: 'UNSUPPORTED', message: expect.stringContaining('heads already') } })
    mkdirSync(join(folder, 'image'))
    writeFileSync(join(folder, 'image', 'model.onnx'), imageModel())
    await client.call('encoders.add', { project, path: join(folder, 'image', 'model.onnx'), name: 'image' })
    expect(await train({ name: 'half', base: 'image' })).toMatchObject({ state: 'failed', error: { code: 'UNSUPPORTED', message: expect.stringContaining('no text side') } })
  })
})
