/**
 * `npm run -s bench -- mine [--images 400] [--size 512] [--json]`
 *
 * Images a second through the product's mining job (reading, decoding, measuring, writing), beside decoding alone in the
 * same threads on the same files, and measuring alone in one thread. Pictures are JPEG tiles of the sample generator's
 * kind of content: fields, roads, roofs and noise. Decoding and measuring share the cores: `ofDecoding` is what share of
 * decoding's speed mining reaches, `ofTheSum` what share of the two one after the other (above 1 the overlap pays).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { orderedLookahead } from '#engine/inference/ordered-lookahead.ts'
import { signatureMeasurer } from '#engine/planet/signatures/measure-signature.ts'
import { MiningPool } from '#engine/planet/signatures/mining-pool.ts'
import { readRaster } from '#engine/planet/signatures/read-raster.ts'
import { defaultSpec } from '#engine/planet/signatures/signature-spec.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { tile } from '../unit/planet/signatures/rasters.ts'

// As the engine's entry points set it, before anything is decoded.
process.env['UV_THREADPOOL_SIZE'] ??= String(availableParallelism())

const { values } = parseArgs({ options: { images: { type: 'string', default: '400' }, size: { type: 'string', default: '512' }, json: { type: 'boolean', default: false } } })
const [count, size] = [values.images, values.size].map((text) => {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  console.error(`${text} is not a whole number above zero.`)
  process.exit(2)
}) as [number, number]
const groupFiles = 16
const rounds = 3
const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))
const engine = createEngine({ resources: folder })

try {
  const files = await makeTiles(join(folder, 'images'))
  const client = engine.client()
  const { project } = await client.call('projects.create', { path: join(folder, 'bench.planisphere') })
  await finished(project, (await client.call('imports.start', { project, options: { source: join(folder, 'images') } })).job)

  const pool = new MiningPool(defaultSpec)
  const decodeAll = async (): Promise<void> => {
    for await (const _ of orderedLookahead(groupsOf(files), pool.width, (group) => pool.decode(group))) continue
  }
  // Threads are started and their code is compiled before anything is timed, for both alike: jobs have pools of their own.
  await decodeAll()
  let [mineSeconds, decodeSeconds] = [Infinity, Infinity]
  // In turns, the best of each: what else the machine does then hits both alike.
  for (let round = 0; round < rounds; round++) {
    decodeSeconds = Math.min(decodeSeconds, await timed(decodeAll))
    rmSync(join(folder, 'bench.planisphere', 'planet', 'signatures.vec'), { force: true })
    mineSeconds = Math.min(
      mineSeconds,
      await timed(async () => {
        const job = await finished(project, (await client.call('planet.mine', { project })).job)
        if ((job.result as { mined?: number } | null)?.mined !== count) throw new Error(`the job mined ${JSON.stringify(job.result)}, not ${count}`)
      })
    )
  }
  await pool.close()

  const measure = signatureMeasurer(defaultSpec)
  const rasters = await Promise.all(files.slice(0, 16).map(async (file) => (await readRaster(file, defaultSpec)).pixels))
  let measureMs = Infinity
  for (let round = 0; round < 10; round++) measureMs = Math.min(measureMs, (1000 * (await timed(async () => rasters.forEach((pixels) => measure(pixels))))) / rasters.length)

  const threads = availableParallelism()
  const report = {
    bench: 'mine',
    images: count,
    pixels: size,
    cpu: cpus()[0]?.model ?? 'unknown',
    threads,
    minePerSecond: rate(mineSeconds),
    decodePerSecond: rate(decodeSeconds),
    ofDecoding: share(decodeSeconds / mineSeconds),
    measureMilliseconds: Math.round(measureMs * 1000) / 1000,
    ofTheSum: share((decodeSeconds + (measureMs * count) / 1000 / threads) / mineSeconds)
  }
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(20)} ${value}`)
} finally {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}

function rate(seconds: number): number {
  return Math.round((count / seconds) * 10) / 10
}

function share(of: number): number {
  return Math.round(of * 1000) / 1000
}

/** A few pictures, each under many names: reading and decoding do not know. */
async function makeTiles(target: string): Promise<string[]> {
  mkdirSync(target)
  const pictures = await Promise.all(
    Array.from({ length: 8 }, (_, seed) => sharp(tile(size, seed + 1), { raw: { width: size, height: size, channels: 3 } }).jpeg({ quality: 85 }).toBuffer())
  )
  const names = Array.from({ length: count }, (_, i) => `tile-${i}.jpg`)
  names.forEach((name, i) => writeFileSync(join(target, name), pictures[i % pictures.length] as Buffer))
  writeFileSync(join(target, 'metadata.jsonl'), names.map((name) => JSON.stringify({ file_name: name })).join('\n'))
  return names.map((name) => join(target, name))
}

async function* groupsOf(files: readonly string[]): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < files.length; from += groupFiles) yield files.slice(from, from + groupFiles)
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
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
