import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ImportReport } from '#shared/contracts/imports.ts'
import { planisphere } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()

test('while another process holds the project, it can be exported and imports can be tried, and nothing is written', async () => {
  const project = join(folder, 'p.planisphere')
  const source = join(folder, 'captions.csv')
  writeFileSync(source, 'id,caption,lat,lon\na,A red roof,1,2\nb,A river,3,4\n')
  await planisphere(['create', project, '--json'])
  await planisphere(['import', project, source, '--json'])
  // The lock of a process that lives: this one.
  const { createEngine } = await import('#engine/service/create-engine.ts')
  const engine = createEngine({ resources: folder })
  const client = engine.client()
  await client.call('projects.open', { path: project })
  try {
    expect((await planisphere(['import', project, source, '--json'])).code).toBe(5)
    const tried = await planisphere(['import', project, source, '--dry-run', '--json'])
    expect(tried.json<ImportReport>()).toMatchObject({ places: 0, captions: 0, skipped: 2 })
    const out = join(folder, 'out.csv')
    expect((await planisphere(['export', project, '--format', 'csv', '--out', out, '--json'])).code).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain('A red roof')
    expect(await client.call('jobs.list', { project: (await client.call('projects.open', { path: project })).project })).toHaveLength(1)
  } finally {
    await engine.close()
  }
})
