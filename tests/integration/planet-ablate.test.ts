import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AblateOptions, type AblationReport } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { ablateRunner } from '#engine/planet/ablation/ablate-job.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { encodersHandlers } from '#engine/service/encoders-service.ts'
import { planisphere } from '../support/command-line.ts'
import { fillPlanetProject } from '../support/planet-project.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { tinySizes } from '../support/training-places.ts'

const folder = temporaryFolder()
const resources = join(folder, 'resources')
let engine: Engine
let client: EngineClient
beforeAll(() => {
  engine = createEngine({ resources, checkOutputs: true })
  const addEncoder = encodersHandlers(engine.context)['encoders.add']
  engine.context.jobs.register(ablateRunner({ resources, version: 'test', addEncoder: (project, path, name, signal) => addEncoder({ project: project.handle, path, name }, { signal }), sizes: tinySizes }))
  client = engine.client()
})
afterAll(async () => {
  await client.close()
  await engine.close()
})

async function made(name: string): Promise<{ path: string; project: string }> {
  const path = join(folder, `${name}.planisphere`)
  const { project } = await client.call('projects.create', { path })
  await client.call('projects.close', { project })
  await fillPlanetProject(path)
  return { path, project: (await client.call('projects.open', { path })).project }
}

const options = { seeds: [1, 2], variants: ['contrastive', 'planet', 'colour'] as const, steps: 12, batch: 12, rate: 3e-3, validateEvery: 6, lambda: [0.2], levels: ['world', 'continents'] as const }
const ablate = async (project: string, more: Partial<AblateOptions> = {}) => client.call('planet.ablate', { project, options: AblateOptions.parse({ ...options, ...more }) })
/** What is measured, without times. */
const figures = ({ rows }: AblationReport) => rows

test('every variant and seed is tested on regions of its own; broken off, it goes on to the same report', { timeout: 240_000 }, async () => {
  const { project } = await made('whole')
  const { job } = await ablate(project)
  const done = await jobEnd(client, project, job)
  expect(done.state).toBe('done')
  const report = await client.call('planet.ablation', { project, job })
  expect(report.rows.map(({ level, held, variant }) => `${level}/${held}/${variant}`)).toEqual(
    ['world/null', 'continents/Africa', 'continents/Europe', 'continents/null'].flatMap((of) => options.variants.map((variant) => `${of}/${variant}`))
  )
  const [world] = report.rows
  // The project's three test regions; then the eight regions of a continent; then all sixteen.
  expect([0, 3, 6, 9].map((at) => report.rows[at]?.regions)).toEqual([3, 8, 8, 16])
  expect(world).toMatchObject({ gallery: 12, queries: 24, lambda: 0, difference: null })
  expect(report.rows[1]).toMatchObject({ lambda: 0.2 })
  expect(report.rows.every(({ perSeed }) => perSeed.length === 2)).toBe(true)
  const { ablations } = await client.call('planet.state', { project })
  expect(ablations).toMatchObject([{ job, variants: 3, seeds: 2 }])
  // Nothing else is left behind.
  const { planet } = engine.context.project(project).folders
  const scratch = () => readdirSync(join(planet, 'cache')).filter((name) => name.startsWith('ablation-'))
  expect(scratch()).toEqual([])

  const broken = await ablate(project)
  for (;;) {
    const { progress, state } = await client.call('jobs.get', { project, job: broken.job })
    if (state === 'done' || /[3-9] of 18 done/.test(progress?.phase ?? '')) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await client.call('jobs.pause', { project, job: broken.job })
  const partial = await client.call('planet.ablation', { project, job: broken.job })
  expect(partial.rows.length).toBeGreaterThan(0)
  expect(scratch()).toEqual([])
  // What was trained on other data is never counted, nor kept.
  const stale = join(planet, 'ablations', broken.job, 'world.planet.9.run.json')
  writeFileSync(stale, JSON.stringify({ key: 'of other data', lambda: 0.2, keptStep: 6, ranks: [1, 1] }))
  await client.call('jobs.resume', { project, job: broken.job })
  expect((await jobEnd(client, project, broken.job)).state).toBe('done')
  expect(figures(await client.call('planet.ablation', { project, job: broken.job }))).toEqual(figures(report))
  expect(existsSync(stale)).toBe(false)
})

test('variants without a lambda above zero, and an ablation that is not there, are refused', async () => {
  const { project } = await made('refused')
  await expect(ablate(project, { lambda: [0] })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  // It would choose among captions of the split train only, and places of all splits are trained on.
  await expect(ablate(project, { where: 'verdict:accepted' })).rejects.toMatchObject({ code: 'INVALID_INPUT', hint: expect.stringContaining('world') as string })
  await expect(client.call('planet.ablation', { project, job: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(client.call('planet.ablation', { project, job: '../../etc' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('planet ablate prints a table, or the report as one document', { timeout: 120_000 }, async () => {
  const { path, project } = await made('cli')
  await client.call('projects.close', { project })
  const words = ['planet', 'ablate', path, '--seeds', '1', '--variants', 'contrastive,planet', '--steps', '4', '--batch', '8', '--lambda', '0.2']
  const json = (await planisphere([...words, '--json'])).json<AblationReport>()
  expect(json.rows.map(({ variant }) => variant)).toEqual(['contrastive', 'planet'])
  expect(json.options).toMatchObject({ steps: 4, seeds: [1], levels: ['world'] })
  const table = await planisphere(words)
  expect(table.code).toBe(0)
  expect(table.stdout).toMatch(/World level \(24 captions, 12 tiles, 3 regions\)/)
  expect(table.stdout).toContain('R@1 - contrastive')
  expect((await planisphere([...words, '--variants', 'smell'])).stderr).toContain('“smell” is none of contrastive')
  expect((await planisphere([...words, '--seeds', 'x'])).code).toBe(2)
})
