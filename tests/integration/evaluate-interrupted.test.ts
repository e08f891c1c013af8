import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import { encoderName, jobEnd, retrievalProject, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const opened: RetrievalProject[] = []
afterAll(async () => {
  for (const one of opened) await one.close()
})

test('a vector that overflowed as float16 fails the run by the caption’s name, and leaves nothing behind', async () => {
  const made = await retrievalProject(folder, 'overflow', [{ tiles: [[1, 0]], captions: [[1, 0], null] }])
  opened.push(made)
  const { rows } = await made.client.call('browse.captions', { project: made.project, start: 0, count: 10 })
  const bad = rows.find((row) => row.uid === 'p0/c1')?.id ?? 0
  const path = vectorPath(join(made.path, 'vectors'), encoderName, 'text')
  VectorFile.remove(path)
  const file = VectorFile.openForWriting(path, { dimensions: 2, encoderHash: 'f'.repeat(64), type: 'float16' })
  file.writeRows(Int32Array.of(bad), Float32Array.of(1e6, 1))
  await file.flush()
  file.close()
  await expect(made.evaluate()).rejects.toMatchObject({ code: 'BAD_SCORES', message: expect.stringContaining('p0/c1') as string })
  expect(await made.client.call('runs.list', { project: made.project })).toEqual([])
})

test('cancelled in the middle, it is no run; resumed, it ends with the metrics of an undisturbed one', async () => {
  // Every place is a group of its own, so that there are many blocks to stop between.
  const made = await retrievalProject(
    folder,
    'resume',
    Array.from({ length: 1500 }, (_, i) => ({ lat: (i % 40) * 0.01, lon: Math.floor(i / 40) * 0.01, tiles: [[Math.cos(i), Math.sin(i), 0.3]], captions: [[Math.cos(i + 0.01), Math.sin(i), 0.1]] }))
  )
  opened.push(made)
  const { client, project } = made
  const { job } = await client.call('runs.evaluate', { project, options: { encoder: encoderName, gallery: 'nearest:50' } })
  for (;;) {
    const now = await client.call('jobs.get', { project, job })
    if ((now.progress?.done ?? 0) >= 100 || now.state === 'done') break
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const stopped = await client.call('jobs.cancel', { project, job })
  expect(['running', 'cancelled']).toContain(stopped.state)
  const cancelled = await jobEnd(client, project, job)
  expect(cancelled.state).toBe('cancelled')
  expect(await client.call('runs.list', { project })).toEqual([])

  await client.call('jobs.resume', { project, job })
  const resumed = await jobEnd(client, project, job)
  expect(resumed.state).toBe('done')
  const fresh = await made.evaluate({ gallery: 'nearest:50' })
  expect(resumed.result).toMatchObject({ queries: 1500, metrics: fresh.metrics, protocol: fresh.protocol })

  const db = new Database(join(made.path, 'project.sqlite'), { readonly: true })
  expect(db.prepare('SELECT count(*) FROM run_drafts').pluck().get()).toBe(2)
  expect(db.prepare('SELECT count(*) FROM run_queries').pluck().get()).toBe(3000)
  db.close()
})
