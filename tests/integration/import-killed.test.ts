import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const rows = 8000

/** Runs the import in a process of its own and kills it once `after` records are said to be done. */
function importAndKill(project: string, source: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/import-child.ts'), project, source], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const last = /running (\d+)\n[^\n]*$/.exec(text)
      if (last && Number(last[1]) >= after) child.kill('SIGKILL')
    })
    child.on('exit', (code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(`it ended by itself with ${code}: ${text.slice(-200)}`))))
  })
}

async function ended(engine: Engine, project: string, job: string): Promise<Job> {
  const client = engine.client()
  for (;;) {
    const now = await client.call('jobs.get', { project, job })
    if (now.state !== 'running' && now.state !== 'queued') return now
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

it('an import whose engine is killed goes on where it was, and ends with every record once', async () => {
  const source = join(folder, 'rows.csv')
  const lines = Array.from({ length: rows }, (_, row) => `p${Math.floor(row / 2)},img/${row % 97}/${row}.jpg,${row % 90},${row % 180},City ${row % 11},"the same words, ${row % 3} times"`)
  writeFileSync(source, `place,image,lat,lon,city,caption\n${lines.join('\n')}\n`)
  const path = join(folder, 'killed.planisphere')
  await importAndKill(path, source, 500)

  const engine = createEngine({ resources: folder })
  try {
    const client = engine.client()
    const { project, places } = await client.call('projects.open', { path })
    const [job] = await client.call('jobs.list', { project })
    expect(job?.state).toBe('interrupted')
    expect(places).toBeLessThan(rows / 2)
    await client.call('jobs.resume', { project, job: job?.id ?? '' })
    const done = await ended(engine, project, job?.id ?? '')
    expect(done).toMatchObject({ state: 'done', error: null, result: { places: rows / 2, views: rows, captions: rows, skipped: 0 } })
    expect(await client.call('projects.info', { project })).toMatchObject({ places: rows / 2, views: rows, captions: rows, regions: 11 })
    const again = await client.call('imports.start', { project, options: { source } })
    expect((await ended(engine, project, again.job)).result).toMatchObject({ places: 0, views: 0, captions: 0, skipped: rows })
    expect(await client.call('jobs.undo', { project, job: job?.id ?? '' })).toEqual({ places: rows / 2, views: rows, captions: rows })
    expect(await client.call('projects.info', { project })).toMatchObject({ places: 0, views: 0, captions: 0 })
  } finally {
    await engine.close()
  }
})
