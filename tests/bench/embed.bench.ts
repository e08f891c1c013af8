/**
 * `npm run -s bench -- embed [--images 400] [--size 512] [--encoder PATH] [--json]`
 *
 * Images a second through the product's embed job (reading, decoding, inference, writing), beside decoding alone and
 * inference alone of the same pictures. Overlapped perfectly on free cores, the job would reach the slower of the two;
 * where both share the same cores, the sum of their times is the limit. Without --encoder a one-matrix model is used:
 * then it is decoding that is measured.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { encoderFolder } from '#engine/inference/encoder-path.ts'
import { StoredSpec } from '#engine/inference/encoder-spec.ts'
import { orderedLookahead } from '#engine/inference/ordered-lookahead.ts'
import { SideSession } from '#engine/inference/side-session.ts'
import { readModelImage } from '#engine/media/model-image.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { imageModel } from '../support/tiny-encoders.ts'

const { values } = parseArgs({
  options: { images: { type: 'string', default: '400' }, size: { type: 'string', default: '512' }, encoder: { type: 'string' }, json: { type: 'boolean', default: false } }
})
const [count, size] = [values.images, values.size].map((text) => {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  console.error(`${text} is not a whole number above zero.`)
  process.exit(2)
}) as [number, number]
const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))
const engine = createEngine({ resources: folder })

try {
  const files = await makePictures(join(folder, 'images'))
  const encoder = values.encoder ?? join(folder, 'matrix.onnx')
  if (values.encoder === undefined) writeFileSync(encoder, imageModel({ dimensions: 512, size: 224, gain: 1e-4 }))
  const client = engine.client()
  const { project } = await client.call('projects.create', { path: join(folder, 'bench.planisphere') })
  await finished(project, (await client.call('imports.start', { project, options: { source: join(folder, 'images') } })).job)
  await client.call('encoders.add', { project, path: encoder, name: 'bench' })

  const started = performance.now()
  const job = await finished(project, (await client.call('encoders.embed', { project, name: 'bench', side: 'image', provider: 'cpu' })).job)
  const embedSeconds = (performance.now() - started) / 1000
  if ((job.result as { image?: { embedded?: number } } | null)?.image?.embedded !== count) throw new Error(`the job embedded ${JSON.stringify(job.result)}, not ${count}`)

  const stored = await engine.context.project(project).store.read('encoders.get', { name: 'bench' })
  const spec = StoredSpec.parse(JSON.parse(stored?.spec ?? '')).spec.image
  if (!stored || !spec) throw new Error('the encoder has no image side')
  let pixels = new Uint8Array(0)
  const decodeSeconds = await timed(async () => {
    for await (const image of orderedLookahead(each(files), 2 * availableParallelism() + 2, (file) => readModelImage(file, spec))) pixels = new Uint8Array(image.pixels)
  })
  const session = await SideSession.openImage(encoderFolder(stored.path, folder), spec, { provider: 'cpu' })
  const batch = new Uint8Array(32 * pixels.length)
  for (let i = 0; i < 32; i++) batch.set(pixels, i * pixels.length)
  await session.encodeImages(batch, 32)
  const rounds = Math.max(1, Math.ceil(count / 32))
  const inferenceSeconds = (await timed(async () => {
    for (let i = 0; i < rounds; i++) await session.encodeImages(batch, 32)
  })) * (count / (rounds * 32))
  await session.close()

  const rate = (seconds: number): number => Math.round((count / seconds) * 10) / 10
  const report = {
    bench: 'embed',
    images: count,
    pixels: size,
    encoder: values.encoder === undefined ? 'one matrix' : stored.path,
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: availableParallelism(),
    embedPerSecond: rate(embedSeconds),
    decodePerSecond: rate(decodeSeconds),
    inferencePerSecond: rate(inferenceSeconds),
    /** Share of what the slower of the two alone reaches. */
    ofTheSlower: Math.round((Math.max(decodeSeconds, inferenceSeconds) / embedSeconds) * 1000) / 1000,
    /** Share of decoding and inference one after the other: above 1 the overlap pays. */
    ofTheSum: Math.round(((decodeSeconds + inferenceSeconds) / embedSeconds) * 1000) / 1000
  }
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(20)} ${value}`)
} finally {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}

async function makePictures(target: string): Promise<string[]> {
  mkdirSync(target)
  const files: string[] = []
  for (let i = 0; i < count; i++) {
    const file = join(target, `tile-${i}.jpg`)
    await sharp({ create: { width: size, height: size, channels: 3, background: { r: (i * 37) % 256, g: (i * 11) % 256, b: 90 }, noise: { type: 'gaussian', mean: 128, sigma: 30 } } }).jpeg({ quality: 85 }).toFile(file)
    files.push(file)
  }
  writeFileSync(join(target, 'metadata.jsonl'), files.map((_, i) => JSON.stringify({ file_name: `tile-${i}.jpg` })).join('\n'))
  return files
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

async function finished(project: string, id: string) {
  for (;;) {
    const job = await engine.context.jobs.get(engine.context.project(project), id)
    if (job.state === 'done') return job
    if (job.state !== 'queued' && job.state !== 'running') throw new Error(`the job ${job.title} is ${job.state}: ${job.error?.message}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
