import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { defaultSpec, hashSpec } from '#engine/planet/signatures/signature-spec.ts'
import { VectorFile } from '#engine/store/vector-file.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let engine: Engine
let client: EngineClient

beforeAll(() => {
  engine = createEngine({ resources: folder, checkOutputs: true })
  client = engine.client()
})
afterAll(() => engine.close())

/** Satellite tiles of 64 px with stripes and noise, all different; CSV that lists them with their split. */
async function makeTiles(name: string, count: number): Promise<{ images: string; listed: string }> {
  const images = join(folder, `${name}-images`)
  mkdirSync(images)
  for (let i = 0; i < count; i++) {
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => 60 + ((Math.floor(at / 3) * (i + 1)) % 90) + ((at * 7919 * (i + 3)) % 100))
    await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } }).png({ compressionLevel: 1 }).toFile(join(images, `${String(i).padStart(4, '0')}.png`))
  }
  const listed = join(images, 'metadata.jsonl')
  writeFileSync(listed, Array.from({ length: count }, (_, i) => JSON.stringify({ file_name: `${String(i).padStart(4, '0')}.png`, text: `tile ${i}`, split: i < count / 2 ? 'train' : 'test' })).join('\n'))
  return { images, listed }
}

async function projectOf(of: EngineClient, name: string, images: string): Promise<{ project: string; path: string; vectors: string }> {
  const path = join(folder, `${name}.planisphere`)
  const { project } = await of.call('projects.create', { path })
  const { job } = await of.call('imports.start', { project, options: { source: images } })
  expect(await jobEnd(of, project, job)).toMatchObject({ state: 'done' })
  return { project, path, vectors: join(path, 'planet', 'signatures.vec') }
}

const mine = async (project: string) => jobEnd(client, project, (await client.call('planet.mine', { project })).job)

describe('mining', () => {
  test('measures what has no signature; broken and missing pictures are problems with their reason; repaired, they alone are measured', async () => {
    const { images } = await makeTiles('broken', 60)
    const [torn, gone] = [join(images, '0030.png'), join(images, '0031.png')]
    const whole = [readFileSync(torn), readFileSync(gone)] as const
    truncateSync(torn, whole[0].length / 2)
    const { project, vectors } = await projectOf(client, 'broken', images)
    rmSync(gone)
    expect(await client.call('planet.state', { project })).toMatchObject({ mining: { spec: hashSpec(defaultSpec), mined: 0, total: 60 }, agreement: null, models: [], ablations: [] })
    const [some] = await engine.context.project(project).store.read('signatures.viewsAfter', { after: 0, limit: 100 })
    expect(await client.call('planet.signature', { project, view: some?.id ?? 0 })).toMatchObject({ textureStandardised: null })

    const done = await mine(project)
    expect(done).toMatchObject({ state: 'done', problemCount: 2, result: { spec: hashSpec(defaultSpec), mined: 58, failed: 2 } })
    expect(done.problems.map(({ file, code }) => [file, code])).toEqual([[torn, 'BAD_IMAGE'], [gone, 'BAD_IMAGE']])
    expect(done.problems[0]?.message).toContain('truncated')
    expect(done.problems[1]?.message).toContain('no image at')
    expect((await client.call('planet.state', { project })).mining).toMatchObject({ mined: 58, total: 60, problems: 2 })

    writeFileSync(torn, whole[0])
    writeFileSync(gone, whole[1])
    expect(await mine(project)).toMatchObject({ problemCount: 0, result: { mined: 2, failed: 0 } })
    expect((await client.call('planet.state', { project })).mining).toMatchObject({ mined: 60, total: 60, problems: 0 })
    expect(await mine(project)).toMatchObject({ result: { mined: 0, failed: 0 } })
    const file = VectorFile.open(vectors, { encoderHash: hashSpec(defaultSpec) })
    expect([file.count, file.dimensions, file.verify().damaged]).toEqual([60, 164, 0])
    file.close()
  })

  test('a view’s signature is the same from the file and measured now; its texture is told beside the training split’s', async () => {
    const { images } = await makeTiles('shown', 80)
    const { project, vectors } = await projectOf(client, 'shown', images)
    const { store } = engine.context.project(project)
    const views = await store.read('signatures.viewsAfter', { after: 0, limit: 100 })
    const view = views[70]?.id ?? 0
    const measured = await client.call('planet.signature', { project, view })
    expect(measured.textureStandardised).toBeNull()
    await mine(project)
    // From the file: the picture is gone.
    rmSync(views[70]?.file ?? '')
    const kept = await client.call('planet.signature', { project, view })
    expect({ ...kept, textureStandardised: null }).toEqual(measured)

    const file = VectorFile.open(vectors)
    const training = Int32Array.from(await store.read('signatures.idsAfter', { training: true, step: 1, after: 0, limit: 100 }))
    expect(training).toHaveLength(40)
    const rows = new Float32Array(40 * 164)
    file.gather(training, rows)
    file.close()
    kept.texture.forEach((value, ring) => {
      const column = Array.from(training, (_, i) => rows[i * 164 + 132 + ring] as number)
      const mean = column.reduce((sum, x) => sum + x, 0) / 40
      const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 40)
      expect(kept.textureStandardised?.[ring]).toBeCloseTo((value - mean) / Math.max(1e-4, deviation), 4)
    })
    await expect(client.call('planet.signature', { project, view: 999_999 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    // Not mined any more, and no picture: the reason is told.
    rmSync(vectors)
    await expect(client.call('planet.signature', { project, view })).rejects.toMatchObject({ code: 'BAD_IMAGE' })
  })

  test('signatures by another spec, and a file that is none, are measured anew', async () => {
    const { images } = await makeTiles('stale', 5)
    const { project, vectors } = await projectOf(client, 'stale', images)
    await mine(project)
    const good = readFileSync(vectors)
    rmSync(vectors)
    const other = VectorFile.openForWriting(vectors, { dimensions: 8, encoderHash: 'another spec' })
    other.writeRows(Int32Array.of(1), new Float32Array(8))
    await other.flush()
    other.close()
    expect((await client.call('planet.state', { project })).mining.mined).toBe(0)
    expect(await mine(project)).toMatchObject({ result: { mined: 5 } })
    expect(readFileSync(vectors).equals(good)).toBe(true)
    writeFileSync(vectors, 'no vectors'.repeat(1000))
    expect(await mine(project)).toMatchObject({ result: { mined: 5 } })
    expect(readFileSync(vectors).equals(good)).toBe(true)
  })
})

describe('interrupted', () => {
  const count = 400
  let images: string
  let expected: Buffer
  beforeAll(async () => {
    ;({ images } = await makeTiles('long', count))
    const { project, vectors } = await projectOf(client, 'whole', images)
    expect(await mine(project)).toMatchObject({ result: { mined: count, failed: 0 } })
    expected = readFileSync(vectors)
  })

  test('paused and cancelled, it stops in its middle, keeps what it measured, and goes on to the same bytes', async () => {
    const { project, vectors } = await projectOf(client, 'paused', images)
    const { job } = await client.call('planet.mine', { project })
    await expect.poll(async () => (await client.call('jobs.get', { project, job })).progress?.done ?? 0, { interval: 1, timeout: 30_000 }).toBeGreaterThan(20)
    await client.call('jobs.pause', { project, job })
    expect((await jobEnd(client, project, job)).state).toBe('paused')
    const atPause = (await client.call('planet.state', { project })).mining.mined
    expect(atPause).toBeGreaterThan(0)
    expect(atPause).toBeLessThan(count)
    await client.call('jobs.resume', { project, job })
    await expect.poll(async () => (await client.call('jobs.get', { project, job })).progress?.done ?? 0, { interval: 1, timeout: 30_000 }).toBeGreaterThan(atPause + 20)
    await client.call('jobs.cancel', { project, job })
    expect((await jobEnd(client, project, job)).state).toBe('cancelled')
    const atCancel = (await client.call('planet.state', { project })).mining.mined
    expect(atCancel).toBeGreaterThan(atPause)
    expect(atCancel).toBeLessThan(count)
    expect(await mine(project)).toMatchObject({ result: { mined: count - atCancel, failed: 0 } })
    expect(readFileSync(vectors).equals(expected)).toBe(true)
  })

  test('SIGKILL in the middle: what was durable stays, and the file ends the same, byte for byte', { timeout: 120_000 }, async () => {
    let child: EngineProcess = startEngineProcess()
    const { project, path, vectors } = await projectOf(child.client, 'killed', images)
    const { job } = await child.client.call('planet.mine', { project })
    const of = child.client
    // Something is durable: it makes rows so every second.
    await expect.poll(async () => (await of.call('planet.state', { project })).mining.mined, { interval: 5, timeout: 60_000 }).toBeGreaterThan(0)
    await child.kill()
    child = startEngineProcess()
    await child.client.call('projects.open', { path })
    const kept = (await child.client.call('planet.state', { project })).mining.mined
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(count)
    await child.client.call('jobs.resume', { project, job })
    expect(await jobEnd(child.client, project, job)).toMatchObject({ state: 'done', result: { mined: count - kept } })
    expect(readFileSync(vectors).equals(expected)).toBe(true)
    expect(await child.stop()).toBe(0)
  })
})
