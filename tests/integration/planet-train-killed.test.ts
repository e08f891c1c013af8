import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import type { ModelCard } from '#shared/domain/planet.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { fillPlanetProject } from '../support/planet-project.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const path = join(temporaryFolder(), 'p.planisphere')
let engine: EngineProcess | null = null
afterAll(() => engine?.kill())

const options = { steps: 150, batch: 24, rate: 2e-3, validateEvery: 25, patience: null, seed: 3, threads: 1, lambda: [0.3] }

/** The step in a training state's header; -1 where there is no whole one yet. */
function stepIn(file: string): number {
  if (!existsSync(file)) return -1
  const bytes = readFileSync(file)
  return (JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(8)).toString('utf8')) as { step: number }).step
}

test('the engine is killed in training: it goes on from its last state, to the weights of a training that was never broken off', { timeout: 180_000 }, async () => {
  engine = startEngineProcess()
  const { project } = await engine.client.call('projects.create', { path })
  await engine.client.call('projects.close', { project })
  await fillPlanetProject(path)
  await engine.client.call('projects.open', { path })
  const whole = await jobEnd(engine.client, project, (await engine.client.call('planet.train', { project, options: { ...options, name: 'whole' } })).job)
  expect(whole).toMatchObject({ state: 'done', error: null })

  const { job } = await engine.client.call('planet.train', { project, options: { ...options, name: 'killed' } })
  const state = join(path, 'planet', 'training', job, 'state-0.bin')
  await expect.poll(() => stepIn(state), { timeout: 60_000, interval: 20 }).toBeGreaterThan(0)
  await engine.kill()
  const killedAt = stepIn(state)
  engine = startEngineProcess()
  const { client } = engine
  const goneOnWith = new Promise<number>((resolve) => {
    client.onEvent((event) => {
      if (event.type === 'job' && event.job.id === job && event.job.progress?.phase === 'Training' && event.job.progress.done > 0) resolve(event.job.progress.done)
    })
  })
  await client.call('projects.open', { path, resume: true })
  const ended: Job = await jobEnd(client, project, job)
  expect(ended).toMatchObject({ state: 'done', error: null })
  // It was in its middle, and did not begin again.
  expect(killedAt).toBeLessThan(options.steps)
  expect(await goneOnWith).toBeGreaterThan(killedAt)
  for (const file of ['text.onnx', 'image.onnx', 'signature.onnx', 'tokenizer.json']) {
    expect(readFileSync(join(path, 'encoders', 'killed', file)).equals(readFileSync(join(path, 'encoders', 'whole', file)))).toBe(true)
  }
  const curve = (of: Job) => (of.result as unknown as { card: ModelCard }).card.curve.map(({ step, validation }) => [step, validation])
  expect(curve(ended)).toEqual(curve(whole))
  expect(statSync(join(path, 'planet', 'training', job)).isDirectory()).toBe(true)
  expect(existsSync(state)).toBe(false)
  expect(await engine.stop()).toBe(0)
})
