import { closeSync, linkSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { createEngine } from '#engine/service/create-engine.ts'
import type { Job } from '#shared/domain/job.ts'

const pool = 48
const regions = 225
const continents = ['Africa', 'Asia', 'Europe', 'North America', 'South America', 'Oceania']
const words = 'a long straight road runs north past houses with red roofs and a park beside the pond east of the crossing grey tower green field river bridge stadium parking lot trees courtyard railway canal white warehouse roundabout'.split(' ')

/** The caption of place `n` (from 1), the same in every run. */
export function captionOf(n: number): string {
  let state = (n * 2654435761) >>> 0
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  return `Number ${n}: ${Array.from({ length: 25 + next(45) }, () => words[next(words.length)]).join(' ')}.`
}

/**
 * A project of `rows` satellite views, a place and a caption each, imported from a CSV file as a lab would. The first
 * `pictured` places have their tile (512 px) and a street photo (1024 x 768 px) on disk: links to a pool of drawn JPEGs,
 * each file decoded anew, as its path is its own.
 */
export async function makeReviewProject(folder: string, rows: number, pictured: number): Promise<string> {
  mkdirSync(folder, { recursive: true })
  await drawPictures(folder, Math.min(pictured, rows))
  const csv = join(folder, 'rows.csv')
  const file = openSync(csv, 'wx')
  writeSync(file, 'place,image,kind,lat,lon,region,country,continent,split,model,caption\n')
  let text = ''
  for (let n = 1; n <= rows; n++) {
    const region = Math.floor(((n - 1) * regions) / rows)
    const where = `${((n * 0.37) % 150 - 75).toFixed(5)},${((n * 0.91) % 350 - 175).toFixed(5)},City ${region},Country ${region % 60},${continents[region % 6] ?? ''},${n % 10 === 0 ? 'test' : 'train'}`
    text += `place-${n},tiles/${n}.jpg,satellite,${where},lvlm-${n % 3},"${captionOf(n)}"\n`
    if (n <= pictured) text += `place-${n},streets/${n}.jpg,street,${where},,\n`
    if (text.length > 1_000_000 || n === rows) {
      writeSync(file, text)
      text = ''
    }
  }
  closeSync(file)
  const project = join(folder, 'review.planisphere')
  const engine = createEngine({ resources: join(import.meta.dirname, '../../../resources') })
  const client = engine.client()
  try {
    const opened = await client.call('projects.create', { path: project })
    const ended = new Promise<Job>((resolve) => client.onEvent((event) => event.type === 'job' && event.job.state !== 'running' && event.job.state !== 'queued' && resolve(event.job)))
    await client.call('imports.start', { project: opened.project, options: { source: csv, format: 'csv' } })
    const job = await ended
    if (job.state !== 'done' || job.result?.['captions'] !== rows) throw new Error(`the import ended ${job.state}: ${JSON.stringify(job.error ?? job.result)}`)
  } finally {
    await engine.close()
  }
  return project
}

async function drawPictures(folder: string, count: number): Promise<void> {
  for (const [name, width, height] of [['tiles', 512, 512], ['streets', 1024, 768]] as const) {
    mkdirSync(join(folder, name), { recursive: true })
    for (let i = 0; i < Math.min(pool, count); i++) {
      const noise = await sharp({ create: { width, height, channels: 3, background: `hsl(${(i * 37) % 360}, 25%, 45%)`, noise: { type: 'gaussian', mean: 128, sigma: 30 } } }).jpeg({ quality: 85 }).toBuffer()
      writeFileSync(join(folder, name, `pool-${i}.jpg`), noise)
    }
    for (let n = 1; n <= count; n++) linkSync(join(folder, name, `pool-${n % Math.min(pool, count)}.jpg`), join(folder, name, `${n}.jpg`))
  }
}
