import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let engine: EngineProcess | null = null
afterAll(() => engine?.kill())

function finished(client: EngineClient, project: string, job: string): Promise<Job> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      client.call('jobs.get', { project, job }).then((now) => (['done', 'failed'].includes(now.state) ? resolve(now) : setTimeout(look, 50)), reject)
    }
    look()
  })
}

interface Truth {
  caption: string
  start: number
  end: number
  wrong: string
}
const truthOf = (path: string): Truth[] => readFileSync(join(path, 'ground-truth.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Truth)

test('a sample whose engine is killed in its middle goes on and equals one that was not', { timeout: 180_000 }, async () => {
  const options = { places: 160, seed: 3, images: true }
  const [killed, whole] = [join(folder, 'killed.planisphere'), join(folder, 'whole.planisphere')]
  engine = startEngineProcess()
  const first = await engine.client.call('samples.start', { path: killed, options })
  const { client } = engine
  await new Promise<void>((resolve, reject) => {
    client.onEvent((event) => {
      if (event.type !== 'job' || event.job.id !== first.job) return
      if ((event.job.progress?.done ?? 0) > 70) resolve()
      if (event.job.state === 'failed') reject(new Error(JSON.stringify(event.job.error)))
    })
  })
  await engine.kill()
  engine = startEngineProcess()
  const opened = await engine.client.call('projects.open', { path: killed, resume: true })
  expect(opened.places).toBeLessThan(160)
  const resumed = await finished(engine.client, first.project, first.job)
  expect(resumed).toMatchObject({ state: 'done', problemCount: 0, error: null })

  const second = await engine.client.call('samples.start', { path: whole, options })
  const plain = await finished(engine.client, second.project, second.job)
  expect(resumed.result).toEqual(plain.result)
  expect(plain.result).toMatchObject({ places: 160, views: 320, encoders: ['demo'] })
  expect(truthOf(killed)).toEqual(truthOf(whole))
  const tiles = readdirSync(join(whole, 'images/tiles')).sort()
  expect(tiles).toHaveLength(160)
  for (const tile of tiles) expect(readFileSync(join(killed, 'images/tiles', tile)).equals(readFileSync(join(whole, 'images/tiles', tile))), tile).toBe(true)

  // The ground truth speaks of captions that are there, word for word, and nothing of it is in them.
  const rows = (await engine.client.call('browse.captions', { project: second.project, filter: {}, order: 'id', seed: 1, start: 0, count: 500 })).rows
  const texts = new Map(rows.map((row) => [row.uid, row.text]))
  const known = truthOf(whole).filter((wrong) => texts.has(wrong.caption))
  expect(known.length).toBeGreaterThan(30)
  for (const { caption, start, end, wrong } of known) expect(texts.get(caption)?.slice(start, end)).toBe(wrong)

  const [encoder] = await engine.client.call('encoders.list', { project: second.project })
  expect(encoder?.sides.map(({ side, embedded, total }) => ({ side, missing: total - embedded }))).toEqual([{ side: 'text', missing: 0 }, { side: 'image', missing: 0 }])

  // Its own pictures move with the project.
  await engine.client.call('projects.close', { project: second.project })
  const moved = join(folder, 'moved.planisphere')
  renameSync(whole, moved)
  const again = await engine.client.call('projects.open', { path: moved })
  const place = await engine.client.call('browse.place', { project: again.project, place: 1 })
  expect(place.views.map(({ kind }) => kind).sort()).toEqual(['satellite', 'street'])
  for (const view of place.views) {
    expect(view.path.startsWith(moved)).toBe(true)
    expect(existsSync(view.path)).toBe(true)
  }
})

test('without pictures: rows only, fast, found by text and on the map', async () => {
  engine ??= startEngineProcess()
  const path = join(folder, 'rows.planisphere')
  const started = await engine.client.call('samples.start', { path, options: { places: 3000, seed: 1, images: false } })
  const job = await finished(engine.client, started.project, started.job)
  expect(job).toMatchObject({ state: 'done', result: { places: 3000, views: 3000, encoders: [] } })
  const facets = await engine.client.call('projects.regions', { project: started.project })
  expect(facets.filter((region) => region.places > 0)).toHaveLength(225)
  const found = await engine.client.call('browse.captions', { project: started.project, filter: { text: 'stadium' }, order: 'id', seed: 1, start: 0, count: 5 })
  expect(found.total).toBeGreaterThan(20)
  expect(readdirSync(join(path, 'images'))).toEqual([])
})
