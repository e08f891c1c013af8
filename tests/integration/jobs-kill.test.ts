import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let engine: EngineProcess | null = null
afterAll(() => engine?.kill())

const rows = 60_000

test('SIGKILL in the middle of an import, three times: it goes on by itself, nothing is lost and nothing comes twice', { timeout: 120_000 }, async () => {
  const source = join(folder, 'captions.csv')
  writeFileSync(source, `id,caption,lat,lon\n${Array.from({ length: rows }, (_, i) => `row-${i},A white roof beside road ${i},${(i % 160) - 80},${(i % 340) - 170}`).join('\n')}\n`)
  const path = join(folder, 'p.planisphere')
  engine = startEngineProcess()
  const { project } = await engine.client.call('projects.create', { path })
  const { job: id } = await engine.client.call('imports.start', { project, options: { source } })

  const captionsAtKill: number[] = []
  for (let kill = 1; kill <= 3; kill++) {
    const { client } = engine
    await new Promise<void>((resolve, reject) => {
      client.onEvent((event) => {
        if (event.type === 'job' && event.job.id === id && (event.job.progress?.done ?? 0) > (kill * rows) / 8) resolve()
        if (event.type === 'job' && event.job.id === id && event.job.state === 'failed') reject(new Error(JSON.stringify(event.job.error)))
      })
    })
    await engine.kill()
    engine = startEngineProcess()
    const info = await engine.client.call('projects.open', { path, resume: true })
    captionsAtKill.push(info.captions)
  }
  const { client } = engine
  const job = await new Promise<Job>((resolve, reject) => {
    const look = (): void => {
      client.call('jobs.get', { project, job: id }).then((now) => (['done', 'failed'].includes(now.state) ? resolve(now) : setTimeout(look, 100)), reject)
    }
    look()
  })
  expect(job).toMatchObject({ state: 'done', problemCount: 0 })
  // It was stopped in its middle, and had something to show.
  expect(captionsAtKill[0]).toBeGreaterThan(0)
  expect(captionsAtKill[0]).toBeLessThan(rows)
  expect(job.result).toMatchObject({ places: rows, captions: rows, skipped: 0 })
  const after = await client.call('projects.info', { project })
  expect([after.places, after.captions]).toEqual([rows, rows])
  expect((await client.call('review.queue', { project, filter: { text: 'road 59999' }, opened: 1, start: 0, count: 5 })).total).toBe(1)
  expect(await engine.stop()).toBe(0)
})

test('without being asked, an interrupted job stays interrupted', async () => {
  const source = join(folder, 'more.csv')
  writeFileSync(source, `id,caption\n${Array.from({ length: 40_000 }, (_, i) => `m-${i},Text ${i}`).join('\n')}\n`)
  const path = join(folder, 'q.planisphere')
  engine = startEngineProcess()
  const { project } = await engine.client.call('projects.create', { path })
  const { job } = await engine.client.call('imports.start', { project, options: { source } })
  await expect.poll(async () => (await engine?.client.call('jobs.get', { project, job }))?.state).toBe('running')
  await engine.kill()
  engine = startEngineProcess()
  await engine.client.call('projects.open', { path })
  expect((await engine.client.call('jobs.get', { project, job })).state).toBe('interrupted')
  await engine.client.call('jobs.resume', { project, job })
  const { client } = engine
  await expect.poll(async () => (await client.call('jobs.get', { project, job })).state, { timeout: 30_000 }).toBe('done')
  expect((await client.call('projects.info', { project })).captions).toBe(40_000)
  await engine.stop()
})
