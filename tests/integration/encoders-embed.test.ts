import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineClient } from '#shared/rpc/client.ts'
import type { EngineEvent } from '#shared/contracts/events.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import { hasRealData, realData, withoutRealData } from '../support/real-data.ts'
import { startEngineProcess } from '../support/engine-child.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { imageModel, tinyTokenizer, writeTinyEncoder } from '../support/tiny-encoders.ts'

const folder = temporaryFolder()
const resources = join(folder, 'resources')
let engine: Engine
let client: EngineClient
const events: EngineEvent[] = []

beforeAll(() => {
  mkdirSync(resources)
  engine = createEngine({ resources, checkOutputs: true })
  client = engine.client()
  client.onEvent((event) => events.push(event))
})
afterAll(() => engine.close())

/** A project with `count` pictures of 32 x 24 pixels, a caption each. */
async function pictures(name: string, count: number): Promise<{ project: string; images: string }> {
  const images = join(folder, `${name}-images`)
  mkdirSync(images)
  const lines: string[] = []
  for (let i = 0; i < count; i++) {
    const file = `${String(i).padStart(4, '0')}.png`
    await sharp(Uint8Array.from({ length: 32 * 24 * 3 }, (_, at) => (at * (i + 3) * 7) % 256), { raw: { width: 32, height: 24, channels: 3 } }).png().toFile(join(images, file))
    lines.push(JSON.stringify({ file_name: file, text: i % 2 ? `a red roof ${i}` : 'a road' }))
  }
  writeFileSync(join(images, 'metadata.jsonl'), `${lines.join('\n')}\n`)
  const path = join(folder, `${name}.planisphere`)
  const { project } = await client.call('projects.create', { path })
  const { job } = await client.call('imports.start', { project, options: { source: images } })
  expect(await jobEnd(client, project, job)).toMatchObject({ state: 'done', result: { views: count, captions: count } })
  return { project, images }
}

async function embed(project: string, name: string, side: 'text' | 'image' | 'both' = 'both') {
  const { job } = await client.call('encoders.embed', { project, name, side, provider: 'cpu' })
  return jobEnd(client, project, job)
}

describe('adding an encoder', () => {
  let project: string
  beforeAll(async () => {
    ;({ project } = await client.call('projects.create', { path: join(folder, 'adding.planisphere') }))
  })
  const add = (path: string, name = 'tiny') => client.call('encoders.add', { project, path, name })

  test('recognises the Hugging Face layout, checks both sides and keeps the hash', async () => {
    const encoder = await add(writeTinyEncoder(join(folder, 'hf')))
    expect(encoder).toMatchObject({ layout: 'hugging-face', dimensions: 8, provider: null })
    expect(encoder.sides.map(({ side, maxTokens, imageSize }) => ({ side, maxTokens, imageSize }))).toEqual([
      { side: 'text', maxTokens: 6, imageSize: null },
      { side: 'image', maxTokens: null, imageSize: 16 }
    ])
    expect(encoder.hash).toMatch(/^[0-9a-f]{64}$/)
    await expect(add(join(folder, 'hf'))).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(await client.call('encoders.tokens', { project, name: 'tiny', text: 'A red roof' })).toEqual({ tokens: 5, limit: 6, truncatedAt: null, cutAt: null })
    expect(await client.call('encoders.tokens', { project, name: 'tiny', text: 'a red roof a red roof' })).toEqual({ tokens: 8, limit: 6, truncatedAt: 4, cutAt: 13 })
  })

  test('check notices that a file changed since', async () => {
    expect(await client.call('encoders.check', { project, name: 'tiny' })).toMatchObject({ ok: true })
    writeFileSync(join(folder, 'hf/onnx/vision_model.onnx'), imageModel({ gain: 0.02 }))
    const check = await client.call('encoders.check', { project, name: 'tiny' })
    expect(check.ok).toBe(false)
    expect(check.items.find((item) => !item.ok)).toMatchObject({ what: 'unchanged' })
    rmSync(join(folder, 'hf/onnx/vision_model.onnx'))
    expect(await client.call('encoders.check', { project, name: 'tiny' })).toMatchObject({ ok: false })
  })

  test('sides of different dimensions are refused, both named', async () => {
    await expect(add(writeTinyEncoder(join(folder, 'unequal'), { textDimensions: 12 }), 'u')).rejects.toMatchObject({ code: 'BAD_ENCODER', message: expect.stringMatching(/text_model\.onnx gives 12.*vision_model\.onnx gives 8/) })
  })

  test('a missing tokenizer, a file that is no ONNX, a truncated one, an empty one, a Git LFS pointer and an overflowing model are refused', async () => {
    await expect(add(writeTinyEncoder(join(folder, 'no-tokenizer'), { tokenizer: false }), 'n')).rejects.toMatchObject({ code: 'BAD_ENCODER', message: expect.stringContaining('tokenizer.json') })
    const file = join(folder, 'bad.onnx')
    const bad = async (content: string | Uint8Array): Promise<void> => {
      writeFileSync(file, content)
      await expect(add(file, 'bad')).rejects.toMatchObject({ code: 'BAD_ENCODER' })
    }
    await bad('this is not a model')
    await bad('{"json": true}')
    await bad('')
    await bad('version https://git-lfs.github.com/spec/v1\n')
    await bad(imageModel().subarray(0, 5000))
    await bad(imageModel({ gain: 3e38 }))
    expect((await client.call('encoders.list', { project })).map(({ name }) => name)).toEqual(['tiny'])
    await expect(add(join(folder, 'nothing.onnx'), 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    mkdirSync(join(folder, 'empty'))
    await expect(add(join(folder, 'empty'), 'x')).rejects.toMatchObject({ code: 'BAD_ENCODER' })
  })

  test('encoder.json names everything, and wins over what a bare file is taken for', async () => {
    const home = join(folder, 'described')
    mkdirSync(home)
    writeFileSync(join(home, 'm.onnx'), imageModel({ size: 32, batch: 1 }))
    writeFileSync(join(home, 'encoder.json'), JSON.stringify({ image: { file: 'm.onnx', output: 'image_embeds', fit: 'crop', mean: [0, 0, 0], std: [1, 1, 1] } }))
    expect(await add(join(home, 'm.onnx'), 'described')).toMatchObject({ layout: 'encoder-json', sides: [{ side: 'image', imageSize: 32 }] })
    writeFileSync(join(home, 'encoder.json'), JSON.stringify({ image: { file: '../../m.onnx' } }))
    await expect(add(home, 'escape')).rejects.toMatchObject({ code: 'BAD_ENCODER', message: expect.stringContaining('image.file') })
  })

  test('an encoder of the application is remembered by name, so that the project can move', async () => {
    writeTinyEncoder(join(resources, 'demo-encoder'))
    await add(join(resources, 'demo-encoder'), 'demo')
    const stored = await engine.context.project(project).store.read('encoders.get', { name: 'demo' })
    expect(stored?.path).toBe('resource:demo-encoder')
    expect(await client.call('encoders.check', { project, name: 'demo' })).toMatchObject({ ok: true })
  })
})

describe('embedding', () => {
  test('embeds both sides once; a broken image is recorded and the job goes on; repaired, it is embedded alone', async () => {
    const { project, images } = await pictures('broken', 60)
    const whole = readFileSync(join(images, '0030.png'))
    truncateSync(join(images, '0030.png'), 200)
    rmSync(join(images, '0031.png'))
    await client.call('encoders.add', { project, path: writeTinyEncoder(join(folder, 'tiny-broken')), name: 'tiny' })
    const done = await embed(project, 'tiny')
    expect(done).toMatchObject({ state: 'done', problemCount: 2, result: { text: { embedded: 60, failed: 0 }, image: { embedded: 58, failed: 2 }, provider: 'cpu' } })
    expect(done.problems.map((problem) => problem.code)).toEqual(['BAD_IMAGE', 'BAD_IMAGE'])
    expect(done.problems[0]?.message).toContain('truncated')
    const [encoder] = await client.call('encoders.list', { project })
    expect(encoder?.sides.map(({ embedded, total }) => [embedded, total])).toEqual([[60, 60], [58, 60]])
    expect(encoder?.provider).toBe('cpu')
    const { store } = engine.context.project(project)
    const rows = await store.read('encoders.imagesAfter', { after: 0, limit: 100 })
    expect(rows.filter((row) => row.problem !== null)).toHaveLength(2)
    expect(rows.filter((row) => row.width === 32 && row.height === 24)).toHaveLength(58)

    writeFileSync(join(images, '0030.png'), whole)
    copyFileSync(join(images, '0030.png'), join(images, '0031.png'))
    expect(await embed(project, 'tiny')).toMatchObject({ result: { text: { embedded: 0 }, image: { embedded: 2, failed: 0 } } })
    expect((await store.read('encoders.imagesAfter', { after: 0, limit: 100 })).every((row) => row.problem === null)).toBe(true)
    // Removing it takes its vectors along.
    const file = vectorPath(engine.context.project(project).folders.vectors, 'tiny', 'image')
    VectorFile.open(file).close()
    await client.call('encoders.remove', { project, name: 'tiny' })
    expect(() => VectorFile.open(file)).toThrow(expect.objectContaining({ code: 'NO_EMBEDDINGS' }))
  })

  test('a text embedding is the mean over its own tokens, cut to the text length', async () => {
    const { project } = await pictures('texts', 4)
    await client.call('encoders.add', { project, path: writeTinyEncoder(join(folder, 'tiny-texts')), name: 'tiny' })
    await embed(project, 'tiny', 'text')
    const vectors = VectorFile.open(vectorPath(engine.context.project(project).folders.vectors, 'tiny', 'text'))
    const rows = new Float32Array(4 * 8)
    vectors.gather(Int32Array.of(1, 2, 3, 4), rows)
    vectors.close()
    // Captions 1 and 3 are the same text.
    expect([...rows.subarray(0, 8)]).toEqual([...rows.subarray(16, 24)])
    expect([...rows.subarray(0, 8)]).not.toEqual([...rows.subarray(8, 16)])
    expect(tinyTokenizer.model.vocab.road).toBe(7)
  })

  test('a provider that is not there falls back to the CPU with a notice', async () => {
    const { project } = await pictures('fallback', 2)
    await client.call('encoders.add', { project, path: writeTinyEncoder(join(folder, 'tiny-fallback')), name: 'tiny' })
    events.length = 0
    const { job } = await client.call('encoders.embed', { project, name: 'tiny', provider: 'coreml' })
    expect(await jobEnd(client, project, job)).toMatchObject({ state: 'done', result: { provider: 'cpu' } })
    expect(events.find((event) => event.type === 'notice')).toMatchObject({ level: 'warning', message: expect.stringContaining('coreml') })
  })

  test('SIGKILL in the middle: the job resumes where it stood and the vectors are those of an undisturbed job', { timeout: 120_000 }, async () => {
    const { project } = await pictures('killed', 400)
    await client.call('encoders.add', { project, path: writeTinyEncoder(join(folder, 'tiny-killed')), name: 'tiny' })
    await client.call('encoders.add', { project, path: join(folder, 'tiny-killed'), name: 'undisturbed' })
    await embed(project, 'undisturbed')
    const { vectors } = engine.context.project(project).folders
    await client.call('projects.close', { project })

    const path = join(folder, 'killed.planisphere')
    const child = startEngineProcess()
    await child.client.call('projects.open', { path })
    const killed = new Promise<void>((resolve) => {
      child.client.onEvent((event) => {
        if (event.type !== 'job' || event.job.kind !== 'embed' || event.job.progress?.phase !== 'Images' || event.job.progress.done < 30) return
        process.kill(child.pid, 'SIGKILL')
        resolve()
      })
    })
    const { job } = await child.client.call('encoders.embed', { project, name: 'tiny', provider: 'cpu' })
    await killed
    await child.kill()

    await client.call('projects.open', { path })
    const interrupted = await client.call('jobs.get', { project, job })
    expect(interrupted.state).toBe('interrupted')
    await client.call('jobs.resume', { project, job })
    const ended = await jobEnd(client, project, job)
    expect(ended.state).toBe('done')
    for (const side of ['text', 'image'] as const) {
      const ids = Int32Array.from({ length: 400 }, (_, i) => i + 1)
      const read = (name: string): Float32Array => {
        const file = VectorFile.open(vectorPath(vectors, name, side))
        const rows = new Float32Array(400 * 8)
        expect(file.gather(ids, rows)).toHaveLength(0)
        file.close()
        return rows
      }
      const [resumed, whole] = [read('tiny'), read('undisturbed')]
      expect(resumed.every((value, i) => Math.abs(value - (whole[i] ?? NaN)) < 1e-5)).toBe(true)
    }
  })
})

describe.skipIf(!hasRealData)(`real weights${withoutRealData}`, () => {
  test('drone views find their satellite tiles as often as the reference implementation’s', { timeout: 180_000 }, async () => {
    const { project } = await client.call('projects.create', { path: join(folder, 'crossview.planisphere') })
    const { job } = await client.call('imports.start', { project, options: { source: realData('crossview/university1652/manifest.csv') } })
    expect((await jobEnd(client, project, job)).state).toBe('done')
    const encoder = await client.call('encoders.add', { project, path: realData('encoders/mobilenet_v1_1.0_224_embed.onnx'), name: 'mobilenet' })
    expect(encoder).toMatchObject({ layout: 'onnx-file', dimensions: 1024, sides: [{ side: 'image', imageSize: 224 }] })
    expect(await embed(project, 'mobilenet')).toMatchObject({ result: { image: { embedded: 500, failed: 0 } } })

    // Independent of the product's retrieval: mean-centred cosine, aligned by file name.
    const { store, folders } = engine.context.project(project)
    const rows = await store.read('encoders.imagesAfter', { after: 0, limit: 1000 })
    const vectors = VectorFile.open(vectorPath(folders.vectors, 'mobilenet', 'image'), { encoderHash: encoder.hash })
    const side = (name: string): number[][] => {
      const views = rows.filter((row) => row.file.includes(`tiles_${name}`)).sort((a, b) => (a.file < b.file ? -1 : 1))
      const flat = new Float32Array(views.length * 1024)
      expect(vectors.gather(Int32Array.from(views, (view) => view.id), flat)).toHaveLength(0)
      const list = views.map((_, i) => [...flat.subarray(i * 1024, (i + 1) * 1024)])
      const mean = list[0]?.map((_, d) => list.reduce((sum, row) => sum + (row[d] ?? 0), 0) / list.length) ?? []
      return list.map((row) => {
        const centred = row.map((value, d) => value - (mean[d] ?? 0))
        const norm = Math.hypot(...centred)
        return centred.map((value) => value / norm)
      })
    }
    const [drone, satellite] = [side('drone'), side('satellite')]
    vectors.close()
    expect([drone.length, satellite.length]).toEqual([250, 250])
    const ranks = drone.map((query, i) => {
      const scores = satellite.map((tile) => tile.reduce((sum, value, d) => sum + value * (query[d] ?? 0), 0))
      return scores.filter((score) => score >= (scores[i] ?? NaN)).length
    })
    const recall = (k: number): number => (100 * ranks.filter((rank) => rank <= k).length) / ranks.length
    expect(Math.abs(recall(1) - 19.2)).toBeLessThan(2)
    expect(Math.abs(recall(5) - 46.4)).toBeLessThan(2)
    expect(Math.abs(recall(10) - 58.4)).toBeLessThan(2)
  })
})

test('the probe’s own process answers for the CPU', () => {
  const program = resolve(import.meta.dirname, '../../src-main/engine/inference/provider-probe.ts')
  const report = JSON.parse(execFileSync(process.execPath, [program, 'cpu'], { encoding: 'utf8' }).trim().split('\n').at(-1) ?? '') as { ok: boolean; maxError: number }
  expect(report).toMatchObject({ ok: true, maxError: 0 })
})
